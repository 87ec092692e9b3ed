"""Lighthouse with its own settings for a telephone."""

import json
import os
import statistics
import subprocess
from pathlib import Path

from bench.audit.found import CATEGORIES, Found
from bench.audit.tools import CHROMIUM

FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"


def light(tools: Path, folder: Path, address: str, runs: int) -> Found:
    """The medians of some runs: performance moves with whatever else the machine does."""
    reports = [_run(tools, folder / "lighthouse.json", address) for _ in range(runs)]
    found = Found()
    for one in CATEGORIES:
        scores = [round(100 * (report["categories"][one]["score"] or 0)) for report in reports]
        found.scores[one] = round(statistics.median(scores))
    failed = [
        f"{key} {audit.get('displayValue', '')}".strip()
        for key, audit in reports[-1]["audits"].items()
        if audit["score"] is not None and audit["score"] < 0.9
    ]
    found.failed = sorted(failed)
    return found


def _run(tools: Path, report: Path, address: str) -> dict:  # type: ignore[type-arg]
    command = [tools / "node_modules" / ".bin" / "lighthouse", address, "--quiet", "--output=json"]
    options = [f"--output-path={report}", f"--chrome-flags={FLAGS}", f"--only-categories={','.join(CATEGORIES)}"]
    environ = {**os.environ, "CHROME_PATH": CHROMIUM}
    subprocess.run([*map(str, command), *options], env=environ, check=True, stderr=subprocess.DEVNULL)
    return json.loads(report.read_text())  # type: ignore[no-any-return]
