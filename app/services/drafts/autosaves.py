"""The statements on `autosaves`: what people have typed and not saved yet, one row for each item and person."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Row, delete, select
from sqlalchemy.dialects.sqlite import insert

from app.db import Connection
from app.db.times import datetime_of, text_of
from app.services.drafts.fields import Fields
from app.services.drafts.tables import autosaves


@dataclass(frozen=True, slots=True)
class Autosave:
    """`tab`: the editor it was typed in. `version`: of the draft that editor had read."""

    draft_id: str
    user_id: str
    tab: str
    version: int
    saved_at: datetime
    fields: Fields

    @property
    def mark(self) -> str:
        """What an editor that has seen this autosave says it has seen."""
        return text_of(self.saved_at)


def select_autosave(conn: Connection, draft_id: str, user_id: str) -> Autosave | None:
    row = conn.execute(
        select(autosaves).where(autosaves.c.draft_id == draft_id, autosaves.c.user_id == user_id)
    ).one_or_none()
    return None if row is None else _autosave(row)


def select_others(conn: Connection, draft_id: str, user_id: str, since: datetime) -> dict[str, datetime]:
    """User id -> when they last typed here, of everybody else who has since then."""
    rows = conn.execute(
        select(autosaves.c.user_id, autosaves.c.saved_at).where(
            autosaves.c.draft_id == draft_id, autosaves.c.user_id != user_id, autosaves.c.saved_at >= text_of(since)
        )
    )
    return {row.user_id: datetime_of(row.saved_at) for row in rows}


def put_autosave(conn: Connection, autosave: Autosave) -> None:
    values: dict[str, Any] = {name: getattr(autosave, name) for name in Autosave.__dataclass_fields__}
    values |= {"saved_at": autosave.mark, "fields": msgspec.json.encode(autosave.fields).decode()}
    conn.execute(
        insert(autosaves).values(values).on_conflict_do_update(index_elements=["draft_id", "user_id"], set_=values)
    )


def delete_autosave(conn: Connection, draft_id: str, user_id: str) -> None:
    conn.execute(delete(autosaves).where(autosaves.c.draft_id == draft_id, autosaves.c.user_id == user_id))


def delete_autosaves(conn: Connection, draft_id: str) -> None:
    conn.execute(delete(autosaves).where(autosaves.c.draft_id == draft_id))


def _autosave(row: Row[Any]) -> Autosave:
    values = dict(row._mapping)
    return Autosave(
        **values
        | {
            "saved_at": datetime_of(values["saved_at"]),
            "fields": msgspec.json.decode(values["fields"], type=Fields),
        }
    )
