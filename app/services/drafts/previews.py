"""The statements on `previews`: links to what is not public, each good for some days."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select

from app.db import Connection
from app.db.times import datetime_of, text_of
from app.services.drafts.tables import previews


@dataclass(frozen=True, slots=True)
class Preview:
    id: str
    draft_id: str
    made_by: str  # the id of a user
    made_at: datetime
    expires_at: datetime


def insert_preview(conn: Connection, preview: Preview) -> None:
    values: dict[str, Any] = {name: getattr(preview, name) for name in Preview.__dataclass_fields__}
    values |= {"made_at": text_of(preview.made_at), "expires_at": text_of(preview.expires_at)}
    conn.execute(insert(previews).values(values))


def select_preview(conn: Connection, preview_id: str) -> Preview | None:
    row = conn.execute(select(previews).where(previews.c.id == preview_id)).one_or_none()
    return None if row is None else _preview(row)


def select_previews(conn: Connection, draft_id: str, now: datetime) -> list[Preview]:
    """Those that are still good, the newest first."""
    wanted = (previews.c.draft_id == draft_id, previews.c.expires_at > text_of(now))
    rows = conn.execute(select(previews).where(*wanted).order_by(previews.c.made_at.desc(), previews.c.id))
    return [_preview(row) for row in rows]


def delete_preview(conn: Connection, draft_id: str, preview_id: str) -> bool:
    statement = delete(previews).where(previews.c.id == preview_id, previews.c.draft_id == draft_id)
    return bool(conn.execute(statement).rowcount)


def delete_expired(conn: Connection, before: datetime) -> None:
    conn.execute(delete(previews).where(previews.c.expires_at < text_of(before)))


def delete_previews(conn: Connection, draft_ids: Collection[str]) -> None:
    conn.execute(delete(previews).where(previews.c.draft_id.in_(draft_ids)))


def _preview(row: Row[Any]) -> Preview:
    values = dict(row._mapping)
    return Preview(**values | {name: datetime_of(values[name]) for name in ("made_at", "expires_at")})
