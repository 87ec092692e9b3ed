"""The statements on `versions`: what each item has been, and who made it so."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

import msgspec
from sqlalchemy import Row, delete, desc, func, select
from sqlalchemy.dialects.sqlite import insert

from app.db import Connection
from app.db.times import datetime_of, text_of
from app.services.drafts.fields import Fields
from app.services.drafts.models import Status
from app.services.drafts.tables import versions

VersionKind = Literal["imported", "before", "saved", "published", "restored", "set aside"]
GATHERED = timedelta(minutes=10)  # one person's saves within this time make one entry


@dataclass(frozen=True, slots=True)
class VersionSummary:
    """`number` counts the entries of one item, from 1.

    `kind` "imported": the words of the old blog, as they were written there. "before": as it was before somebody saved
    it, where nothing had kept that yet. "set aside": typed, and not taken.
    """

    draft_id: str
    number: int
    saved_at: datetime
    begun_at: datetime
    user_id: str | None
    kind: VersionKind
    status: Status


@dataclass(frozen=True, slots=True)
class Version(VersionSummary):
    fields: Fields


_SUMMARY = tuple(versions.c[name] for name in VersionSummary.__dataclass_fields__)


def select_versions(conn: Connection, draft_id: str, limit: int) -> list[VersionSummary]:
    """The newest first."""
    statement = select(*_SUMMARY).where(versions.c.draft_id == draft_id).order_by(desc(versions.c.number)).limit(limit)
    return [VersionSummary(**_values(row)) for row in conn.execute(statement)]


def select_version(conn: Connection, draft_id: str, number: int) -> Version | None:
    statement = select(versions).where(versions.c.draft_id == draft_id, versions.c.number == number)
    row = conn.execute(statement).one_or_none()
    return None if row is None else _version(row)


def select_standing(conn: Connection, draft_id: str) -> Version | None:
    """What the item was made last, as far as is known here."""
    statement = (
        select(versions)
        .where(versions.c.draft_id == draft_id, versions.c.kind != "set aside")
        .order_by(desc(versions.c.number))
        .limit(1)
    )
    row = conn.execute(statement).one_or_none()
    return None if row is None else _version(row)


def next_number(conn: Connection, draft_id: str) -> int:
    highest = conn.execute(select(func.max(versions.c.number)).where(versions.c.draft_id == draft_id)).scalar_one()
    return (highest or 0) + 1


def put_version(conn: Connection, version: Version) -> None:
    """Add an entry, or write the one of that number anew."""
    values: dict[str, Any] = {name: getattr(version, name) for name in Version.__dataclass_fields__}
    values |= {
        "saved_at": text_of(version.saved_at),
        "begun_at": text_of(version.begun_at),
        "fields": msgspec.json.encode(version.fields).decode(),
    }
    statement = insert(versions).values(values)
    conn.execute(statement.on_conflict_do_update(index_elements=["draft_id", "number"], set_=values))


def delete_versions(conn: Connection, draft_id: str) -> None:
    conn.execute(delete(versions).where(versions.c.draft_id == draft_id))


def _version(row: Row[Any]) -> Version:
    values = _values(row)
    return Version(**values | {"fields": msgspec.json.decode(values["fields"], type=Fields)})


def _values(row: Row[Any]) -> dict[str, Any]:
    values = dict(row._mapping)
    return values | {name: datetime_of(values[name]) for name in ("saved_at", "begun_at")}
