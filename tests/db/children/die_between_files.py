"""Publish one note from Drafts.db to Published.db, and die at the n-th step of it, in a folder for each n.

A step is every moment the write gate of either file is asked or told something: before and after each transaction.
"""

import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from app.db import Connection, Database, Revision, outbox
from tests.db.notes import put


class DeadlyGate:
    def __init__(self, steps_to_live: int) -> None:
        self.left = steps_to_live

    def check(self, _name: str, /) -> None:
        self.left -= 1
        if self.left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def committed(self, name: str, _revision: Revision, /) -> None:
        self.check(name)


def publish(folder: Path, steps_to_live: int) -> None:
    gate = DeadlyGate(steps_to_live)
    drafts, published = (Database(folder / f"{name}.db", gate=gate) for name in ("Drafts", "Published"))

    def follow(keys: Sequence[str]) -> None:
        published.write(lambda conn: [put_once(conn, key) for key in keys])

    def write(conn: Connection) -> None:
        put("hello")(conn)
        outbox.enqueue(conn, "follow", "hello")

    worker = outbox.Worker([drafts], {"follow": follow})
    drafts.write(write)
    os.write(1, f"{steps_to_live} acknowledged\n".encode())
    worker.drain(drafts)


def put_once(conn: Connection, key: str) -> None:
    conn.exec_driver_sql("INSERT INTO note (id, text) VALUES (?, 'once') ON CONFLICT DO NOTHING", (key,))


for number, folder in enumerate(sys.argv[1:]):
    child = os.fork()
    if child == 0:
        publish(Path(folder), number)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    os.write(1, f"{number} {'killed' if os.WIFSIGNALED(status) else 'lived'}\n".encode())
