"""The real Litestream on real databases, without a supervisor."""

import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.db import Connection, Database, migrate
from app.db.connect import THREAD_READER, open_connection
from app.replication.restore import fetch, put_in_place
from app.replication.sidecar import Control, SidecarError, Synced, configuration, write_configuration
from app.store import parse_location


def new_database(path: Path) -> Database:
    """A file with the tables every file has."""
    migrate.upgrade(path)
    return Database(path)


def add_rows(database: Database, first: int, count: int, text: str = "") -> None:
    """One transaction each."""
    for number in range(first, first + count):
        database.write(lambda conn, number=number: insert(conn, number, text))  # type: ignore[misc]


def insert(conn: Connection, number: int, text: str) -> None:
    conn.exec_driver_sql(
        "INSERT INTO _idempotency VALUES ('u', 'r', ?, ?, '') ON CONFLICT DO UPDATE SET result = excluded.result",
        (f"{number:06d}", text),
    )


def rows_of(path: Path) -> list[Any]:
    conn = open_connection(path, THREAD_READER)
    try:
        return list(conn.raw.execute("SELECT key, result FROM _idempotency ORDER BY key"))
    finally:
        conn.close()


class RealSidecar:
    """Litestream on the files of a folder, to a store beside it, or to the one at `url`."""

    def __init__(self, data: Path, files: Sequence[str], url: str = "", epoch: int = 1) -> None:
        self.data, self.files, self.epoch = data, list(files), epoch
        self.url = url or f"file://{data}-replica"
        self.location = parse_location(self.url)
        self.runtime = data.parent / f"{data.name}-run"
        self.runtime.mkdir(exist_ok=True)
        self.control = Control(self.runtime / "s")
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> "RealSidecar":
        text = configuration(self.data, self.files, self.location, self.epoch, self.runtime / "s")
        (self.runtime / "s").unlink(missing_ok=True)
        self.process = subprocess.Popen(write_configuration(self.runtime, text))
        until = time.monotonic() + 20
        while True:
            try:
                self.control.info()
            except SidecarError:
                assert self.process.poll() is None
                assert time.monotonic() < until
                time.sleep(0.01)
            else:
                return self

    def path(self, file: str) -> Path:
        return self.data / f"{file}.db"

    def sync(self, file: str) -> Synced:
        return self.control.sync(self.path(file), 10)

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(20)

    def kill(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait(20)

    def restored(self, file: str, txid: int | None = None) -> list[Any]:
        """The rows of what the store gives back."""
        target = self.data.parent / "restored"
        target.mkdir(exist_ok=True)
        fetch(self.location, self.epoch, {file: txid}, target)
        put_in_place(target, [file])
        return rows_of(target / f"{file}.db")
