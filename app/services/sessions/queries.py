"""Every SQL statement of Sessions.db."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, case, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from app.db import Connection, Query
from app.db.times import datetime_of, text_of
from app.services.sessions.models import Session
from app.services.sessions.tables import failures, sessions

ID_LENGTH = 16  # of a hash of 64: enough to tell sessions apart
_COLUMNS = (
    sessions.c.token_hash,
    sessions.c.user_id,
    sessions.c.auth_epoch,
    sessions.c.created_at,
    sessions.c.seen_at,
    sessions.c.verified_at,
    sessions.c.user_agent,
)
_BY_HASH = Query(select(*_COLUMNS).where(sessions.c.token_hash == bindparam("token_hash")))
_OF_USER = Query(
    select(*_COLUMNS)
    .where(sessions.c.user_id == bindparam("user_id"), sessions.c.auth_epoch == bindparam("auth_epoch"))
    .order_by(sessions.c.seen_at.desc())
)
_FAILURES = Query(select(failures.c.count, failures.c.since).where(failures.c.key == bindparam("key")))


def select_session(conn: Connection, token_hash: str) -> Session | None:
    row = _BY_HASH.first(conn, token_hash=token_hash)
    return _session(row) if row else None


def select_sessions(conn: Connection, user_id: str, auth_epoch: int) -> list[Session]:
    return [_session(row) for row in _OF_USER.all(conn, user_id=user_id, auth_epoch=auth_epoch)]


def insert_session(
    conn: Connection, token_hash: str, user_id: str, auth_epoch: int, user_agent: str, at: datetime
) -> None:
    now = text_of(at)
    conn.execute(
        insert(sessions).values(
            token_hash=token_hash,
            user_id=user_id,
            auth_epoch=auth_epoch,
            created_at=now,
            seen_at=now,
            verified_at=now,
            user_agent=user_agent,
        )
    )


def update_seen(conn: Connection, session_id: str, user_id: str, at: datetime) -> None:
    conn.execute(update(sessions).where(*_named(session_id, user_id)).values(seen_at=text_of(at)))


def update_verified(conn: Connection, token_hash: str, at: datetime) -> None:
    conn.execute(update(sessions).where(sessions.c.token_hash == token_hash).values(verified_at=text_of(at)))


def delete_named(conn: Connection, session_id: str, user_id: str) -> bool:
    """Tell if there was one."""
    statement = delete(sessions).where(*_named(session_id, user_id)).returning(sessions.c.user_id)
    return conn.execute(statement).first() is not None


def _named(session_id: str, user_id: str) -> tuple[ColumnElement[bool], ...]:
    return sessions.c.user_id == user_id, func.substr(sessions.c.token_hash, 1, ID_LENGTH) == session_id


def _session(row: tuple[Any, ...]) -> Session:
    token_hash, user_id, auth_epoch, created_at, seen_at, verified_at, user_agent = row
    return Session(
        token_hash[:ID_LENGTH],
        user_id,
        auth_epoch,
        datetime_of(created_at),
        datetime_of(seen_at),
        datetime_of(verified_at or created_at),
        user_agent or "",
    )


def delete_session(conn: Connection, token_hash: str) -> None:
    conn.execute(delete(sessions).where(sessions.c.token_hash == token_hash))


def delete_sessions_of(conn: Connection, user_id: str) -> None:
    conn.execute(delete(sessions).where(sessions.c.user_id == user_id))


def delete_expired(conn: Connection, created_before: datetime, seen_before: datetime) -> None:
    conn.execute(
        delete(sessions).where(
            (sessions.c.created_at < text_of(created_before)) | (sessions.c.seen_at < text_of(seen_before))
        )
    )


def select_failures(conn: Connection, key: str) -> tuple[int, datetime] | None:
    """Return how many, and since when."""
    row = _FAILURES.first(conn, key=key)
    return (row[0], datetime_of(row[1])) if row else None


def count_failure(conn: Connection, key: str, at: datetime, window_start: datetime) -> int:
    """Add one and return how many; the count begins anew when the last one began before the window."""
    statement = insert(failures).values(key=key, count=1, since=text_of(at))
    old = failures.c.since < text_of(window_start)
    counted = statement.on_conflict_do_update(
        index_elements=[failures.c.key],
        set_={
            "count": case((old, 1), else_=failures.c.count + 1),
            "since": case((old, text_of(at)), else_=failures.c.since),
        },
    )
    return int(conn.execute(counted.returning(failures.c.count)).scalar_one())


def delete_failures(conn: Connection, keys: list[str]) -> None:
    conn.execute(delete(failures).where(failures.c.key.in_(keys)))


def delete_old_failures(conn: Connection, window_start: datetime) -> None:
    conn.execute(delete(failures).where(failures.c.since < text_of(window_start)))
