"""How new a file is now, whoever wrote it last, at the price of one PRAGMA."""

import threading
from pathlib import Path

from app.db.connect import PROBE, Connection, open_connection
from app.db.errors import DatabaseClosed
from app.db.revision import Revision, read_revision


class Freshness:
    """Answers "has it moved?" by `PRAGMA data_version`, on a connection of its own that is never in a transaction."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._conn: Connection | None = None
        self._version = -1
        self._revision = Revision(0, 0)
        self._closed = False

    def revision(self) -> Revision:
        with self._lock:
            raw = self._open().raw
            (version,) = raw.execute("PRAGMA data_version").fetchone()
            if version != self._version:
                self._revision = read_revision(raw)  # after the version: at worst it is read once more
                self._version = version
            return self._revision

    def close(self) -> None:
        with self._lock:
            self._closed = True
            if self._conn is not None:
                self._conn.close()

    def _open(self) -> Connection:
        if self._closed:
            raise DatabaseClosed(f"{self._path.stem} is closed")
        if self._conn is None:
            self._conn = open_connection(self._path, PROBE)
        return self._conn
