"""The rules of claiming: one claimer at a time, and a claim that was not finished ends by itself."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from app.db import Database
from app.services.jobs import queries
from app.services.jobs.models import Job

LEASE = timedelta(minutes=5)


class JobService:
    def __init__(self, db: Database) -> None:
        self._db = db

    def put(self, kind: str, key: str, run_at: datetime, payload: Mapping[str, str] | None = None) -> None:
        """Add the job for (kind, key), or move the one that is there to another time."""
        self._db.write(lambda conn: queries.upsert_job(conn, kind, key, payload or {}, run_at))

    def cancel(self, kind: str, key: str) -> None:
        self._db.write(lambda conn: queries.delete_by_key(conn, kind, key))

    def claim(self, now: datetime, limit: int = 10) -> list[Job]:
        """Return jobs that are due, oldest first; nobody else gets them until the lease ends."""
        return self._db.write(lambda conn: queries.claim_jobs(conn, now, now + LEASE, limit))

    def finish(self, job: Job) -> bool:
        """Forget a job that is done; False where its lease had ended and somebody else claimed it since."""
        return self._db.write(lambda conn: queries.delete_job(conn, job.id, job.attempts))
