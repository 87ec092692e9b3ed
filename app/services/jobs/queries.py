"""Every SQL statement of Jobs.db."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from app.db import Connection, Query
from app.db.times import datetime_of, text_of
from app.services.jobs.models import Job
from app.services.jobs.tables import jobs

_COLUMNS = (
    jobs.c.id,
    jobs.c.kind,
    jobs.c.key,
    jobs.c.payload,
    jobs.c.run_at,
    jobs.c.attempts,
    jobs.c.generation,
    jobs.c.last_error,
    jobs.c.given_up_at,
)
_AFRESH: dict[str, Any] = {"claimed_until": None, "attempts": 0, "last_error": "", "given_up_at": None}
_NEXT = Query(
    select(func.min(func.max(jobs.c.run_at, func.coalesce(jobs.c.claimed_until, "")))).where(
        jobs.c.kind == bindparam("kind"), jobs.c.given_up_at.is_(None)
    )
)
_GIVEN_UP = Query(select(*_COLUMNS).where(jobs.c.given_up_at.is_not(None)).order_by(jobs.c.given_up_at.desc()))


def upsert_job(conn: Connection, kind: str, key: str, payload: Mapping[str, str], run_at: datetime) -> None:
    """Add a job, or move the one that is there; a claim on it is given up."""
    values = {"payload": json.dumps(dict(payload)), "run_at": text_of(run_at), **_AFRESH}
    statement = insert(jobs).values(kind=kind, key=key, generation=1, **values)
    changes = {**values, "generation": jobs.c.generation + 1}
    conn.execute(statement.on_conflict_do_update(index_elements=[jobs.c.kind, jobs.c.key], set_=changes))


def select_next(conn: Connection, kind: str) -> datetime | None:
    """When a job of the kind can be claimed next, maybe in the past; None where there is none."""
    ((found,),) = _NEXT.all(conn, kind=kind)
    return None if found is None else datetime_of(found)


def claim_jobs(conn: Connection, kinds: Sequence[str], now: datetime, until: datetime, limit: int) -> list[Job]:
    free = or_(jobs.c.claimed_until.is_(None), jobs.c.claimed_until < text_of(now))
    due = (
        select(jobs.c.id)
        .where(jobs.c.kind.in_(kinds), jobs.c.run_at <= text_of(now), jobs.c.given_up_at.is_(None), free)
        .order_by(jobs.c.run_at)
        .limit(limit)
    )
    statement = (
        update(jobs)
        .where(jobs.c.id.in_(due))
        .values(claimed_until=text_of(until), attempts=jobs.c.attempts + 1)
        .returning(*_COLUMNS)
    )
    found = [_job(tuple(row)) for row in conn.execute(statement)]
    return sorted(found, key=lambda job: (job.run_at, job.id))


def delete_claimed(conn: Connection, job: Job) -> bool:
    """Return whether the claim was still the caller's."""
    statement = delete(jobs).where(*_same_claim(job)).returning(jobs.c.id)
    return conn.execute(statement).first() is not None


def put_off(conn: Connection, job: Job, error: str, run_at: datetime, given_up_at: datetime | None) -> None:
    """End the claim with a failure; where it is no longer the caller's, nothing changes."""
    values = {
        "claimed_until": None,
        "run_at": text_of(run_at),
        "last_error": error,
        "given_up_at": None if given_up_at is None else text_of(given_up_at),
    }
    conn.execute(update(jobs).where(*_same_claim(job)).values(values))


def select_claimed(conn: Connection) -> list[Job]:
    return [_job(tuple(row)) for row in conn.execute(select(*_COLUMNS).where(jobs.c.claimed_until.is_not(None)))]


def select_given_up(conn: Connection) -> list[Job]:
    return [_job(row) for row in _GIVEN_UP.all(conn)]


def start_afresh(conn: Connection, job_id: int, now: datetime) -> str | None:
    """Let a job that was given up run again; its kind, or None where there is none."""
    statement = update(jobs).where(jobs.c.id == job_id, jobs.c.given_up_at.is_not(None))
    values = {"run_at": text_of(now), "generation": jobs.c.generation + 1, **_AFRESH}
    found = conn.execute(statement.values(values).returning(jobs.c.kind)).first()
    return None if found is None else str(found[0])


def delete_by_key(conn: Connection, kind: str, key: str) -> None:
    conn.execute(delete(jobs).where(jobs.c.kind == kind, jobs.c.key == key))


def _same_claim(job: Job) -> tuple[Any, ...]:
    return jobs.c.id == job.id, jobs.c.generation == job.generation, jobs.c.attempts == job.attempts


def _job(row: tuple[Any, ...]) -> Job:
    job_id, kind, key, payload, run_at, attempts, generation, last_error, given_up_at = row
    return Job(
        id=job_id,
        kind=kind,
        key=key,
        payload=json.loads(payload),
        run_at=datetime_of(run_at),
        attempts=attempts,
        generation=generation,
        last_error=last_error,
        given_up_at=None if given_up_at is None else datetime_of(given_up_at),
    )
