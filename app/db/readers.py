"""Read-only connections that are kept: handed out to one reader at a time, closed when more than enough lie idle."""

from asyncio import _get_running_loop
from pathlib import Path

from app.db.connect import LOOP_READER, THREAD_READER, Connection, Kind, open_connection
from app.db.errors import DatabaseClosed


class Readers:
    """The readers of one file: those of the event loop, which may hardly wait, and those of all other threads."""

    def __init__(self, path: Path) -> None:
        self._loop = _Shelf(path, LOOP_READER, keep=2)
        self._thread = _Shelf(path, THREAD_READER, keep=2)

    def take(self) -> Connection:
        """Begins a read transaction. Give the connection back to `give`."""
        conn = (self._thread if _get_running_loop() is None else self._loop).take()
        conn.raw.execute("BEGIN")
        return conn

    def give(self, conn: Connection) -> None:
        try:
            conn.raw.rollback()  # unlike the statement this resets cursors left open, which would keep the old moment
        except BaseException:
            conn.close()
            raise
        (self._loop if conn.kind is LOOP_READER else self._thread).give(conn)

    def close(self) -> None:
        self._loop.close()
        self._thread.close()


class _Shelf:
    def __init__(self, path: Path, kind: Kind, keep: int) -> None:
        self._path, self._kind, self._keep = path, kind, keep
        self._idle: list[Connection] = []
        self._closed = False

    def take(self) -> Connection:
        if self._closed:
            raise DatabaseClosed(f"{self._path.stem} is closed")
        try:
            return self._idle.pop()
        except IndexError:
            return open_connection(self._path, self._kind)

    def give(self, conn: Connection) -> None:
        if self._closed or len(self._idle) >= self._keep:
            conn.close()
        else:
            self._idle.append(conn)

    def close(self) -> None:
        self._closed = True
        while self._idle:
            self._idle.pop().close()
