"""`reading()`: one moment per file for as long as a request reads, with the revision of each."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock, RLock

from app.db.connect import Connection
from app.db.readers import Readers
from app.db.revision import Revision, read_revision


class Snapshot:
    """One read transaction for each file touched, opened at first touch with `_revision` as its first statement."""

    def __init__(self) -> None:
        self.revisions: dict[str, Revision] = {}
        self.open = True
        self._joined: dict[Readers, tuple[Connection, RLock]] = {}
        self._lock = Lock()

    def join(self, name: str, readers: Readers) -> tuple[Connection, RLock]:
        """The file's connection, and the lock that whoever uses it holds: a request may read in several threads."""
        with self._lock:
            found = self._joined.get(readers)
            if found is None:
                conn = readers.take()
                self.revisions[name] = read_revision(conn.raw)
                found = self._joined[readers] = (conn, RLock())
        return found

    def close(self) -> None:
        self.open = False
        for readers, (conn, _lock) in self._joined.items():
            readers.give(conn)
        self._joined.clear()


_CURRENT: ContextVar[Snapshot | None] = ContextVar("waypost_snapshot", default=None)


def current_snapshot() -> Snapshot | None:
    """The snapshot of this context; None outside `reading()`, also in a task that outlived it."""
    snapshot = _CURRENT.get()
    return snapshot if snapshot is not None and snapshot.open else None


@contextmanager
def reading() -> Iterator[Snapshot]:
    """Let every `Database.read()` inside see one moment per file. Inside another `reading()` it joins that.

    What is written meanwhile, by anybody, is not seen inside: read your own writes after it has ended.
    """
    outer = current_snapshot()
    if outer is not None:
        yield outer
        return
    snapshot = Snapshot()
    token = _CURRENT.set(snapshot)
    try:
        yield snapshot
    finally:
        _CURRENT.reset(token)
        snapshot.close()


@contextmanager
def apart() -> Iterator[None]:
    """Leave the snapshot that may be open here: for work whose reads must see what has just been written."""
    token = _CURRENT.set(None)
    try:
        yield
    finally:
        _CURRENT.reset(token)
