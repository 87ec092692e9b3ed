"""Every SQL statement of Sessions.db."""

from datetime import datetime

from sqlalchemy import bindparam, case, delete, select
from sqlalchemy.dialects.sqlite import insert

from app.db import Connection, Query
from app.db.times import datetime_of, text_of
from app.services.sessions.models import Session
from app.services.sessions.tables import failures, sessions

_BY_HASH = Query(
    select(sessions.c.user_id, sessions.c.auth_epoch, sessions.c.created_at, sessions.c.seen_at).where(
        sessions.c.token_hash == bindparam("token_hash")
    )
)
_FAILURES = Query(select(failures.c.count, failures.c.since).where(failures.c.key == bindparam("key")))


def select_session(conn: Connection, token_hash: str) -> Session | None:
    row = _BY_HASH.first(conn, token_hash=token_hash)
    return Session(row[0], row[1], datetime_of(row[2]), datetime_of(row[3])) if row else None


def insert_session(conn: Connection, token_hash: str, user_id: str, auth_epoch: int, at: datetime) -> None:
    conn.execute(
        insert(sessions).values(
            token_hash=token_hash, user_id=user_id, auth_epoch=auth_epoch, created_at=text_of(at), seen_at=text_of(at)
        )
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


def count_failure(conn: Connection, key: str, at: datetime, window_start: datetime) -> None:
    """Add one; the count begins anew when the last one began before the window."""
    statement = insert(failures).values(key=key, count=1, since=text_of(at))
    old = failures.c.since < text_of(window_start)
    conn.execute(
        statement.on_conflict_do_update(
            index_elements=[failures.c.key],
            set_={
                "count": case((old, 1), else_=failures.c.count + 1),
                "since": case((old, text_of(at)), else_=failures.c.since),
            },
        )
    )


def delete_failures(conn: Connection, keys: list[str]) -> None:
    conn.execute(delete(failures).where(failures.c.key.in_(keys)))


def delete_old_failures(conn: Connection, window_start: datetime) -> None:
    conn.execute(delete(failures).where(failures.c.since < text_of(window_start)))
