"""Every SQL statement of Inbox.db about those who send: what they sent lately, whom the desk trusts or blocks."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, delete, exists, func, select
from sqlalchemy.dialects.sqlite import insert

from app.db import Connection, Query
from app.db.times import now_text, text_of
from app.services.inbox.judging import RECENT_S, Evidence
from app.services.inbox.models import Submission
from app.services.inbox.tables import blocked, submissions, trusted

HOUR_S = 3600
REPEATED_S = 30 * 24 * HOUR_S


def _count(since: str, *where: ColumnElement[bool]) -> ColumnElement[int]:
    late = submissions.c.created_at > bindparam(since)
    return select(func.count()).select_from(submissions).where(late, *where).scalar_subquery()


def _has_been(decision: str, *where: ColumnElement[bool]) -> ColumnElement[bool]:
    theirs = submissions.c.browser == bindparam("browser")
    return exists().select_from(submissions).where(theirs, submissions.c.decision == decision, *where)


def _is_same(name: str) -> ColumnElement[bool]:
    return submissions.c[name] == bindparam(name)


_SELECTED: Any = select(
    _count("lately", _is_same("network")),
    _count("an_hour_ago", _is_same("network")),
    _count("lately", _is_same("post_id")),
    _count("lately"),
    exists().select_from(submissions).where(_is_same("fingerprint"), submissions.c.created_at > bindparam("long_ago")),
    _has_been("approved", _is_same("email")) & ~_has_been("spam"),
    exists()
    .select_from(trusted)
    .where(trusted.c.browser == bindparam("browser"), trusted.c.email == bindparam("email")),
)
_EVIDENCE = Query(_SELECTED)


def select_evidence(conn: Connection, made: Submission) -> Evidence:
    """What is known when `made` is about to be kept, in one statement. Of whom nothing is known nobody is like."""
    row = _EVIDENCE.first(
        conn,
        post_id=made.post_id,
        network=made.network,
        fingerprint=made.fingerprint,
        browser=made.browser,
        email=made.email,
        lately=_ago(made.created_at, RECENT_S),
        an_hour_ago=_ago(made.created_at, HOUR_S),
        long_ago=_ago(made.created_at, REPEATED_S),
    )
    assert row is not None
    return Evidence(*row[:4], *map(bool, row[4:]))


def _ago(now: datetime, seconds: int) -> str:
    return text_of(now - timedelta(seconds=seconds))


# Trust


def insert_trusted(conn: Connection, browser: str, email: str) -> None:
    conn.execute(insert(trusted).values(browser=browser, email=email, created_at=now_text()).on_conflict_do_nothing())


def delete_trusted(conn: Connection, browsers: Collection[str]) -> None:
    conn.execute(delete(trusted).where(trusted.c.browser.in_(list(browsers))))


def select_trusted(conn: Connection, browsers: Collection[str]) -> set[tuple[str, str]]:
    """Return (browser, e-mail) of those trusted."""
    rows = conn.execute(select(trusted.c.browser, trusted.c.email).where(trusted.c.browser.in_(list(browsers))))
    return {(row[0], row[1]) for row in rows}


def select_waiting_of(conn: Connection, browser: str, email: str) -> list[str]:
    """Return the ids of what waits of one person."""
    theirs = and_(submissions.c.browser == browser, submissions.c.email == email)
    rows = conn.execute(select(submissions.c.id).where(theirs, submissions.c.decision == "pending"))
    return [row[0] for row in rows]


def select_browsers(conn: Connection, ids: Collection[str]) -> set[str]:
    """Return the browsers from which these were sent."""
    of_these = submissions.c.id.in_(list(ids))
    rows = conn.execute(select(submissions.c.browser).where(of_these, submissions.c.browser.is_not(None)))
    return {row[0] for row in rows}


# What is blocked


def select_blocked(conn: Connection) -> list[str]:
    return [row[0] for row in conn.execute(select(blocked.c.line).order_by(blocked.c.line))]


def replace_blocked(conn: Connection, lines: Sequence[str]) -> None:
    conn.execute(delete(blocked))
    if lines:
        conn.execute(insert(blocked).on_conflict_do_nothing(), [{"line": line} for line in lines])
