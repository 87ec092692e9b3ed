"""Twenty spam comments a second: do readers notice, does the queue stay usable, is anything published?

python -m bench.spam [--seconds 60]     A: readers alone. B: readers, spam, and somebody at the queue.
"""

import argparse
import asyncio
import multiprocessing
import random
import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Awaitable, Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from app.web.middleware.page_cache import PageCache
from bench.pages import _await_server, read, report, sample_site
from tests.services.making import id_of
from tests.web.world import World, open_world

SPAM_PER_S = 20
NETWORKS = 300
UNTOUCHED = ("posts", "comments", "site")
WORDS = [
    "cheap",
    "watch",
    "loan",
    "pill",
    "casino",
    "bonus",
    "crypto",
    "win",
    "river",
    "map",
    "walk",
    "really",
    "wonderful",
    "article",
    "thank",
    "you",
    "click",
]


def serve(data: Path, port: int, asked: Connection) -> None:
    world = open_world(data, WAYPOST_URL=f"http://127.0.0.1:{port}", WAYPOST_TRUSTED_PROXIES="127.0.0.1")
    world.worker.start()
    threading.Thread(target=_tell, args=(world, asked), daemon=True).start()
    try:
        uvicorn.run(
            world.app,
            host="127.0.0.1",
            port=port,
            log_level="warning",
            lifespan="off",
            loop="uvloop",
            timeout_keep_alive=90,  # a busy machine must not look like a lost connection
        )
    finally:
        world.worker.stop()
        world.close()


def _tell(world: World, asked: Connection) -> None:
    """Answer each question with the state of the site."""
    cache = world.app
    while not isinstance(cache, PageCache):
        cache = cache.app
    while asked.recv():
        revisions = {name: str(database.revision()) for name, database in world.databases.items()}
        asked.send({**cache.statistics(), "counts": world.services.inbox.counts(), "revisions": revisions})


async def spam(client: httpx.AsyncClient, seconds: float, codes: dict[int, int]) -> None:
    dice = random.Random(20)
    waiting: set[asyncio.Task[None]] = set()
    begun = time.monotonic()
    number = 0
    while time.monotonic() - begun < seconds:
        task = asyncio.create_task(_send(client, dice, number, codes))
        waiting.add(task)
        task.add_done_callback(waiting.discard)
        number += 1
        await asyncio.sleep(max(0.0, begun + number / SPAM_PER_S - time.monotonic()))
    await asyncio.gather(*waiting)


async def _send(client: httpx.AsyncClient, dice: random.Random, number: int, codes: dict[int, int]) -> None:
    """A third fills in the trap, a third sends links, a third looks like a person's."""
    text = " ".join(dice.choices(WORDS, k=30)) + f" {number}"
    form = {"name": f"Writer {number}", "email": f"w{number}@mail.test", "comment": text}
    form |= ({"subject": "x"}, {"comment": f"https://a{number}.test " * 8}, {})[number % 3]
    sender = {"x-forwarded-for": f"198.51.{dice.randrange(NETWORKS) // 250}.{dice.randrange(250)}"}
    answer = await client.post(f"/comments/{id_of('essay')}", data=form, headers=sender)
    codes[answer.status_code] = codes.get(answer.status_code, 0) + 1


async def moderate(client: httpx.AsyncClient, seconds: float, took: dict[str, list[float]]) -> None:
    """Once a second: look at what waits and at the spam, search, and mark the first that waits as spam."""
    await client.post("/admin/sign-in", data={"email": "bob@blog.test", "password": "correct horse battery"})
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        queue = await _timed(took, "the queue", client.get("/admin/comments/"))
        await _timed(took, "the spam", client.get("/admin/comments/?decision=spam"))
        await _timed(took, "a search", client.get("/admin/comments/?q=casino"))
        first = queue.text.partition('id="c-')[2][:24]
        if first:
            address, form = f"/admin/comments/{first}/decision", {"decision": "spam"}
            await _timed(took, "a decision", client.post(address, data=form, headers={"hx-request": "true"}))
        await asyncio.sleep(1)


async def _timed(took: dict[str, list[float]], name: str, asked: Awaitable[httpx.Response]) -> httpx.Response:
    begun = time.perf_counter()
    answer = await asked
    assert answer.status_code == 200, (name, answer.status_code)
    took.setdefault(name, []).append(time.perf_counter() - begun)
    return answer


async def flooded(port: int, seconds: float) -> tuple[dict[str, list[float]], dict[str, list[float]], dict[int, int]]:
    """What readers waited, what the desk waited, and the answers to spam by status."""
    desk: dict[str, list[float]] = {}
    codes: dict[int, int] = {}
    base = f"http://127.0.0.1:{port}"
    async with httpx.AsyncClient(base_url=base, timeout=30) as bot, httpx.AsyncClient(base_url=base, timeout=30) as bob:
        readers, _, _ = await asyncio.gather(
            read(port, seconds), spam(bot, seconds, codes), moderate(bob, seconds, desk)
        )
    return readers, desk, codes


def measure(seconds: float) -> None:
    folder = Path(tempfile.mkdtemp(prefix="waypost-bench-"))
    sample_site(folder).close()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe()
    server = spawn.Process(target=serve, args=(folder / "data", port, theirs))
    server.start()

    def state() -> dict[str, Any]:
        ours.send(True)
        return dict(ours.recv())

    try:
        _await_server(port)
        _compare(port, seconds, state)
    finally:
        server.terminate()
        server.join()
        shutil.rmtree(folder)


def _compare(port: int, seconds: float, state: Callable[[], dict[str, Any]]) -> None:
    asyncio.run(read(port, 2))  # the first look at each page
    before = state()
    report("A: readers alone", asyncio.run(read(port, seconds)))
    between = state()
    readers, desk, codes = asyncio.run(flooded(port, seconds))
    report("B: readers, spam, the desk", readers)
    after = state()
    for name, (old, new) in {"A": (before, between), "B": (between, after)}.items():
        hits, misses = new["hits"] - old["hits"], new["misses"] - old["misses"]
        print(f"{name}: page cache {hits} hits, {misses} misses: {100 * hits / max(hits + misses, 1):.1f} %")
    print(f"spam answered: {codes}; kept: {before['counts']} before, {after['counts']} after")
    for name, took in desk.items():
        every = sorted(took)
        p50, most = every[len(every) // 2] * 1000, every[-1] * 1000
        print(f"the desk: {name:12} {len(every):4} times   p50 {p50:6.1f} ms   max {most:6.1f} ms")
    moved = [name for name in UNTOUCHED if after["revisions"][name] != before["revisions"][name]]
    print(f"files of readers that have changed: {', '.join(moved) or 'none'}")
    assert not moved
    assert after["counts"]["approved"] == before["counts"]["approved"], "something was published"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    measure(parser.parse_args().seconds)
