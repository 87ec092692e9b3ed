"""Imports in processes of their own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
CHILD = Path(__file__).parent / "children" / "bring_in.py"


def start_import(data: Path, source: Path, *media: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(CHILD), str(data), str(source), *map(str, media)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def import_to_the_end(data: Path, source: Path, *media: Path) -> dict[str, Any]:
    """Return what the process said of its work."""
    child = start_import(data, source, *media)
    out, _ = child.communicate(timeout=600)
    assert child.returncode == 0
    found: dict[str, Any] = json.loads(out.splitlines()[-1])
    return found
