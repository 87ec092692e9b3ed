"""Audit the pages of the sample blog, and of old blogs beside the checkout: `make audit`, or `python -m bench.audit`.

Writes its tables into docs/benchmarks.md. Fails if axe or the checker finds anything, if a page moves while it loads or
sticks out, if home weighs more than 40 KB, or if Lighthouse does not give 100 to home, a post and a tag.
"""

import argparse
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import httpx
from playwright.sync_api import Browser, sync_playwright

from bench.audit.found import CATEGORIES, Found
from bench.audit.light import light
from bench.audit.markup import check, without_content
from bench.audit.tools import CHROMIUM, ROOT, TOOLS, install
from bench.audit.weight import weights
from tests.importers.corpora import IS_HERE
from tests.journeys.browsers import QUIET
from tests.looks.desk import Desk, sign_in
from tests.looks.looking import Looker
from tests.looks.matrix import OTHERS, OWN, SOURCES, WIDTHS, Look
from tests.looks.site import make_other, make_sample, served

MOST_BYTES = 40_960
LIT = {"home": "/", "post": "/2026/05/the-map-is-a-promise/", "tag": "/tag/maps/"}  # must have 100 in everything
ALSO_LIT = {"page": "/about/", "archive": "/archive/", "author": "/author/jane/", "search": "/search?q=river"}
REPORT = ROOT / "docs" / "benchmarks.md"
_PART = re.compile(r"(<!-- audit -->\n).*?(<!-- end of audit -->)", re.DOTALL)


def main() -> int:
    arguments = _arguments()
    install(arguments.tools)
    found: dict[str, Found] = {}
    with tempfile.TemporaryDirectory(prefix="waypost-audit-") as name:
        folder = Path(name)
        old = make_other(folder / "old", *SOURCES) if IS_HERE else None
        data, desk = make_sample(folder / "own")
        with served(data) as origin:
            weight = _look(arguments.tools, folder, origin, desk, found)
            if not arguments.quick:
                for page, path in {**LIT, **ALSO_LIT}.items():
                    found[page] = light(arguments.tools, folder, origin + path, arguments.runs if page in LIT else 1)
        if old is not None:
            with served(old) as origin:
                _check(arguments.tools, folder, origin, OTHERS, found, httpx.Client(), theme_only=True)
    tables = _tables(found, weight)
    print(tables)
    if not arguments.quick:
        REPORT.write_text(_PART.sub(lambda part: part[1] + tables + part[2], REPORT.read_text()))
    return 1 if _fails(found, weight) else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.audit", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--tools", type=Path, default=TOOLS, help="where node_modules is, or is put")
    parser.add_argument("--runs", type=int, default=3, help="of Lighthouse, on the pages that must have 100")
    parser.add_argument("--quick", action="store_true", help="without Lighthouse, which takes minutes; writes nothing")
    return parser.parse_args()


def _look(tools: Path, folder: Path, origin: str, desk: Desk, found: dict[str, Found]) -> dict[str, int]:
    """Everything but Lighthouse."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        weight = weights(browser, origin)
        looks = [*OWN, *desk.looks()]
        cookies = {}
        for width in WIDTHS:
            cookies, looks = _look_at(browser, width, origin, looks, found)
        browser.close()
    _check(tools, folder, origin, looks, found, httpx.Client(cookies=cookies))
    return weight


def _look_at(
    browser: Browser, width: int, origin: str, looks: Sequence[Look], found: dict[str, Found]
) -> tuple[dict[str, str], list[Look]]:
    """Give the cookies of the session, and those of the looks that are pages."""
    looker = Looker(browser, width)
    sign_in(looker.page, origin)
    pages = [look for look in looks if looker.is_page(origin, look)]
    for look in pages:
        _of(found, look).looks += looker.faults(origin, look)
    cookies = {one["name"]: one["value"] for one in looker.page.context.cookies()}
    looker.close()
    return cookies, pages


def _check(
    tools: Path,
    folder: Path,
    origin: str,
    looks: Sequence[Look],
    found: dict[str, Found],
    client: httpx.Client,
    *,
    theme_only: bool = False,
) -> None:
    with client:
        pages = {look.name: client.get(origin + look.path, follow_redirects=True).content for look in looks}
    by_name = {look.name: look for look in looks}
    if theme_only:
        pages = {name: without_content(body) for name, body in pages.items()}
    for name, error in check(tools, folder / "markup", pages):
        _of(found, by_name[name], "old blogs" if theme_only else "").markup.append(f"{name}: {error}")
    for look in looks:
        _of(found, look, "old blogs" if theme_only else "")


def _of(found: dict[str, Found], look: Look, group: str = "") -> Found:
    return found.setdefault(group or f"all: {look.template}", Found())


def _fails(found: dict[str, Found], weight: dict[str, int]) -> bool:
    dim = [page for page in LIT if page in found and set(found[page].scores.values()) != {100}]
    return any(one.looks or one.markup for one in found.values()) or sum(weight.values()) > MOST_BYTES or bool(dim)


def _tables(found: dict[str, Found], weight: dict[str, int]) -> str:
    lines = ["| pages | axe, overflow, layout shift | Nu |", "|---|---:|---:|"]
    checked = {name: one for name, one in found.items() if not one.scores}
    lines += [f"| {name} | {len(one.looks)} | {len(one.markup)} |" for name, one in checked.items()]
    lines += ["", "| Lighthouse | " + " | ".join(CATEGORIES) + " |", "|---|" + "---:|" * len(CATEGORIES)]
    for name, one in found.items():
        if one.scores:
            lines.append(f"| {name} | " + " | ".join(str(one.scores[category]) for category in CATEGORIES) + " |")
    parts = ", ".join(f"{kind} {size / 1000:.1f} KB" for kind, size in weight.items())
    lines += ["", f"Home with all that it loads, Brotli: **{sum(weight.values()) / 1000:.1f} KB** ({parts}).", ""]
    for name, one in found.items():
        lines += [f"- {name}: {fault}" for fault in (*one.looks, *one.markup)]
        if one.scores and set(one.scores.values()) != {100}:
            lines += [f"- {name}: Lighthouse would change {', '.join(one.failed)}"]
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    sys.exit(main())
