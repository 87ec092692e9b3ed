"""What others' tools say of the pages: axe-core, the Nu HTML checker, Lighthouse (mobile). Prints a Markdown table.

`make audit`, or `python -m bench.audit --tools FOLDER`: a folder with node_modules of axe-core, vnu-jar, lighthouse.
A real site is started in a temporary folder. Fails if axe or the checker finds anything.
"""

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Browser, sync_playwright

from bench.audit_content import write_blog

ROOT = Path(__file__).parent.parent
TOOLS = ROOT / "build" / "audit"
PACKAGES = ("axe-core@4", "vnu-jar", "lighthouse@12")
CHROMIUM = os.environ.get("CHROME_PATH") or shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
PAGES = {
    "home": "/",
    "post": "/2024/05/maps/",
    "tag": "/tag/maps/",
    "page": "/about/",
    "search": "/search?q=chains",
    "archive": "/archive/",
    "404": "/nothing/here/",
    "sign-in": "/admin/sign-in",
}
LOOKS = [(width, scheme) for width in (320, 1280) for scheme in ("light", "dark")]
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass
class Found:
    axe: set[str] = field(default_factory=set)
    html: list[str] = field(default_factory=list)
    scores: dict[str, int] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)  # Lighthouse's audits below 1


def main() -> int:
    arguments = _arguments()
    tools: Path = arguments.tools
    if not (tools / "node_modules" / "axe-core").is_dir():
        _install(tools)
    found = {name: Found() for name in PAGES}
    with tempfile.TemporaryDirectory(prefix="waypost-audit-") as folder, _site(Path(folder)) as address:
        _check_markup(tools, Path(folder), address, found)
        _check_access(tools, address, found)
        if not arguments.quick:
            _light(tools, Path(folder), address, found)
    _report(found)
    return 1 if any(one.axe or one.html for one in found.values()) else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.audit", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--tools", type=Path, default=TOOLS, help="where node_modules is, or is put")
    parser.add_argument("--quick", action="store_true", help="without Lighthouse, which takes minutes")
    return parser.parse_args()


def _install(tools: Path) -> None:
    tools.mkdir(parents=True, exist_ok=True)
    (tools / "package.json").write_text('{"private": true}\n')
    command = ["npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error", *PACKAGES]
    subprocess.run(command, cwd=tools, check=True)


@contextmanager
def _site(folder: Path) -> Iterator[str]:
    """Import the sample blog and serve it on a free port."""
    write_blog(folder / "blog")
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environ = {name: value for name, value in os.environ.items() if not name.startswith("WAYPOST_")}
    environ |= {"WAYPOST_DATA": str(folder / "data"), "WAYPOST_PORT": str(port), "WAYPOST_URL": address}
    waypost = [sys.executable, "-m", "app"]
    subprocess.run(
        [*waypost, "import", str(folder / "blog")], cwd=ROOT, env=environ, check=True, stdout=subprocess.DEVNULL
    )
    with (folder / "serve.log").open("w") as log:
        server = subprocess.Popen([*waypost, "serve"], cwd=ROOT, env=environ, stdout=log, stderr=log)
        try:
            _wait(address + "/-/ready", server)
            yield address
        finally:
            server.terminate()
            server.wait(30)


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if server.poll() is not None:
            break
        try:
            if httpx.get(address).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.1)
    raise SystemExit("the site did not start")


def _check_markup(tools: Path, folder: Path, address: str, found: dict[str, Found]) -> None:
    """One run of the checker for all pages: starting it takes longer than checking."""
    files = {}
    for name, path in PAGES.items():
        files[name] = folder / f"{name}.html"
        files[name].write_bytes(httpx.get(address + path).content)
    jar = tools / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = ["java", "-Xss2m", "-jar", str(jar), "--format", "json", "--stdout", "--exit-zero-always"]
    said = subprocess.run([*command, *map(str, files.values())], check=True, capture_output=True)
    names = {path.resolve().as_uri().removeprefix("file://"): name for name, path in files.items()}
    for message in json.loads(said.stdout)["messages"]:
        name = names[message["url"].removeprefix("file:").replace("///", "/")]
        if message["type"] == "error":
            found[name].html.append(f"{message['message']} ({message.get('extract', '')!r})")


def _check_access(tools: Path, address: str, found: dict[str, Found]) -> None:
    source = (tools / "node_modules" / "axe-core" / "axe.min.js").read_text()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        for width, scheme in LOOKS:
            _check_look(browser, source, address, width, scheme, found)
        browser.close()


def _check_look(browser: Browser, source: str, address: str, width: int, scheme: Any, found: dict[str, Found]) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    for name, path in PAGES.items():
        page.goto(address + path)
        page.evaluate(source)
        result = page.evaluate("tags => axe.run({ runOnly: tags })", RULES)
        for violation in result["violations"]:
            targets = " ".join(str(node["target"][0]) for node in violation["nodes"][:3])
            found[name].axe.add(f"{violation['id']} at {width} {scheme}: {targets}")
    page.close()


def _light(tools: Path, folder: Path, address: str, found: dict[str, Found]) -> None:
    """Lighthouse's own settings for a telephone; it measures no page that is an error."""
    for name, path in PAGES.items():
        if name == "404":
            continue
        report = folder / f"{name}.json"
        command = [tools / "node_modules" / ".bin" / "lighthouse", address + path, "--quiet", "--output=json"]
        options = [f"--output-path={report}", f"--chrome-flags=--headless=new {FLAGS}"]
        options += [f"--only-categories={','.join(CATEGORIES)}"]
        subprocess.run([*map(str, command), *options], env={**os.environ, "CHROME_PATH": CHROMIUM}, check=True)
        said = json.loads(report.read_text())
        found[name].scores = {one: round(100 * (said["categories"][one]["score"] or 0)) for one in CATEGORIES}
        wrong = [key for key, audit in said["audits"].items() if audit["score"] is not None and audit["score"] < 0.9]
        found[name].failed = wrong


def _report(found: dict[str, Found]) -> None:
    print("\n| page | axe | Nu | " + " | ".join(CATEGORIES) + " |")
    print("|---|---:|---:|" + "---:|" * len(CATEGORIES))
    for name, one in found.items():
        scores = [str(one.scores.get(category, "–")) for category in CATEGORIES]
        print("| " + " | ".join([name, str(len(one.axe)), str(len(one.html)), *scores]) + " |")
    for name, one in found.items():
        for kind, lines in (("axe", sorted(one.axe)), ("Nu", one.html), ("Lighthouse", one.failed)):
            for line in lines:
                print(f"- {name}, {kind}: {line}")


if __name__ == "__main__":
    sys.exit(main())
