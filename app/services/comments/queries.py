"""Every SQL statement of Comments.db."""

import json
from collections.abc import Collection, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.dialects.sqlite import insert

from app.db import Connection, Query
from app.db.times import datetime_of, text_of
from app.services.comments.models import Comment
from app.services.comments.tables import comments

_COLUMNS = (
    comments.c.id,
    comments.c.post_id,
    comments.c.parent_id,
    comments.c.kind,
    comments.c.author_name,
    comments.c.author_url,
    comments.c.author_id,
    comments.c.html,
    comments.c.created_at,
    comments.c.version,
)
_NAMES = tuple(column.name for column in _COLUMNS)
_IDS = select(func.json_each(bindparam("ids")).table_valued("value").c.value)
_BY_POST = Query(
    select(*_COLUMNS).where(comments.c.post_id == bindparam("post_id")).order_by(comments.c.created_at, comments.c.id)
)
_COUNTS = Query(
    select(comments.c.post_id, func.count())
    .where(comments.c.post_id.in_(_IDS), comments.c.kind == "comment")
    .group_by(comments.c.post_id)
)
_BY_ID = Query(select(*_COLUMNS).where(comments.c.id == bindparam("id")))
_KNOWN = Query(select(comments.c.id).where(comments.c.id.in_(_IDS)))
_LATEST_OF = Query(
    select(*_COLUMNS)
    .where(comments.c.post_id == bindparam("post_id"), comments.c.kind == "comment")
    .order_by(comments.c.created_at.desc())
    .limit(bindparam("limit"))
)
_LATEST = Query(select(*_COLUMNS).order_by(comments.c.created_at.desc()).limit(bindparam("limit")))


def select_by_post(conn: Connection, post_id: str) -> list[Comment]:
    """Return the oldest first."""
    return [_comment(row) for row in _BY_POST.all(conn, post_id=post_id)]


def select_comment(conn: Connection, comment_id: str) -> Comment | None:
    row = _BY_ID.first(conn, id=comment_id)
    return None if row is None else _comment(row)


def select_counts(conn: Connection, post_ids: Collection[str]) -> dict[str, int]:
    """Return post id -> comments; posts without any are left out."""
    return dict(_COUNTS.all(conn, ids=json.dumps(list(post_ids))))


def select_ids(conn: Connection, ids: Collection[str]) -> set[str]:
    return {row[0] for row in _KNOWN.all(conn, ids=json.dumps(list(ids)))}


def select_latest(conn: Connection, limit: int) -> list[Comment]:
    return [_comment(row) for row in _LATEST.all(conn, limit=limit)]


def count_by_month(conn: Connection, since: str) -> list[tuple[int, int, int]]:
    month = func.substr(comments.c.created_at, 1, 7)
    counts = select(month, func.count()).where(comments.c.created_at >= since).group_by(month).order_by(month)
    return [(int(name[:4]), int(name[5:]), number) for name, number in conn.execute(counts)]


def select_latest_of(conn: Connection, post_id: str, limit: int) -> list[Comment]:
    return [_comment(row) for row in _LATEST_OF.all(conn, post_id=post_id, limit=limit)]


def upsert_comments(conn: Connection, given: Sequence[Comment]) -> None:
    """Add or replace; an older version never replaces a newer one."""
    if not given:
        return
    statement = insert(comments)
    changes = {column.name: statement.excluded[column.name] for column in comments.c if column.name != "id"}
    statement = statement.on_conflict_do_update(
        index_elements=[comments.c.id], set_=changes, where=comments.c.version <= statement.excluded.version
    )
    conn.execute(statement, [asdict(one) | {"created_at": text_of(one.created_at)} for one in given])


def delete_comments(conn: Connection, ids: Collection[str]) -> None:
    conn.execute(delete(comments).where(comments.c.id.in_(list(ids))))


def _comment(row: tuple[Any, ...]) -> Comment:
    values = dict(zip(_NAMES, row, strict=True))
    return Comment(**values | {"created_at": datetime_of(values["created_at"])})
