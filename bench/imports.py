"""How fast old blogs come in, and where the time goes: `python -m bench.imports [folder of corpora]`.

A is the whole way (read, render, sanitise, write, publish, index), B the reader alone; the rest is the difference.
"""

import platform
import resource
import sys
import tempfile
import time
from pathlib import Path

from app.importers.detect import open_source
from app.importers.items import Entry, Options
from app.importers.run import Importer
from app.main import import_services, migrate_all, open_parts
from app.settings import from_env

CORPORA = Path(__file__).resolve().parents[2] / "shared" / "corpora"
SOURCES = ("md-nodejs-blog", "md-rust-blog", "wxr-theme-test-data/themeunittestdata.wordpress.xml", "ghost-v5-lexical")


def main() -> None:
    corpora = Path(sys.argv[1]) if len(sys.argv) > 1 else CORPORA
    if not corpora.is_dir():
        print(f"no corpora at {corpora}: name their folder")
        return
    print(f"Python {platform.python_version()} ({platform.python_compiler()}), {platform.machine()}")
    print(f"{'source':52}{'items':>7}{'whole':>9}{'per s':>8}{'reader':>9}{'reader/whole':>14}")
    for name in SOURCES:
        measure(corpora / name, name)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def measure(source: Path, name: str) -> None:
    reader_s, items = read_alone(source)
    whole_s = whole_way(source)
    print(f"{name:52}{items:>7}{whole_s:>8.2f}s{items / whole_s:>8.0f}{reader_s:>8.2f}s{reader_s / whole_s:>13.2f}x")


def read_alone(source: Path) -> tuple[float, int]:
    """Return seconds, and the number of posts and pages."""
    began = time.perf_counter()
    reader = open_source([source], "auto", Options())
    items = sum(isinstance(item, Entry) for item in reader.items())
    return time.perf_counter() - began, items


def whole_way(source: Path) -> float:
    with tempfile.TemporaryDirectory() as folder:
        settings = from_env({"WAYPOST_DATA": f"{folder}/data"})
        migrate_all(settings.data)
        parts = open_parts(settings, writable=True)
        began = time.perf_counter()
        Importer(import_services(parts), open_source([source], "auto", Options()), name="bench").run()
        seconds = time.perf_counter() - began
        parts.close()
    return seconds


if __name__ == "__main__":
    main()
