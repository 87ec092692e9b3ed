"""How fast old blogs come in, and where the time goes: `python -m bench.imports [folder of corpora]`.

A is the whole way (read, render, sanitise, write, publish, index), B the reader alone; the rest is the difference.
Then the command as people type it, beside a server and its sidecar: wall time with the start of Python, and the
processor time of the importing processes and of the server's.
"""

import json
import os
import platform
import resource
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from app.importers.detect import open_source
from app.importers.items import Entry, Options
from app.importers.run import Importer
from app.main import import_services, migrate_all, open_parts
from app.replication.processes import changed_environment
from app.settings import from_env
from bench.start import PATIENCE_S, family, wait_for_page

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
    for _ in range(3):
        beside_server(corpora / SOURCES[0])
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


def beside_server(source: Path) -> None:
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        environ = changed_environment({"WAYPOST_DATA": f"{folder}/data"})
        waypost = [sys.executable, "-m", "app"]
        server = subprocess.Popen([*waypost, "serve", "--port", str(port)], env=environ, stdout=subprocess.DEVNULL)
        try:
            wait_for_page(f"http://127.0.0.1:{port}/", time.perf_counter() + PATIENCE_S)
            time.sleep(3)  # until the guide is in and the first copies are made
            before_s, own_s = sum(map(cpu_s, family(server.pid))), children_s()
            began = time.perf_counter()
            out = subprocess.run(
                [*waypost, "import", str(source), "--json"], env=environ, capture_output=True, check=True
            )
            seconds = time.perf_counter() - began
            own_s = children_s() - own_s
            server_s = sum(map(cpu_s, family(server.pid))) - before_s
        finally:
            server.terminate()
            server.wait(PATIENCE_S)
    imported = json.loads(out.stdout)["imported"]
    items = imported["posts"] + imported.get("pages", 0)
    print(
        f"{'waypost import ' + source.name + ' beside a server':52}{items:>7}{seconds:>8.2f}s{items / seconds:>8.0f}"
        f"   CPU {own_s:.1f} s importing, {server_s:.1f} s server and sidecar"
    )


def children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
