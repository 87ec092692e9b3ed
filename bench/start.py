"""How long a start takes until the first page, and what everything weighs when idle: `python -m bench.start`."""

import platform
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from app.replication.processes import changed_environment
from app.settings import from_env

PATIENCE_S = 30.0


def main() -> None:
    print(f"Python {platform.python_version()} ({platform.python_compiler()}), {platform.machine()}")
    with tempfile.TemporaryDirectory() as folder:
        first_s, _ = start(folder)
        second = sorted(start(folder) for _ in range(5))
        print(f"first start to the first page  {first_s:6.2f} s (databases made, guide brought in)")
        best_s, median_s = second[0][0], second[2][0]
        print(f"second start, median of five   {median_s:6.2f} s ({median_s / first_s:.2f}x), best {best_s:.2f} s")
        print(f"idle memory of everything      {max(pss for _, pss in second):6.0f} MB PSS")


def start(folder: str) -> tuple[float, float]:
    """Return seconds to the first page, and the PSS in MB of supervisor, app and sidecar once idle."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = from_env({"WAYPOST_DATA": f"{folder}/data"})
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "app", "serve", "--port", str(port)],
        env=changed_environment({"WAYPOST_DATA": str(settings.data)}),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for_page(f"http://127.0.0.1:{port}/", began + PATIENCE_S)
        seconds = time.perf_counter() - began
        time.sleep(3)
        return seconds, sum(pss_mb(pid) for pid in family(process.pid))
    finally:
        process.terminate()
        process.wait(PATIENCE_S)


def wait_for_page(address: str, until: float) -> None:
    while time.perf_counter() < until:
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.01)
    raise SystemExit("the site did not start")


def family(pid: int) -> list[int]:
    found = [pid]
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        found += family(int(child))
    return found


def pss_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    main()
