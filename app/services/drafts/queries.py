"""Every SQL statement on Drafts.db."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Row, bindparam, delete, func, select, tuple_, update
from sqlalchemy.dialects.sqlite import insert

from app.db import Change, Connection
from app.db.times import datetime_of, text_of
from app.services.drafts.models import Draft, DraftSummary, NewBody, Status
from app.services.drafts.tables import drafts, imports, uses
from app.services.posts import Byline, Image, Page, PostKind, Tag

_MOMENTS = ("published_at", "created_at", "updated_at")
_DOCUMENTS: Mapping[str, Any] = {
    "image": Image | None,
    "tags": tuple[Tag, ...],
    "authors": tuple[Byline, ...],
    "old_paths": tuple[str, ...],
    "metadata": dict[str, Any],
}
_SUMMARY = tuple(drafts.c[name] for name in DraftSummary.__dataclass_fields__)
_LAST_PAGE = 1_000_000


@dataclass(frozen=True, slots=True)
class State:
    """Where a draft stands, without its words."""

    status: Status
    path: str
    version: int


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """What the last import brought, and the version it made of it."""

    content_hash: str
    version: int


# Reading


def select_draft(conn: Connection, draft_id: str) -> Draft | None:
    row = conn.execute(select(drafts).where(drafts.c.id == draft_id)).one_or_none()
    return None if row is None else _draft(row)


def select_drafts(conn: Connection, ids: Collection[str]) -> dict[str, Draft]:
    return {row.id: _draft(row) for row in conn.execute(select(drafts).where(drafts.c.id.in_(ids)))}


def select_after(conn: Connection, draft_id: str, limit: int) -> list[Draft]:
    return [
        _draft(row)
        for row in conn.execute(select(drafts).where(drafts.c.id > draft_id).order_by(drafts.c.id).limit(limit))
    ]


def select_page(
    conn: Connection, status: Status | None, kind: PostKind | None, number: int, per_page: int
) -> Page[DraftSummary]:
    wanted = [column == value for column, value in ((drafts.c.status, status), (drafts.c.kind, kind)) if value]
    total = conn.execute(select(func.count()).select_from(drafts).where(*wanted)).scalar_one()
    rows = conn.execute(
        select(*_SUMMARY)
        .where(*wanted)
        .order_by(drafts.c.updated_at.desc(), drafts.c.id.desc())
        .limit(per_page)
        .offset((min(number, _LAST_PAGE) - 1) * per_page)
    )
    return Page(tuple(DraftSummary(**_with_times(row)) for row in rows), number, -(-total // per_page), total)


def select_users(conn: Connection, marks: Collection[str], limit: int) -> list[DraftSummary]:
    """The drafts that name one of these files, by the marks in their addresses; what was changed last comes first."""
    named = select(uses.c.draft_id).where(uses.c.mark.in_(marks))
    statement = select(*_SUMMARY).where(drafts.c.id.in_(named)).order_by(drafts.c.updated_at.desc()).limit(limit)
    return [DraftSummary(**_with_times(row)) for row in conn.execute(statement)]


def select_published_paths(conn: Connection, paths: Collection[str] | None = None) -> dict[str, str]:
    """Path -> id; `paths` None: all."""
    statement = select(drafts.c.path, drafts.c.id).where(drafts.c.status == "published")
    return dict(conn.execute(statement if paths is None else statement.where(drafts.c.path.in_(paths))).all())


def select_reachable(conn: Connection, paths: Collection[str]) -> dict[str, str]:
    """Path -> id of what readers find there, be it behind a password; what is public comes first."""
    seen = drafts.c.status.in_(("protected", "published"))
    statement = select(drafts.c.path, drafts.c.id).where(seen, drafts.c.path.in_(paths)).order_by(drafts.c.status)
    return dict(conn.execute(statement).all())


def count_by_status(conn: Connection) -> dict[Status, int]:
    return dict(conn.execute(select(drafts.c.status, func.count()).group_by(drafts.c.status)).all())


def select_states(conn: Connection, ids: Collection[str]) -> dict[str, State]:
    columns = (drafts.c.id, drafts.c.status, drafts.c.path, drafts.c.version)
    rows = conn.execute(select(*columns).where(drafts.c.id.in_(ids)))
    return {row.id: State(row.status, row.path, row.version) for row in rows}


def select_ledger(conn: Connection, ids: Collection[str]) -> dict[str, LedgerEntry]:
    rows = conn.execute(select(imports).where(imports.c.item_id.in_(ids)))
    return {row.item_id: LedgerEntry(row.content_hash, row.version_at_import) for row in rows}


# Writing

_INSERT = insert(drafts)
_UPSERT = Change(
    _INSERT.on_conflict_do_update(
        index_elements=[drafts.c.id], set_={c.name: _INSERT.excluded[c.name] for c in drafts.c if c.name != "id"}
    )
)
_FREE_PATH = Change(update(drafts).where(drafts.c.id == bindparam("draft_id")).values(path=drafts.c.id))
_INSERT_IMPORT = insert(imports)
_UPSERT_IMPORT = Change(
    _INSERT_IMPORT.on_conflict_do_update(
        index_elements=[imports.c.item_id],
        set_={c.name: _INSERT_IMPORT.excluded[c.name] for c in imports.c if c.name != "item_id"},
    )
)


def upsert_drafts(conn: Connection, items: Sequence[Draft]) -> None:
    """Write drafts, also where published ones exchange their paths."""
    _FREE_PATH.many(conn, [{"draft_id": item.id} for item in items])  # its id is no path, having no slash
    _UPSERT.many(conn, [_row(item) for item in items])


def upsert_imports(conn: Connection, entries: Mapping[str, LedgerEntry]) -> None:
    _UPSERT_IMPORT.many(
        conn,
        [
            {"item_id": item_id, "content_hash": entry.content_hash, "version_at_import": entry.version}
            for item_id, entry in entries.items()
        ],
    )


def update_status(
    conn: Connection, draft_id: str, status: Status, published_at: datetime | None, local_date: str | None, at: datetime
) -> Draft | None:
    """`published_at` and `local_date` are set only where the draft has none yet."""
    statement = (
        update(drafts)
        .where(drafts.c.id == draft_id)
        .values(
            status=status,
            published_at=func.coalesce(drafts.c.published_at, _text(published_at)),
            local_date=func.coalesce(drafts.c.local_date, local_date),
            updated_at=text_of(at),
            version=drafts.c.version + 1,
        )
        .returning(drafts)
    )
    row = conn.execute(statement).one_or_none()
    return None if row is None else _draft(row)


def clear_times(conn: Connection, draft_id: str) -> None:
    """What was only planned: publishing it now gives it a time of its own."""
    conn.execute(update(drafts).where(drafts.c.id == draft_id).values(published_at=None, local_date=None))


def select_trash(conn: Connection, before: datetime | None, ids: Collection[str] | None) -> list[str]:
    """Ids of what was put into the trash before then; None: whenever, whatever."""
    wanted = select(drafts.c.id).where(drafts.c.status == "trash")
    if before is not None:
        wanted = wanted.where(drafts.c.updated_at < text_of(before))
    if ids is not None:
        wanted = wanted.where(drafts.c.id.in_(ids))
    return list(conn.execute(wanted.order_by(drafts.c.updated_at)).scalars())


_NEW_BODY = (
    update(drafts)
    .where(drafts.c.id == bindparam("draft_id"))
    .values(html=bindparam("new_html"), image=bindparam("new_image"), version=drafts.c.version + 1)
)


def replace_bodies(conn: Connection, bodies: Sequence[NewBody]) -> list[str]:
    """Raise the version, and with it that of the last import: nobody has edited anything. Returns: published ids."""
    ids = [body.id for body in bodies]
    rows = conn.execute(select(drafts.c.id, drafts.c.status, drafts.c.image).where(drafts.c.id.in_(ids))).all()
    as_imported = select(drafts.c.id, drafts.c.version).where(drafts.c.id.in_(ids))
    conn.execute(
        update(imports)
        .where(tuple_(imports.c.item_id, imports.c.version_at_import).in_(as_imported))
        .values(version_at_import=imports.c.version_at_import + 1)
    )
    image_of = {row.id: row.image for row in rows}
    changes = [
        {"draft_id": body.id, "new_html": body.html, "new_image": _moved(image_of[body.id], body.image_url)}
        for body in bodies
        if body.id in image_of
    ]
    if changes:
        conn.execute(_NEW_BODY, changes)
    return [row.id for row in rows if row.status == "published"]


def _moved(image: str | None, url: str | None) -> str | None:
    if image is None or url is None:
        return image
    return msgspec.json.encode(replace(msgspec.json.decode(image, type=Image), url=url)).decode()


def delete_drafts(conn: Connection, ids: Collection[str]) -> list[str]:
    """Returns: those that were there."""
    return list(conn.execute(delete(drafts).where(drafts.c.id.in_(ids)).returning(drafts.c.id)).scalars())


def _row(draft: Draft) -> dict[str, Any]:
    row = {name: getattr(draft, name) for name in Draft.__dataclass_fields__}
    row |= {name: _text(row[name]) for name in _MOMENTS}
    row |= {name: msgspec.json.encode(row[name]).decode() for name in _DOCUMENTS if row[name] is not None}
    return row


def _draft(row: Row[Any]) -> Draft:
    fields = _with_times(row)
    for name, kind in _DOCUMENTS.items():
        if fields[name] is not None:
            fields[name] = msgspec.json.decode(fields[name], type=kind)
    return Draft(**fields)


def _with_times(row: Row[Any]) -> dict[str, Any]:
    fields = dict(row._mapping)
    for name in _MOMENTS:
        if fields.get(name) is not None:
            fields[name] = datetime_of(fields[name])
    return fields


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else text_of(moment)
