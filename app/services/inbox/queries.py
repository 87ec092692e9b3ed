"""Every SQL statement of Inbox.db."""

import json
from collections.abc import Collection, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.dialects.sqlite import insert

from app.db import Connection, Query
from app.db.times import datetime_of, text_of
from app.services.inbox.models import Decision, ImportedSubmission, Submission
from app.services.inbox.tables import submissions

_COLUMNS = (
    submissions.c.id,
    submissions.c.post_id,
    submissions.c.parent_id,
    submissions.c.kind,
    submissions.c.author_name,
    submissions.c.email,
    submissions.c.url,
    submissions.c.address,
    submissions.c.body,
    submissions.c.html,
    submissions.c.decision,
    submissions.c.created_at,
    submissions.c.version,
    submissions.c.author_id,
)
_NAMES = tuple(column.name for column in _COLUMNS)
_IDS = select(func.json_each(bindparam("ids")).table_valued("value").c.value)
_BY_IDS = Query(select(*_COLUMNS).where(submissions.c.id.in_(_IDS)))
_PAGE = Query(
    select(*_COLUMNS)
    .where(submissions.c.decision == bindparam("decision"))
    .order_by(submissions.c.created_at.desc(), submissions.c.id)
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)
_COUNTS = Query(select(submissions.c.decision, func.count()).group_by(submissions.c.decision))
_IMPORTED = Query(
    select(submissions.c.id, submissions.c.imported_hash, submissions.c.imported_version, submissions.c.version).where(
        submissions.c.id.in_(_IDS)
    )
)


def select_submissions(conn: Connection, ids: Collection[str]) -> list[Submission]:
    return [_submission(row) for row in _BY_IDS.all(conn, ids=json.dumps(list(ids)))]


def select_page(conn: Connection, decision: Decision, page: int, per_page: int) -> list[Submission]:
    rows = _PAGE.all(conn, decision=decision, limit=per_page, offset=(page - 1) * per_page)
    return [_submission(row) for row in rows]


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
        .where(submissions.c.id.in_(list(ids)), submissions.c.decision != decision)
        .values(decision=decision, version=submissions.c.version + 1)
        .returning(submissions.c.id)
    )
    return [row[0] for row in conn.execute(statement)]


def _values(submission: Submission) -> dict[str, Any]:
    return asdict(submission) | {"created_at": text_of(submission.created_at)}


def _submission(row: tuple[Any, ...]) -> Submission:
    values = dict(zip(_NAMES, row, strict=True))
    return Submission(**values | {"created_at": datetime_of(values["created_at"])})
