"""Group commit for one file: whoever comes first runs the jobs of all who wait, in one transaction.

There is no writer thread. A caller that finds nobody at work leads: it takes the turnstile, begins, runs its own job
and those that arrived meanwhile, commits once, hands the lead to the next in line, and then answers its batch.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, TypeVar

from pysqlite3 import dbapi2 as sqlite

from app.db.connect import WRITER, Connection, open_connection
from app.db.errors import WriteInJob
from app.db.line import Line, Ticket
from app.db.revision import Revision, advance, read_revision
from app.db.snapshot import apart
from app.db.turnstile import Turnstile
from app.errors import Unavailable

T = TypeVar("T")
BATCH_S = 0.02  # a transaction takes no further jobs after this long, so that other processes get their turn
_THREAD = threading.local()  # .in_job: this thread is running jobs
_FATAL_CODES = frozenset((sqlite.SQLITE_IOERR, sqlite.SQLITE_CORRUPT, sqlite.SQLITE_NOTADB))


class WriteGate(Protocol):
    """What `main` puts before and after each commit. Both may be called from several threads at once."""

    def check(self, name: str, /) -> None:
        """Asked before a caller queues and again under the writer's lock; must not wait.

        Raises: ReadOnlyReplica, Unavailable: this node may not write to this file now.
        """

    def committed(self, name: str, revision: Revision, /) -> None:
        """Called after COMMIT, before anybody is answered; may block until the revision is safe.

        Later revisions may be announced before earlier ones. Also called when a job found nothing to change.
        """


class Lost(Exception):
    """The transaction is gone with all that was in it."""

    def __str__(self) -> str:
        return "the transaction was rolled back"


class Writer:
    """The write side of one file in this process.

    `keep_wal` is called before a connection is opened: it sees to it that a read-only one will outlive it.
    """

    def __init__(
        self,
        path: Path,
        gate: WriteGate | None,
        keep_wal: Callable[[], object],
        on_commit: Callable[[Connection], None],
        on_fatal: Callable[[BaseException], None],
    ) -> None:
        self.name = path.stem
        self.gate = gate
        self.commits = 0
        self.line = Line(path.stem)
        self._path = path
        self._keep_wal = keep_wal
        self._on_commit = on_commit
        self._on_fatal = on_fatal
        self._broken = False
        self._conn: Connection | None = None
        self._turnstile: Turnstile | None = None

    def run(self, job: Callable[[Connection], T]) -> T:
        """Run the job in a transaction, alone or with others, and return its result once it is committed."""
        if getattr(_THREAD, "in_job", False):
            raise WriteInJob(f"a write job may not write to {self.name}: one request, one file; enqueue what follows")
        self._check()
        ticket = Ticket(job)
        if self.line.enter(ticket):
            self._lead(ticket)
        if ticket.error is not None:
            raise ticket.error
        result: T = ticket.result
        return result

    @contextmanager
    def held(self, patience_s: float) -> Iterator[Revision]:
        """Keep everybody, in every process, from writing to this file; yields the revision it stands at."""
        with self.line.alone(), self._stile().held(patience_s):
            raw = self._begin().raw
            try:
                yield read_revision(raw)
            finally:
                raw.rollback()

    def close(self) -> None:
        """Let those at work finish, refuse all others."""
        with self.line.alone():
            self._discard()
            if self._turnstile is not None:
                self._turnstile.close()
            self.line.close()

    def _check(self) -> None:
        if self._broken:
            raise Unavailable(f"Nothing was saved: {self.name} can't be written any more; the program must start again")
        if self.gate is not None:
            self.gate.check(self.name)

    # One batch

    def _lead(self, own: Ticket) -> None:
        batch: list[Ticket] = []
        revision = None
        try:
            revision = self._transact(batch)
        except BaseException as error:
            if not batch:
                self.line.next()  # it is `own`, which did not get as far as running
                batch.append(own)
            self._fail(batch, error)
        finally:
            self.line.hand_over()
        try:
            if revision is not None and self.gate is not None:
                self.gate.committed(self.name, revision)
        except BaseException as error:
            self._fail(batch, error)
        for ticket in batch:
            if ticket is not own:
                ticket.answer()

    def _transact(self, batch: list[Ticket]) -> Revision:
        """Run what waits in one transaction and commit it; with an exception nothing of it is kept."""
        with self._stile().held():
            self._check()
            conn = self._begin()
            try:
                changes = conn.raw.total_changes
                with apart():  # the jobs of others have nothing to do with what this thread is reading
                    kept = self._run_jobs(conn, batch)
                if not kept or conn.raw.total_changes == changes:
                    revision = read_revision(conn.raw)
                    conn.raw.rollback()
                    return revision
                revision = advance(conn.raw)
                self._commit(conn)
            except BaseException:
                self._discard()  # whatever state it is in, the next batch gets a fresh one
                raise
            self.commits += 1
            self._on_commit(conn)
            return revision

    def _run_jobs(self, conn: Connection, batch: list[Ticket]) -> int:
        """The number of jobs that succeeded. The first in a transaction needs no savepoint: it is all there is."""
        kept = 0
        until = time.monotonic() + BATCH_S
        while (ticket := self.line.next(until)) is not None:
            batch.append(ticket)
            if kept:
                conn.raw.execute("SAVEPOINT job")
            try:
                _run_job(conn, ticket)
            except Lost:
                raise
            except BaseException as error:
                ticket.error = error
                _take_back(conn, whole=not kept)
            else:
                if kept:
                    conn.raw.execute("RELEASE job")
                kept += 1
        return kept

    def _commit(self, conn: Connection) -> None:
        try:
            conn.raw.commit()
        except sqlite.Error as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in _FATAL_CODES:
                self._broken = True
                self._on_fatal(error)
            raise

    def _fail(self, batch: list[Ticket], error: BaseException) -> None:
        """Tell each who has no error of its own."""
        for ticket in batch:
            if ticket.error is None:
                ticket.fail(self._reason(error))

    def _reason(self, error: BaseException) -> BaseException:
        if not isinstance(error, (sqlite.Error, Lost)):
            return error
        cause = error.__cause__ or error
        shown = Unavailable(f"Nothing was saved in {self.name}: {cause}")
        shown.__cause__ = cause
        return shown

    # The connection

    def _begin(self) -> Connection:
        conn = self._open()
        try:
            conn.raw.execute("BEGIN IMMEDIATE")
        except sqlite.OperationalError:
            self._discard()  # a job may have left a cursor open, which holds an older moment
            conn = self._open()
            conn.raw.execute("BEGIN IMMEDIATE")
        return conn

    def _open(self) -> Connection:
        if self._conn is None:
            self._keep_wal()
            self._conn = open_connection(self._path, WRITER)
        return self._conn

    def _stile(self) -> Turnstile:
        if self._turnstile is None:
            self._turnstile = Turnstile(self._path)
        return self._turnstile

    def _discard(self) -> None:
        conn, self._conn = self._conn, None
        if conn is not None:
            conn.close()


def _run_job(conn: Connection, ticket: Ticket) -> None:
    """Raises: Lost: SQLite has rolled back the transaction. Else whatever the job raises."""
    assert ticket.job is not None
    conn.guard.in_job = _THREAD.in_job = True
    try:
        ticket.result = ticket.job(conn)
    except BaseException as error:
        if not conn.raw.in_transaction:
            raise Lost from error
        raise
    finally:
        conn.guard.in_job = _THREAD.in_job = False
    if not conn.raw.in_transaction:
        raise Lost


def _take_back(conn: Connection, *, whole: bool) -> None:
    if whole:
        conn.raw.rollback()
        conn.raw.execute("BEGIN IMMEDIATE")
    else:
        conn.raw.execute("ROLLBACK TO job")
        conn.raw.execute("RELEASE job")
