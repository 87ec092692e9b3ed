"""One SQLite file: reads, writes, and how new it is. It knows nothing of what the tables mean."""

import threading
from asyncio import _get_running_loop
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from app.db.connect import ENQUEUED, Connection
from app.db.errors import DatabaseMissing, WriteOnEventLoop
from app.db.freshness import Freshness
from app.db.readers import Readers
from app.db.revision import Position, Revision, read_position
from app.db.snapshot import Snapshot, current_snapshot
from app.db.turnstile import PATIENCE_S
from app.db.writer import WriteGate, Writer
from app.errors import ReadOnlyReplica

T = TypeVar("T")
Listener = Callable[[], None]


class Database:
    """Safe to use from many threads; reads also straight on the event loop. Opens its connections when needed.

    `on_fatal` is told of a COMMIT that failed in a way after which the process should end (the disk is broken); the
    writer's lock is still held, and nobody has been answered.
    """

    def __init__(
        self,
        path: Path,
        *,
        writable: bool = True,
        gate: WriteGate | None = None,
        on_fatal: Callable[[BaseException], None] | None = None,
    ) -> None:
        """Raises: DatabaseMissing: the file doesn't exist; `migrate.upgrade` or a restore makes it."""
        if not path.is_file():
            raise DatabaseMissing(f"{path} doesn't exist; `waypost serve` creates or restores it")
        self.path = path
        self.name = path.stem
        self._readers = Readers(path)
        self._freshness = Freshness(path)
        self._listeners: list[Listener] = []
        self._writer = (
            Writer(path, gate, self._freshness.revision, self._announce, on_fatal or _ignore) if writable else None
        )
        self._closing = threading.Lock()
        self._closed = False

    def read(self) -> AbstractContextManager[Connection]:
        """A read-only connection inside a read transaction; inside `reading()` it is that snapshot's."""
        return _Reading(self.name, self._readers)

    def write(self, job: Callable[[Connection], T]) -> T:
        """Run the job in a write transaction, maybe together with other callers' jobs, and return its result.

        Blocks until COMMIT, and for as long as the gate says. A job is never run twice; it does no I/O, waits for
        nothing, calls no other service's write. What it raises is raised here, and nothing of it is kept.
        Raises: ReadOnlyReplica: this node doesn't write. Unavailable: the disk is full, or another process doesn't
        let go. WriteOnEventLoop, WriteInJob, DatabaseClosed: mistakes.
        """
        if self._writer is None:
            raise ReadOnlyReplica(f"{self.name} is only read here; changes are made on the primary")
        if _get_running_loop() is not None:
            raise WriteOnEventLoop(f"write to {self.name} in a thread, not on the event loop")
        return self._writer.run(job)

    def hold_writes(self, patience_s: float = PATIENCE_S) -> AbstractContextManager[Revision]:
        """Keep everybody from writing, in every process, and yield the revision the file stands at meanwhile.

        Raises: Unavailable: another process did not let go within `patience_s`.
        """
        if self._writer is None:
            raise ReadOnlyReplica(f"{self.name} is only read here; changes are made on the primary")
        return self._writer.held(patience_s)

    def revision(self) -> Revision:
        """How new the file is now, whoever wrote it: 3 µs while nothing has changed."""
        return self._freshness.revision()

    def position(self) -> Position:
        """The same with the time of the commit; reads the file."""
        with self.read() as conn:
            return read_position(conn.raw)

    @property
    def commits(self) -> int:
        """The number of commits this process has made: where it has not moved, this process changed nothing."""
        return 0 if self._writer is None else self._writer.commits

    def on_enqueue(self, listener: Listener) -> None:
        """Call `listener` after each commit that put something into the outbox."""
        self._listeners.append(listener)

    def close(self) -> None:
        """Wait for the writes at work and close all connections; a second call does nothing.

        The writer goes before the read-only connections: were it the last, it would checkpoint and delete the WAL,
        and with it what the sidecar goes by.
        """
        with self._closing:
            if self._closed:
                return
            self._closed = True
            if self._writer is not None:
                self._writer.close()
            self._readers.close()
            self._freshness.close()

    def _announce(self, conn: Connection) -> None:
        if conn.info.pop(ENQUEUED, False):
            for listener in self._listeners:
                listener()


class _Reading:
    __slots__ = ("_conn", "_joined", "_name", "_readers", "_snapshot")

    def __init__(self, name: str, readers: Readers) -> None:
        self._name, self._readers = name, readers
        self._snapshot: Snapshot | None = None

    def __enter__(self) -> Connection:
        snapshot = current_snapshot()
        joined = None if snapshot is None else snapshot.join(self._name, self._readers)
        if joined is None:
            self._conn = self._readers.take()
            return self._conn
        self._snapshot, self._joined = snapshot, joined
        joined.lock.acquire()
        return joined.conn

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._snapshot is None:
            self._readers.give(self._conn)
        else:
            self._joined.lock.release()
            self._snapshot.leave(self._readers)


def _ignore(_error: BaseException) -> None:
    """Without a listener the writer refuses all further writes, and that is all."""
