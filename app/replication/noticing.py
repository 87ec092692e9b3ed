"""Notices what other processes on this machine commit, so that it is counted and flushed as this one's own is."""

import threading
from collections.abc import Mapping

from pysqlite3 import dbapi2 as sqlite

from app.db import Database, Revision
from app.replication.gate import Gate

LOOK_EVERY_S = 1.0


class Noticing:
    """A thread that asks every file how new it is, some microseconds each time."""

    def __init__(self, databases: Mapping[str, Database], gate: Gate) -> None:
        """`databases`: file -> its Database. What was committed before is left to the first sync."""
        self._databases, self._gate = databases, gate
        self._seen: dict[str, Revision] = {file: database.revision() for file, database in databases.items()}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="noticing", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._over.wait(LOOK_EVERY_S):
            try:
                self.look()
            except sqlite.OperationalError:
                continue  # busy just now: the next look sees as much

    def look(self) -> None:
        if not self._gate.is_open:
            return
        for file, database in self._databases.items():
            revision = database.revision()
            if revision != self._seen[file]:
                self._seen[file] = revision
                self._gate.announce(file, revision)
