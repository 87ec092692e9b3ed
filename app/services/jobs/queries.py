"""Every SQL statement of Jobs.db."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from app.db import Connection
from app.db.times import datetime_of, text_of
from app.services.jobs.models import Job
from app.services.jobs.tables import jobs

_COLUMNS = (jobs.c.id, jobs.c.kind, jobs.c.key, jobs.c.payload, jobs.c.run_at, jobs.c.attempts)


def upsert_job(conn: Connection, kind: str, key: str, payload: Mapping[str, str], run_at: datetime) -> None:
    """Add a job, or move the one that is there; a claim on it is given up."""
    values = {"payload": json.dumps(dict(payload)), "run_at": text_of(run_at), "claimed_until": None, "attempts": 0}
    statement = insert(jobs).values(kind=kind, key=key, **values)
    conn.execute(statement.on_conflict_do_update(index_elements=[jobs.c.kind, jobs.c.key], set_=values))


def claim_jobs(conn: Connection, now: datetime, until: datetime, limit: int) -> list[Job]:
    free = or_(jobs.c.claimed_until.is_(None), jobs.c.claimed_until < text_of(now))
    due = select(jobs.c.id).where(jobs.c.run_at <= text_of(now), free).order_by(jobs.c.run_at).limit(limit)
    statement = (
        update(jobs)
        .where(jobs.c.id.in_(due))
        .values(claimed_until=text_of(until), attempts=jobs.c.attempts + 1)
        .returning(*_COLUMNS)
    )
    found = [_job(tuple(row)) for row in conn.execute(statement)]
    return sorted(found, key=lambda job: (job.run_at, job.id))


def delete_job(conn: Connection, job_id: int, attempts: int) -> bool:
    """Return whether the claim was still the caller's."""
    statement = delete(jobs).where(jobs.c.id == job_id, jobs.c.attempts == attempts).returning(jobs.c.id)
    return conn.execute(statement).first() is not None


def delete_by_key(conn: Connection, kind: str, key: str) -> None:
    conn.execute(delete(jobs).where(jobs.c.kind == kind, jobs.c.key == key))


def _job(row: tuple[Any, ...]) -> Job:
    return Job(row[0], row[1], row[2], json.loads(row[3]), datetime_of(row[4]), row[5])
