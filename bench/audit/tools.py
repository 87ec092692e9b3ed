"""The tools, from npm, in a folder of their own."""

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
TOOLS = ROOT / "build" / "audit"
PACKAGES = ("vnu-jar@26", "lighthouse@12")
CHROMIUM = os.environ.get("CHROME_PATH") or shutil.which("chromium") or "/usr/bin/chromium"


def install(tools: Path) -> None:
    """Does nothing where they are there already."""
    if all((tools / "node_modules" / package.partition("@")[0]).is_dir() for package in PACKAGES):
        return
    tools.mkdir(parents=True, exist_ok=True)
    (tools / "package.json").write_text('{"private": true}\n')
    command = ["npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error", *PACKAGES]
    subprocess.run(command, cwd=tools, check=True)
