"""Which of the site's files drafts name: kept in the transaction that changes a draft, so it is never behind."""

from collections.abc import Collection, Iterable

import msgspec
from sqlalchemy import delete, func, select
from sqlalchemy.dialects.sqlite import insert

from app.db import Connection
from app.services.drafts.models import Draft
from app.services.drafts.tables import drafts, uses
from app.services.media import marks_in


def replace_uses(conn: Connection, changed: Iterable[Draft], known: Collection[str]) -> None:
    """`known`: the ids among them that were there before; of the others nothing is written down yet."""
    if known:
        delete_uses(conn, known)
    rows = [{"draft_id": draft.id, "mark": mark} for draft in changed for mark in _marks(draft)]
    if rows:
        conn.execute(insert(uses), rows)


def delete_uses(conn: Connection, ids: Collection[str]) -> None:
    conn.execute(delete(uses).where(uses.c.draft_id.in_(ids)))


def select_published_users(conn: Connection, marks: Collection[str]) -> list[str]:
    """Ids of what is public and names one of the marks."""
    named = select(uses.c.draft_id).where(uses.c.mark.in_(marks))
    statement = select(drafts.c.id).where(drafts.c.status == "published", drafts.c.id.in_(named))
    return list(conn.execute(statement).scalars())


def select_marks(conn: Connection) -> list[str]:
    return list(conn.execute(select(func.distinct(uses.c.mark))).scalars())


def _marks(draft: Draft) -> set[str]:
    texts = [draft.html, draft.source]
    if draft.image is not None:
        texts.append(draft.image.url)
    if draft.metadata:
        texts.append(msgspec.json.encode(draft.metadata).decode())
    return marks_in(*texts)
