"""The rules of claiming: one claimer at a time, and a claim that was not finished ends by itself."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from app.db import Connection, Database
from app.errors import NotFound
from app.services.jobs import queries
from app.services.jobs.models import Job

LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 10  # with the pauses below: given up after about an hour
LONGEST_PAUSE_S = 900
LONGEST_ERROR = 1000
Listener = Callable[[str], None]


class JobService:
    def __init__(self, db: Database) -> None:
        self._db = db
        self._listeners: list[Listener] = []

    def on_put(self, listener: Listener) -> None:
        """Call `listener(kind)` after a job of the kind has been put, or is to be tried again."""
        self._listeners.append(listener)

    def put(self, kind: str, key: str, run_at: datetime, payload: Mapping[str, str] | None = None) -> None:
        """Add the job for (kind, key), or move the one that is there to another time, its failures forgotten."""
        self._db.write(lambda conn: queries.upsert_job(conn, kind, key, payload or {}, run_at))
        self._tell(kind)

    def cancel(self, kind: str, key: str) -> None:
        self._db.write(lambda conn: queries.delete_by_key(conn, kind, key))

    def next_at(self, kind: str) -> datetime | None:
        """When a job of the kind can be claimed next, maybe in the past; None where none waits. Only reads."""
        with self._db.read() as conn:
            return queries.select_next(conn, kind)

    def claim(self, now: datetime, kinds: Sequence[str], limit: int = 10) -> list[Job]:
        """Return jobs of these kinds that are due, oldest first; nobody else gets them until the lease ends."""
        return self._db.write(lambda conn: queries.claim_jobs(conn, kinds, now, now + LEASE, limit))

    def finish(self, job: Job) -> bool:
        """Forget a job that is done; False where it was put again or claimed by somebody else since."""
        return self._db.write(lambda conn: queries.delete_claimed(conn, job))

    def fail(self, job: Job, error: str, now: datetime) -> None:
        """Try the job again after a pause that doubles each time, up to 15 minutes; after ten attempts give it up."""
        self._db.write(lambda conn: _put_off(conn, job, error, now))

    def give_up(self, job: Job, error: str, now: datetime) -> None:
        """Keep the job with its error, and never try it again unless somebody says so."""
        self._db.write(lambda conn: queries.put_off(conn, job, error[:LONGEST_ERROR], now, now))

    def claimed(self) -> list[Job]:
        with self._db.read() as conn:
            return queries.select_claimed(conn)

    def given_up(self) -> list[Job]:
        """What nobody tries any more, the latest first."""
        with self._db.read() as conn:
            return queries.select_given_up(conn)

    def try_again(self, job_id: int) -> None:
        """Raises: NotFound: no such job has been given up."""
        kind = self._db.write(lambda conn: queries.start_afresh(conn, job_id, datetime.now(UTC)))
        if kind is None:
            raise NotFound("That job is not there any more, or is being tried already.")
        self._tell(kind)

    def _tell(self, kind: str) -> None:
        for listener in self._listeners:
            listener(kind)


def _put_off(conn: Connection, job: Job, error: str, now: datetime) -> None:
    pause = timedelta(seconds=min(2**job.attempts, LONGEST_PAUSE_S))
    over = job.attempts >= MOST_ATTEMPTS
    queries.put_off(conn, job, error[:LONGEST_ERROR], now + pause, now if over else None)
