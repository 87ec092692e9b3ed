"""The statements on `protected`: the addresses at which readers are asked for a password."""

from collections.abc import Collection, Mapping

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from app.db import Connection
from app.services.posts.tables import protected


def select_protected(conn: Connection, paths: Collection[str]) -> dict[str, str]:
    """Path -> the id of the draft that lies there."""
    return dict(conn.execute(select(protected.c.path, protected.c.draft_id).where(protected.c.path.in_(paths))).all())


def select_protected_paths(conn: Connection, ids: Collection[str]) -> dict[str, str]:
    """The id of a draft -> its path."""
    return dict(conn.execute(select(protected.c.draft_id, protected.c.path).where(protected.c.draft_id.in_(ids))).all())


def replace_protected(conn: Connection, path_of: Mapping[str, str], ids: Collection[str]) -> None:
    """Of these ids, those in `path_of` are protected and lie there; the others are not."""
    conn.execute(delete(protected).where(protected.c.draft_id.in_(ids)))
    for draft_id, path in path_of.items():
        statement = insert(protected).values(path=path, draft_id=draft_id)
        conn.execute(statement.on_conflict_do_update(index_elements=[protected.c.path], set_={"draft_id": draft_id}))
