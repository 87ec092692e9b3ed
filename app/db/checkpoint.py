"""Checkpoints: the one this program makes itself, TRUNCATE while no sidecar runs (RULES 1), and how far the WAL counts.

A PASSIVE or RESTART checkpoint beside a dead sidecar corrupts its backup silently; TRUNCATE forces a full snapshot.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.db.connect import PROBE, Connection, Kind, open_connection
from app.db.turnstile import Turnstile

CHECKPOINTER = Kind("checkpointer", writable=True, busy_timeout_ms=5000, cache_kib=512)


def truncate_wal(path: Path) -> bool:
    """Move the whole WAL into the database and empty it; False where readers were in the way."""
    with _alone(path) as raw:
        (busy, _, _) = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


class WalGauge:
    """How far the WAL counts, by a connection that is kept: 3 µs. A commit under way may be in the file already."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._conn: Connection | None = None

    def frames(self) -> int:
        """The number of frames that count. NOOP, since SQLite 3.51, checkpoints nothing and only says so."""
        if self._conn is None:
            self._conn = open_connection(self._path, PROBE)
            self._conn.raw.set_authorizer(None)
        (_, frames, _) = self._conn.raw.execute("PRAGMA wal_checkpoint(NOOP)").fetchone()
        return int(frames)

    def frames_at_rest(self) -> int:
        """The same, while nobody is inside COMMIT: all writers wait meanwhile."""
        with _alone(self._path) as raw:
            raw.execute("BEGIN IMMEDIATE")
            try:
                return self.frames()
            finally:
                raw.execute("ROLLBACK")

    def close(self) -> None:
        conn, self._conn = self._conn, None
        if conn is not None:
            conn.close()


@contextmanager
def _alone(path: Path) -> Iterator[Any]:
    """A connection without a guard, while every other writer waits at the turnstile."""
    stile = Turnstile(path)
    try:
        with stile.held():
            conn = open_connection(path, CHECKPOINTER)
            try:
                conn.raw.set_authorizer(None)
                yield conn.raw
            finally:
                conn.close()
    finally:
        stile.close()
