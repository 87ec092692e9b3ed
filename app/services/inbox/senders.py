"""Every SQL statement of Inbox.db about those who send: what they sent lately, whom the desk trusts or blocks."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Column, ColumnElement, and_, delete, exists, false, func, select
from sqlalchemy.dialects.sqlite import insert

from app.db import Connection
from app.db.times import now_text, text_of
from app.services.inbox.judging import RECENT_S, Evidence
from app.services.inbox.models import Submission
from app.services.inbox.tables import blocked, submissions, trusted

HOUR_S = 3600
REPEATED_S = 30 * 24 * HOUR_S


def select_evidence(conn: Connection, made: Submission) -> Evidence:
    """What is known when `made` is about to be kept, in one statement."""
    of_network = _is(submissions.c.network, made.network)
    repeated = _is(submissions.c.fingerprint, made.fingerprint)
    row = conn.execute(
        select(
            _count(made.created_at, RECENT_S, of_network),
            _count(made.created_at, HOUR_S, of_network),
            _count(made.created_at, RECENT_S, submissions.c.post_id == made.post_id),
            _count(made.created_at, RECENT_S),
            exists()
            .select_from(submissions)
            .where(repeated, submissions.c.created_at > _ago(made.created_at, REPEATED_S)),
            _has_been(made, "approved", _is(submissions.c.email, made.email)) & ~_has_been(made, "spam"),
            exists().select_from(trusted).where(_is(trusted.c.browser, made.browser), _is(trusted.c.email, made.email)),
        )
    ).one()
    return Evidence(*row[:4], *map(bool, row[4:]))


def _count(now: datetime, seconds: int, *where: ColumnElement[bool]) -> ColumnElement[int]:
    late = submissions.c.created_at > _ago(now, seconds)
    return select(func.count()).select_from(submissions).where(and_(late, *where)).scalar_subquery()


def _has_been(made: Submission, decision: str, *where: ColumnElement[bool]) -> ColumnElement[bool]:
    return (
        exists()
        .select_from(submissions)
        .where(_is(submissions.c.browser, made.browser), submissions.c.decision == decision, *where)
    )


def _is(column: Column[str], value: str | None) -> ColumnElement[bool]:
    """Nobody is like somebody of whom nothing is known."""
    return false() if value is None else column == value


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
