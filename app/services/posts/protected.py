"""The statements on `protected`: the addresses at which readers are asked for a password.

An address may say as much as a title, and this file goes to every node: it is kept as a hash only.
"""

import hashlib
from collections.abc import Collection, Mapping

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from app.db import Connection
from app.services.posts.tables import protected


def mark_of(path: str) -> str:
    return hashlib.blake2b(path.encode("utf-8", "replace"), digest_size=16).hexdigest()


def select_protected(conn: Connection, paths: Collection[str]) -> dict[str, str]:
    """Path -> the id of the draft that lies there."""
    marks = {mark_of(path): path for path in paths}
    rows = conn.execute(select(protected.c.mark, protected.c.draft_id).where(protected.c.mark.in_(marks)))
    return {marks[mark]: draft_id for mark, draft_id in rows}


def select_marks(conn: Connection, ids: Collection[str]) -> dict[str, str]:
    """The id of a draft -> the mark of its path."""
    return dict(conn.execute(select(protected.c.draft_id, protected.c.mark).where(protected.c.draft_id.in_(ids))).all())


def replace_protected(conn: Connection, mark_of_id: Mapping[str, str], ids: Collection[str]) -> None:
    """Of these ids, those in `mark_of_id` are protected and lie there; the others are not."""
    conn.execute(delete(protected).where(protected.c.draft_id.in_(ids)))
    for draft_id, mark in mark_of_id.items():
        statement = insert(protected).values(mark=mark, draft_id=draft_id)
        conn.execute(statement.on_conflict_do_update(index_elements=[protected.c.mark], set_={"draft_id": draft_id}))
