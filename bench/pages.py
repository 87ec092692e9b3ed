"""Serve a sample site for a look at the theme; measure pages while another process imports.

python -m bench.pages --serve 8099       a sample blog, until interrupted
python -m bench.pages                    p50 and p99 of pages, alone and beside a busy import
"""

import argparse
import asyncio
import multiprocessing
import shutil
import signal
import socket
import statistics
import tempfile
import time
from multiprocessing.synchronize import Event
from pathlib import Path

import httpx
import uvicorn

from app.content import render_markdown
from app.db import migrate
from app.services.drafts import ImportedItem
from tests.services.making import draft, tag
from tests.web.content import ESSAY, SITE, publish_sample
from tests.web.world import NAMES, World, open_world

PATHS = [
    *("/", "/?page=2", "/2015/02/the-map-is-a-promise/", "/2014/11/rivers/", "/tag/rivers/", "/archive/", "/about/"),
    *("/feed.xml", "/search?q=river", "/search?q=promise", "/2013/", "/?p=12", "/nothing/here/", "/sitemap.xml"),
]
READERS = 8
PAUSE_S = 0.04  # between two requests of one reader


def sample_site(folder: Path, **environ: str) -> World:
    data = folder / "data"
    data.mkdir(mode=0o700)
    for name in NAMES:
        migrate.upgrade(data / f"{name.capitalize()}.db")
    world = open_world(data, **environ)
    world.services.site.update(**SITE)
    publish_sample(world.services, large_pictures=True)
    world.settle()
    return world


def serve(port: int) -> None:
    folder = Path(tempfile.mkdtemp(prefix="waypost-sample-"))
    world = sample_site(folder, WAYPOST_URL=f"http://127.0.0.1:{port}")
    try:
        uvicorn.run(world.app, host="127.0.0.1", port=port, log_level="warning", lifespan="off")
    finally:
        world.close()
        shutil.rmtree(folder)


def serve_folder(data: Path, port: int) -> None:
    world = open_world(data)
    try:
        uvicorn.run(world.app, host="127.0.0.1", port=port, log_level="warning", lifespan="off", loop="uvloop")
    finally:
        world.close()


def import_posts(data: Path, stop: Event, done: "multiprocessing.Queue[int]") -> None:
    """What `waypost import` does to the databases, as fast as it can: 20 posts a transaction, then Posts.db follows."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    world = open_world(data)
    rendered = render_markdown(ESSAY * 3)
    number = 0
    while not stop.is_set():
        items = [
            ImportedItem(
                draft(
                    10_000 + number + at,
                    html=rendered.html,
                    text=rendered.text,
                    source=ESSAY * 3,
                    tags=(tag("rivers"),),
                ),
                "1",
            )
            for at in range(20)
        ]
        number += 20
        world.services.drafts.import_items(items)
        world.worker.drain(world.databases["drafts"])
    world.close()
    done.put(number)


async def read(port: int, seconds: float, *, cookie: str = "") -> dict[str, list[float]]:
    """Path → seconds each answer took."""
    took: dict[str, list[float]] = {path: [] for path in PATHS}
    headers = {"accept-encoding": "gzip", **({"cookie": cookie} if cookie else {})}
    until = time.monotonic() + seconds

    async def reader(number: int, client: httpx.AsyncClient) -> None:
        at = number
        while time.monotonic() < until:
            path = PATHS[at % len(PATHS)]
            at += 1
            begun = time.perf_counter()
            answer = await client.get(path)
            took[path].append(time.perf_counter() - begun)
            assert answer.status_code in (200, 301, 404), (path, answer.status_code)
            await asyncio.sleep(PAUSE_S)

    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=20) as client:
        await asyncio.gather(*(reader(number, client) for number in range(READERS)))
    return took


def report(name: str, took: dict[str, list[float]]) -> None:
    every = sorted(value for values in took.values() for value in values)
    p50, p99 = (every[int(len(every) * part)] * 1000 for part in (0.5, 0.99))
    print(f"{name:38} {len(every):6} answers   p50 {p50:6.1f} ms   p99 {p99:6.1f} ms   max {every[-1] * 1000:6.1f} ms")
    slowest = sorted(took, key=lambda path: -statistics.median(took[path] or [0]))[:3]
    print("    slowest: " + ", ".join(f"{path} {statistics.median(took[path]) * 1000:.1f} ms" for path in slowest))


def measure(seconds: float) -> None:
    folder = Path(tempfile.mkdtemp(prefix="waypost-bench-"))
    sample_site(folder).close()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    spawn = multiprocessing.get_context("spawn")
    server = spawn.Process(target=serve_folder, args=(folder / "data", port))
    server.start()
    try:
        _await_server(port)
        report("alone", asyncio.run(read(port, seconds)))
        report("alone, past the cache", asyncio.run(read(port, seconds, cookie="waypost_session=x")))
        stop, done = spawn.Event(), spawn.Queue()
        importer = spawn.Process(target=import_posts, args=(folder / "data", stop, done))
        importer.start()
        time.sleep(1)
        report("beside an import", asyncio.run(read(port, seconds)))
        report("beside an import, past the cache", asyncio.run(read(port, seconds, cookie="waypost_session=x")))
        stop.set()
        print(f"    {done.get()} posts imported meanwhile")
        importer.join()
    finally:
        server.terminate()
        server.join()
        shutil.rmtree(folder)


def _await_server(port: int) -> None:
    for _ in range(200):
        try:
            httpx.get(f"http://127.0.0.1:{port}/-/live")
            return
        except httpx.TransportError:
            time.sleep(0.05)
    raise SystemExit("the server did not come up")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--serve", type=int, metavar="PORT")
    parser.add_argument("--seconds", type=float, default=8)
    asked = parser.parse_args()
    if asked.serve:
        serve(asked.serve)
    else:
        measure(asked.seconds)


if __name__ == "__main__":
    main()
