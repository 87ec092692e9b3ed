"""What app.db costs: hot reads against plain SQLAlchemy, group commit against one transaction each. Ratios carry over.

Run it alone: `.venv/bin/python -m bench.db [seconds per measurement]`.
"""

import asyncio
import platform
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import bindparam, select

from app.db import Connection, Database, Query, migrate, outbox, reading
from app.db.connect import WRITER, open_connection
from app.db.revision import advance

SECONDS = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
FIRST = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, min_reader = "0001", None, 1

def upgrade():
    op.create_table("note", sa.Column("id", sa.Integer, primary_key=True), sa.Column("text", sa.String))
"""
note = sa.table("note", sa.column("id", sa.Integer), sa.column("text", sa.String))
BY_ID = select(note.c.id, note.c.text).where(note.c.id == bindparam("id"))
INSERT = sa.insert(note)


def main() -> None:
    print(f"Python {platform.python_version()} ({platform.python_compiler()}), {platform.machine()}")
    folder = Path(tempfile.mkdtemp(prefix="waypost-bench-"))
    try:
        database = Database(make_file(folder))
        bench_reads(database)
        bench_freshness(database)
        bench_writes(database)
        bench_outbox(database)
        database.close()
    finally:
        shutil.rmtree(folder)


def make_file(folder: Path) -> Path:
    versions = folder / "notes"
    versions.mkdir()
    (versions / "0001_first.py").write_text(FIRST)
    path = folder / "Notes.db"
    begun = time.perf_counter()
    migrate.upgrade(path, versions)
    print(f"first migration, Alembic's import included: {(time.perf_counter() - begun) * 1000:.0f} ms")
    begun = time.perf_counter()
    migrate.needs_upgrade(path, versions)
    print(f"needs_upgrade: {(time.perf_counter() - begun) * 1000:.2f} ms")
    return path


def bench_reads(database: Database) -> None:
    database.write(lambda conn: conn.execute(INSERT, [{"id": n, "text": "x" * 500} for n in range(1, 10_001)]))
    query = Query(BY_ID)

    async def on_the_loop() -> None:
        with database.read() as conn:
            hot = timed(lambda n: query.first(conn, id=n % 10_000 + 1))
            prebuilt = timed(lambda n: conn.execute(BY_ID, {"id": n % 10_000 + 1}).first())
            built = timed(lambda n: conn.execute(select(note).where(note.c.id == n % 10_000 + 1)).first())
            raw = timed(
                lambda n: conn.raw.execute("SELECT id, text FROM note WHERE id = ?", (n % 10_000 + 1,)).fetchone()
            )
        print(f"point read: raw {raw:.1f} µs, Query {hot:.1f} µs ({hot / raw:.2f}x raw)")
        print(f"  conn.execute, select prebuilt {prebuilt:.1f} µs ({prebuilt / hot:.1f}x Query)")
        print(f"  conn.execute, select built each time {built:.1f} µs ({built / hot:.1f}x Query)")

        def whole(n: int) -> None:
            with database.read() as conn:
                query.first(conn, id=n % 10_000 + 1)

        def snapshot(n: int) -> None:
            with reading(), database.read() as conn:
                query.first(conn, id=n % 10_000 + 1)

        print(
            f"  with its read transaction {timed(whole):.1f} µs, with reading() and _revision {timed(snapshot):.1f} µs"
        )

    asyncio.run(on_the_loop())


def bench_freshness(database: Database) -> None:
    revision, commits = timed(lambda _: database.revision()), timed(lambda _: database.commits)
    print(f"revision(): {revision:.2f} µs; commits: {commits:.3f} µs")


def bench_writes(database: Database) -> None:
    ids = iter(range(1_000_000, 100_000_000))

    def grouped() -> None:
        number = next(ids)
        database.write(lambda conn: conn.execute(INSERT, {"id": number, "text": "y" * 100}))

    connections: dict[int, Connection] = {}

    def single() -> None:
        conn = connections.get(threading.get_ident())
        if conn is None:
            conn = connections[threading.get_ident()] = open_connection(database.path, WRITER)
        number = next(ids)
        conn.raw.execute("BEGIN IMMEDIATE")
        conn.execute(INSERT, {"id": number, "text": "y" * 100})
        advance(conn.raw)
        conn.raw.commit()

    print("writes: one row each through SQLAlchemy, synchronous=FULL; a second, p50 and p99 in ms")
    for clients in (1, 8, 64):
        pairs = [(storm(clients, single), storm(clients, grouped)) for _ in range(4)]  # the WAL only grows here
        one, many = (merged([pair[side] for pair in pairs]) for side in (0, 1))
        print(f"  {clients:3} clients: one transaction each {shown(*one)}; group commit {shown(*many)}; ", end="")
        print(f"{many[0] / one[0]:.2f}x")
        for conn in connections.values():
            conn.close()
        connections.clear()


def bench_outbox(database: Database) -> None:
    worker = outbox.Worker([database], {"follow": lambda keys: None})

    def settled(number: int) -> None:
        database.write(lambda conn: outbox.enqueue(conn, "follow", str(number)))
        worker.settle(database)

    print(f"enqueue and settle, an empty step: {timed(settled) / 1000:.2f} ms")


def timed(job: Callable[[int], object]) -> float:
    """Microseconds a call, the median of five runs."""
    runs = []
    for _ in range(5):
        count, begun = 0, time.perf_counter()
        until = begun + SECONDS / 5
        while time.perf_counter() < until:
            for _ in range(20):
                count += 1
                job(count)
        runs.append((time.perf_counter() - begun) / count * 1e6)
    return statistics.median(runs)


def storm(clients: int, job: Callable[[], None]) -> tuple[float, list[float]]:
    """(jobs a second, the wait of each in ms, sorted)"""
    waits: list[float] = []
    until = time.perf_counter() + SECONDS / 2

    def client() -> None:
        mine = []
        while (begun := time.perf_counter()) < until:
            job()
            mine.append((time.perf_counter() - begun) * 1000)
        waits.extend(mine)

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(waits) / SECONDS * 2, sorted(waits)


def merged(runs: list[tuple[float, list[float]]]) -> tuple[float, list[float]]:
    return statistics.mean(rate for rate, _ in runs), sorted(wait for _, waits in runs for wait in waits)


def shown(rate: float, waits: list[float]) -> str:
    return f"{rate:,.0f}/s ({waits[len(waits) // 2]:.2f}, {waits[len(waits) * 99 // 100]:.1f})"


if __name__ == "__main__":
    main()
