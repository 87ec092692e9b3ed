"""The worker: carries out what the outboxes hold. It knows kinds and keys, not what they mean."""

import logging
import math
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import TypeVar

from app.db.connect import Connection
from app.db.database import Database
from app.db.errors import DatabaseClosed
from app.db.outbox.lock import DrainLock
from app.db.outbox.rows import Row, claim, due, fail, finish, fresh, left_of
from app.db.snapshot import apart
from app.errors import ReadOnlyReplica, Unavailable

T = TypeVar("T")
Step = Callable[[Sequence[str]], None]
BATCH = 100
TICK_S = 1.0
log = logging.getLogger(__name__)


class Worker:
    """Carries out the rows of some databases by `handlers`: kind -> step(keys). Rows of other kinds stay untouched.

    A step gets up to 100 keys at once and must be idempotent: after a crash it is called again with the same keys.
    """

    def __init__(self, databases: Sequence[Database], handlers: Mapping[str, Step]) -> None:
        self._handlers = dict(handlers)
        self._locks = {database: DrainLock(database.path) for database in databases}
        self._wanted = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        for database in databases:
            database.on_enqueue(self._wanted.set)

    def drain(self, database: Database) -> int:
        """Carry out everything that is due, however long it takes; the number of rows done.

        Rows whose step fails are put off, longer each time, and hold up no others.
        """
        with self._locks[database].taken(math.inf):
            return self._drain(database, math.inf)

    def settle(self, database: Database, timeout_s: float = 2.0) -> bool:
        """What a request calls after its write, so that the person sees the result; True when all that waited is done.

        The rows are carried out in this thread, or waited for where another is at it. False: time is up, or a step
        failed; the worker goes on with it.
        """
        until = time.monotonic() + timeout_s
        wanted = _look(database, fresh)
        while wanted and time.monotonic() < until:
            with self._locks[database].taken(until) as mine:
                if mine:
                    self._drain(database, until)
            still = _look(database, partial(left_of, wanted=wanted))
            if still is None:
                return False
            wanted = still
        return not wanted

    def start(self) -> None:
        self._stopping.clear()
        self._thread = threading.Thread(target=self._run, name="outbox", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish the batch at work, and end the thread. A second call does nothing."""
        self._stopping.set()
        self._wanted.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._wanted.wait(TICK_S)
            self._wanted.clear()
            for database in self._locks:
                self._attend(database)

    def _attend(self, database: Database) -> None:
        try:
            with self._locks[database].taken(time.monotonic()) as mine:
                if mine:
                    self._drain(database, math.inf)
        except (ReadOnlyReplica, Unavailable, DatabaseClosed) as error:
            log.info("The outbox of %s has to wait: %s", database.name, error)
        except Exception:
            log.exception("The outbox of %s could not be carried out", database.name)

    def _drain(self, database: Database, until: float) -> int:
        done = 0
        kinds = list(self._handlers)
        while not self._stopping.is_set() and time.monotonic() < until:
            rows = _look(database, partial(due, kinds=kinds, limit=BATCH))
            if not rows:
                break
            for kind, group in groupby(rows, key=lambda row: row.kind):
                done += self._carry_out(database, self._handlers[kind], list(group))
        return done

    def _carry_out(self, database: Database, step: Step, rows: list[Row]) -> int:
        """Claim, do, forget. Where a step fails for many keys, each is tried alone to find the one it fails for."""
        database.write(partial(claim, rows=rows))
        if self._tried(database, step, rows):
            return len(rows)
        if len(rows) == 1:
            return 0
        return sum(self._tried(database, step, [row]) for row in rows)

    @staticmethod
    def _tried(database: Database, step: Step, rows: list[Row]) -> bool:
        try:
            with apart():
                step([row.key for row in rows])
        except Exception as error:
            if len(rows) == 1:
                log.warning("%s of %s failed: %s", rows[0].kind, rows[0].key, error)
                database.write(partial(fail, row=rows[0], error=error))
            return False
        database.write(partial(finish, rows=rows))
        return True


def _look(database: Database, query: Callable[[Connection], T]) -> T:
    with apart(), database.read() as conn:
        return query(conn)
