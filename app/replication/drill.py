"""The proof that the backup is one: every file is restored elsewhere, checked, and compared with what it is a copy of.

For an instant writers of the file are held (RULES 18): what is committed then is in the store, and a read transaction
keeps that very moment of the live file, however much is written while the restore takes its time.
"""

import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.db import Connection, Database, Revision
from app.db.connect import THREAD_READER, open_connection
from app.db.digest import table_digests
from app.db.revision import read_revision
from app.errors import StartRefused, Unavailable
from app.replication.flusher import Flusher
from app.replication.restore import RestoreFailed, fetch, restored_path
from app.store import Store


@dataclass(frozen=True, slots=True)
class DrilledFile:
    """`problem` is a sentence; "" where the restored file says what the live one said at `revision`."""

    file: str
    revision: Revision
    rows: int
    seconds: float
    problem: str = ""


class Drill:
    """One drill over the files of a reign. Needs as much room beside the data as the largest file takes."""

    def __init__(
        self,
        databases: Mapping[str, Database],
        flushers: Mapping[str, Flusher],
        store: Store,
        epoch: int,
        folder: Path,
    ) -> None:
        """`databases` and `flushers`: file ("Posts") -> its own. `folder` is made, and removed at the end."""
        self._databases, self._flushers = databases, flushers
        self._store, self._epoch, self._folder = store, epoch, folder

    def run(self) -> list[DrilledFile]:
        """File by file. Raises: Unavailable: the store can't be reached, so nothing was learnt."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        try:
            return [self._drill(file) for file in self._databases]
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _drill(self, file: str) -> DrilledFile:
        began_at = time.monotonic()
        with self._moment(file) as (live, txid):
            revision = read_revision(live.raw)
            problem = self._restore(file, txid)
            here = table_digests(live)
            rows = sum(digest.rows for digest in here.values())
            if not problem:
                with _opened(restored_path(self._folder, file)) as restored:
                    there_at, there = read_revision(restored.raw), table_digests(restored)
                different = [name for name in {**here, **there} if here.get(name) != there.get(name)]
                if there_at != revision:
                    problem = f"it restores to revision {there_at.epoch}:{there_at.number}"
                elif different:
                    problem = f"its restored table {sorted(different)[0]} says something else than the live one"
        return DrilledFile(file, revision, rows, round(time.monotonic() - began_at, 3), problem)

    def _restore(self, file: str, txid: int) -> str:
        """A sentence on what is wrong with the backup, or "". Raises: Unavailable: it is the store that is away."""
        try:
            fetch(self._store.location, self._epoch, {file: txid}, self._folder)
        except RestoreFailed as error:
            self._store.list_entries("epochs")
            return str(error)
        except StartRefused as error:
            return str(error)
        return ""

    @contextmanager
    def _moment(self, file: str) -> Iterator[tuple[Connection, int]]:
        """A read transaction on the live file, and the TXID of the store's copy of that moment."""
        database, flusher = self._databases[file], self._flushers[file]
        flusher.flush()  # most of it now, so that writers are held for no longer than the rest takes
        with _opened(database.path) as live:
            with database.hold_writes():
                flusher.flush()
                txid = flusher.state().replicated_txid
                read_revision(live.raw)  # the first read fixes the moment
            if not txid:
                raise Unavailable(f"{database.path.name} is not in the store yet")
            yield live, txid


@contextmanager
def _opened(path: Path) -> Iterator[Connection]:
    conn = open_connection(path, THREAD_READER)
    try:
        conn.raw.execute("BEGIN")
        yield conn
    finally:
        conn.close()
