"""Run all benchmarks, or those named: `python -m bench content import`."""

import subprocess
import sys

ALL = ("start", "content", "db", "services", "desk", "pages", "spam", "imports", "memory", "media")


def main(wanted: list[str]) -> int:
    """Each runs in a process of its own, so that none warms another's caches."""
    failed = 0
    for name in wanted or ALL:
        print(f"\n== {name}", flush=True)
        failed |= subprocess.run([sys.executable, "-m", f"bench.{name}"], check=False).returncode
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
