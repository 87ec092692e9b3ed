"""Every SQL statement of Inbox.db about what was sent in."""

import json
from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, delete, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from app.db import Connection, Query
from app.db.times import datetime_of, now_text, text_of
from app.services.inbox.models import Decision, ImportedSubmission, Submission
from app.services.inbox.tables import submissions

_NAMES = tuple(Submission.__dataclass_fields__)
_COLUMNS = tuple(submissions.c[name] for name in _NAMES)
_IDS = select(func.json_each(bindparam("ids")).table_valued("value").c.value)
_BY_IDS = Query(select(*_COLUMNS).where(submissions.c.id.in_(_IDS), submissions.c.decision != "deleted"))
_PAGE = Query(
    select(*_COLUMNS)
    .where(submissions.c.decision == bindparam("decision"))
    .order_by(submissions.c.created_at.desc(), submissions.c.id)
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)
_COUNTS = Query(
    select(submissions.c.decision, func.count())
    .where(submissions.c.decision != "deleted")
    .group_by(submissions.c.decision)
)
_IMPORTED = Query(
    select(submissions.c.id, submissions.c.imported_hash, submissions.c.imported_version, submissions.c.version).where(
        submissions.c.id.in_(_IDS)
    )
)
_SEARCHED = ("author_name", "email", "url", "address", "body")


def select_submissions(conn: Connection, ids: Collection[str]) -> list[Submission]:
    return [_submission(row) for row in _BY_IDS.all(conn, ids=json.dumps(list(ids)))]


def select_page(conn: Connection, decision: Decision, page: int, per_page: int) -> list[Submission]:
    rows = _PAGE.all(conn, decision=decision, limit=per_page, offset=(page - 1) * per_page)
    return [_submission(row) for row in rows]


def select_between(conn: Connection, start: datetime, end: datetime) -> list[Submission]:
    rows = conn.execute(
        select(*_COLUMNS)
        .where(submissions.c.created_at >= text_of(start), submissions.c.created_at < text_of(end))
        .where(submissions.c.decision.in_(("pending", "approved")), submissions.c.imported_hash.is_(None))
        .order_by(submissions.c.created_at)
        .limit(1000)
    )
    return [_submission(tuple(row)) for row in rows]


def search(conn: Connection, words: str, page: int, per_page: int) -> tuple[list[Submission], int]:
    """Those of any decision that hold the words as typed, and how many there are."""
    found = _holding(select(*_COLUMNS), words).order_by(submissions.c.created_at.desc(), submissions.c.id)
    rows = conn.execute(found.limit(per_page).offset((page - 1) * per_page))
    total = conn.execute(_holding(select(func.count()).select_from(submissions), words)).scalar_one()
    return [_submission(tuple(row)) for row in rows], total


def _holding(statement: Select[Any], words: str) -> Select[Any]:
    holds = [submissions.c[name].contains(words, autoescape=True) for name in _SEARCHED]
    return statement.where(submissions.c.decision != "deleted", or_(*holds))


def select_counts(conn: Connection) -> dict[Decision, int]:
    return dict(_COUNTS.all(conn))


def select_imported(conn: Connection, ids: Collection[str]) -> dict[str, tuple[str | None, bool]]:
    """Return id -> (hash of what was imported, whether it was decided here since)."""
    rows = _IMPORTED.all(conn, ids=json.dumps(list(ids)))
    return {row[0]: (row[1], row[2] is None or row[3] > row[2]) for row in rows}


def insert_submission(conn: Connection, submission: Submission) -> None:
    conn.execute(insert(submissions).values(**_values(submission)))


def upsert_imported(conn: Connection, items: Sequence[ImportedSubmission]) -> None:
    """Add or replace what came from an old blog; the version grows with each."""
    statement = insert(submissions)
    kept = {"id", "version", "imported_version"}
    changes: dict[str, Any] = {c.name: statement.excluded[c.name] for c in submissions.c if c.name not in kept}
    changes["version"] = changes["imported_version"] = submissions.c.version + 1
    statement = statement.on_conflict_do_update(index_elements=[submissions.c.id], set_=changes)
    rows = [
        _values(item.submission) | {"imported_hash": item.content_hash, "imported_version": item.submission.version}
        for item in items
    ]
    conn.execute(statement, rows)


def update_decision(conn: Connection, ids: Collection[str], decision: Decision) -> list[str]:
    """Return the ids of those that were changed by it."""
    statement = (
        update(submissions)
        .where(submissions.c.id.in_(list(ids)), submissions.c.decision.not_in((decision, "deleted")))
        .values(decision=decision, decided_at=now_text(), version=submissions.c.version + 1)
        .returning(submissions.c.id)
    )
    return [row[0] for row in conn.execute(statement)]


def update_text(conn: Connection, submission_id: str, changes: dict[str, Any]) -> bool:
    """Return whether it was there."""
    statement = (
        update(submissions)
        .where(submissions.c.id == submission_id, submissions.c.decision != "deleted")
        .values(**changes, version=submissions.c.version + 1)
        .returning(submissions.c.id)
    )
    return conn.execute(statement).first() is not None


def delete_submissions(conn: Connection, ids: Collection[str]) -> list[str]:
    """Return the ids of those that are gone. Of an imported one its id stays, so that no import brings it back."""
    wanted = submissions.c.id.in_(list(ids))
    gone = conn.execute(
        delete(submissions).where(wanted, submissions.c.imported_hash.is_(None)).returning(submissions.c.id)
    )
    emptied = conn.execute(
        update(submissions)
        .where(wanted, submissions.c.decision != "deleted")
        .values(
            **dict.fromkeys(("author_name", "body", "html", "reasons"), ""),
            **dict.fromkeys(("email", "url", "address", "network", "fingerprint", "browser", "author_id")),
            decision="deleted",
            version=submissions.c.version + 1,
        )
        .returning(submissions.c.id)
    )
    return [row[0] for rows in (gone, emptied) for row in rows]


# What is not kept for ever


def has_addresses(conn: Connection, before: datetime) -> bool:
    return conn.execute(_with_address(before).limit(1)).first() is not None


def has_refused(conn: Connection, before: datetime) -> bool:
    return conn.execute(_refused(before).limit(1)).first() is not None


def _with_address(before: datetime) -> Select[Any]:
    return select(submissions.c.id).where(
        submissions.c.created_at < text_of(before), submissions.c.address.is_not(None)
    )


def forget_addresses(conn: Connection, before: datetime, limit: int) -> int:
    statement = (
        update(submissions)
        .where(submissions.c.id.in_(_with_address(before).limit(limit)))
        .values(address=None, network=None)
    )
    return conn.execute(statement).rowcount


def delete_refused(conn: Connection, before: datetime, limit: int) -> int:
    return conn.execute(delete(submissions).where(submissions.c.id.in_(_refused(before).limit(limit)))).rowcount


def _refused(before: datetime) -> Select[Any]:
    """Spam and rejected ones that were decided before; those of an old blog stay as they came."""
    return select(submissions.c.id).where(
        submissions.c.decision.in_(("spam", "rejected")),
        submissions.c.imported_hash.is_(None),
        func.coalesce(submissions.c.decided_at, submissions.c.created_at) < text_of(before),
    )


def _values(submission: Submission) -> dict[str, Any]:
    decided = submission.decided_at
    return asdict(submission) | {
        "created_at": text_of(submission.created_at),
        "decided_at": None if decided is None else text_of(decided),
    }


def _submission(row: tuple[Any, ...]) -> Submission:
    values = dict(zip(_NAMES, row, strict=True))
    decided = values["decided_at"]
    return Submission(
        **values
        | {
            "created_at": datetime_of(values["created_at"]),
            "decided_at": None if decided is None else datetime_of(decided),
            "is_typed": bool(values["is_typed"]),
        }
    )
