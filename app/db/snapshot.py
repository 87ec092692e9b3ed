"""`reading()`: one moment per file for as long as a request reads, with the revision of each."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock, RLock

from app.db.connect import Connection
from app.db.readers import Readers
from app.db.revision import Revision, read_revision


class Joined:
    """One file's share of a snapshot. Whoever uses the connection holds `lock`: a request may read in many threads."""

    __slots__ = ("conn", "lock", "users")

    def __init__(self, conn: Connection) -> None:
        self.conn = conn
        self.lock = RLock()
        self.users = 0


class Snapshot:
    """One read transaction for each file touched, opened at first touch with `_revision` as its first statement."""

    def __init__(self) -> None:
        self.revisions: dict[str, Revision] = {}
        self.open = True
        self._joined: dict[Readers, Joined] = {}
        self._lock = Lock()

    def join(self, name: str, readers: Readers) -> Joined | None:
        """The file's connection, to be given to `leave` afterwards; None when it was closed meanwhile."""
        with self._lock:
            if not self.open:
                return None
            found = self._joined.get(readers) or self._begin(name, readers)
            found.users += 1
        return found

    def leave(self, readers: Readers) -> None:
        with self._lock:
            joined = self._joined[readers]
            joined.users -= 1
            if not self.open and not joined.users:
                readers.give(joined.conn)

    def close(self) -> None:
        """End the transactions; one that a thread is still using ends when it has done."""
        with self._lock:
            self.open = False
            for readers, joined in self._joined.items():
                if not joined.users:
                    readers.give(joined.conn)

    def _begin(self, name: str, readers: Readers) -> Joined:
        conn = readers.take()
        try:
            self.revisions[name] = read_revision(conn.raw)
        except BaseException:
            readers.give(conn)
            raise
        self._joined[readers] = Joined(conn)
        return self._joined[readers]


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
