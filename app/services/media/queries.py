"""Every SQL statement of Media.db."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from app.db import Connection, Query
from app.db.times import datetime_of, text_of
from app.services.media.models import MARK_LENGTH, Media, MediaPage, MissingMedia, Picture, Variant, Wanted
from app.services.media.names import folded
from app.services.media.tables import addresses, media, missing, orphans, variants

_FIELDS = tuple(Media.__dataclass_fields__)
_COLUMNS = tuple(media.c[name] for name in _FIELDS)
_VARIANT = tuple(variants.c[name] for name in Variant.__dataclass_fields__)
_CREATED, _DELETED = _FIELDS.index("created_at"), _FIELDS.index("deleted_at")
_LAST_PAGE = 1_000_000
_KINDS: dict[str, ColumnElement[bool]] = {
    "image": media.c.type.like("image/%"),
    "audio": media.c.type.like("audio/%"),
    "video": media.c.type.like("video/%"),
    "document": media.c.type.like("application/%"),
}


def _given(name: str) -> Any:
    """The values of a JSON array, as a column."""
    return select(func.json_each(bindparam(name)).table_valued("value").c.value)


_BY_ID = Query(select(*_COLUMNS).where(media.c.id == bindparam("id")))
_BY_PREFIX = Query(
    select(*_COLUMNS)
    .where(media.c.id >= bindparam("prefix"), media.c.id < bindparam("end"), media.c.deleted_at.is_(None))
    .limit(1)
)
_BY_OBJECT = Query(
    select(*_VARIANT, *_COLUMNS)
    .join(media, media.c.id == variants.c.media_id)
    .where(
        variants.c.object_id >= bindparam("prefix"),
        variants.c.object_id < bindparam("end"),
        media.c.deleted_at.is_(None),
    )
)
_LISTED = Query(
    select(media.c.id)
    .where(media.c.deleted_at.is_(None))
    .order_by(media.c.created_at.desc(), media.c.id.desc())
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)
_COUNT_LISTED = Query(select(func.count()).select_from(media).where(media.c.deleted_at.is_(None)))
_BY_IDS = Query(select(*_COLUMNS).where(media.c.id.in_(_given("ids"))))
_MARK = func.json_each(bindparam("marks")).table_valued("value")
_USED_BY_VARIANT = Query(
    select(variants.c.media_id).join_from(
        _MARK, variants, (variants.c.object_id >= _MARK.c.value) & (variants.c.object_id < _MARK.c.value + "g")
    )
)
_VARIANTS = Query(
    select(*_VARIANT)
    .where(variants.c.media_id.in_(_given("ids")))
    .order_by(variants.c.media_id, variants.c.purpose, variants.c.type, variants.c.width)
)
_AFTER = Query(
    select(*_COLUMNS)
    .where(media.c.id > bindparam("id"), media.c.deleted_at.is_(None))
    .order_by(media.c.id)
    .limit(bindparam("limit"))
)
_BY_ADDRESS = Query(
    select(addresses.c.address, *_COLUMNS)
    .join(media, media.c.id == addresses.c.media_id)
    .where(addresses.c.address.in_(_given("given")))
)
_ALL_ADDRESSES = Query(select(addresses.c.address, *_COLUMNS).join(media, media.c.id == addresses.c.media_id))
_MISSING = Query(select(missing.c.url, missing.c.error).order_by(missing.c.url))
_WAITING = Query(
    select(*_COLUMNS)
    .where(media.c.state == "waiting", media.c.deleted_at.is_(None), media.c.id > bindparam("after"))
    .order_by(media.c.id)
    .limit(bindparam("limit"))
)
_COUNT_WAITING = Query(
    select(func.count()).select_from(media).where(media.c.state == "waiting", media.c.deleted_at.is_(None))
)


# Reading


def select_media(conn: Connection, media_id: str) -> Media | None:
    """Deleted ones too."""
    row = _BY_ID.first(conn, id=media_id)
    return _media(row) if row else None


def select_after(conn: Connection, media_id: str, limit: int) -> list[Media]:
    return [_media(row) for row in _AFTER.all(conn, id=media_id, limit=limit)]


def select_by_prefix(conn: Connection, prefix: str) -> Media | None:
    """`prefix` is hexadecimal: "g" comes after every id that begins with it."""
    row = _BY_PREFIX.first(conn, prefix=prefix, end=prefix + "g")
    return _media(row) if row else None


def select_by_object(conn: Connection, prefix: str) -> list[tuple[Variant, Media]]:
    """The same bytes may have been made of several pictures."""
    rows = _BY_OBJECT.all(conn, prefix=prefix, end=prefix + "g")
    return [(Variant(*row[: len(_VARIANT)]), _media(row[len(_VARIANT) :])) for row in rows]


def select_pictures(conn: Connection, found: Collection[Media]) -> list[Picture]:
    """Add what was made of each."""
    made: defaultdict[str, list[Variant]] = defaultdict(list)
    for row in _VARIANTS.all(conn, ids=json.dumps([one.id for one in found])):
        made[row[0]].append(Variant(*row))
    return [Picture(one, tuple(made[one.id])) for one in found]


def select_page(conn: Connection, wanted: Wanted, number: int, per_page: int) -> MediaPage:
    first = (min(number, _LAST_PAGE) - 1) * per_page
    if wanted == Wanted():
        total = count_listed(conn)
        ids = [row[0] for row in _LISTED.all(conn, limit=per_page, offset=first)]
    else:  # ten thousand ids are read faster than the same question is answered twice
        every = _matching(conn, wanted)
        total, ids = len(every), every[first : first + per_page]
    found = {row[0]: _media(row) for row in _BY_IDS.all(conn, ids=json.dumps(ids))}
    return MediaPage(tuple(select_pictures(conn, [found[one] for one in ids])), number, -(-total // per_page), total)


def count_listed(conn: Connection) -> int:
    ((count,),) = _COUNT_LISTED.all(conn)
    return int(count)


def _matching(conn: Connection, wanted: Wanted) -> list[str]:
    """The ids of all that is wanted, what came last first."""
    conditions: list[ColumnElement[bool]] = [
        media.c.deleted_at.is_not(None) if wanted.only == "deleted" else media.c.deleted_at.is_(None)
    ]
    conditions += [func.instr(media.c.searched, word) > 0 for word in folded(wanted.words).split()]
    if wanted.kind:
        conditions.append(_KINDS[wanted.kind])
    if wanted.only == "no alt text":
        conditions += [_KINDS["image"], media.c.alt == "", media.c.decorative.is_(False)]
    statement = select(media.c.id).where(*conditions).order_by(media.c.created_at.desc(), media.c.id.desc())
    ids = list(conn.execute(statement).scalars())
    return _unused(conn, ids, set(wanted.used)) if wanted.only == "unused" else ids


def _unused(conn: Connection, ids: list[str], used: set[str]) -> list[str]:
    """A text may name a file by what was made of it; few do, so only marks that are no file's own are looked up."""
    others = used - {one[:MARK_LENGTH] for one in ids}
    by_variant = {row[0] for row in _USED_BY_VARIANT.all(conn, marks=json.dumps(list(others)))} if others else set()
    return [one for one in ids if one[:MARK_LENGTH] not in used and one not in by_variant]


def select_by_address(conn: Connection, given: Collection[str]) -> dict[str, Media]:
    return {row[0]: _media(row[1:]) for row in _BY_ADDRESS.all(conn, given=json.dumps(list(given)))}


def select_all_addresses(conn: Connection) -> dict[str, Media]:
    return {row[0]: _media(row[1:]) for row in _ALL_ADDRESSES.all(conn)}


def select_waiting(conn: Connection, after: str, limit: int) -> list[Media]:
    """Pictures nothing was made of yet, in the order of their ids, from the one after `after` on."""
    return [_media(row) for row in _WAITING.all(conn, after=after, limit=limit)]


def count_waiting(conn: Connection) -> int:
    ((count,),) = _COUNT_WAITING.all(conn)
    return int(count)


def select_missing(conn: Connection) -> list[MissingMedia]:
    return [MissingMedia(*row) for row in _MISSING.all(conn)]


# Writing


def insert_media(conn: Connection, given: Media) -> None:
    """The same bytes twice are one file: the first name and alt text stay."""
    conn.execute(insert(media).values(_row(given)).on_conflict_do_nothing())


def upsert_media(conn: Connection, given: Media) -> None:
    statement = insert(media).values(_row(given))
    changed = {name: statement.excluded[name] for name in (*_FIELDS, "searched") if name not in ("id", "created_at")}
    conn.execute(statement.on_conflict_do_update(index_elements=[media.c.id], set_=changed))


def replace_variants(conn: Connection, media_id: str, given: Collection[Variant], purpose: str | None = None) -> None:
    """`purpose`: only those that serve it."""
    old = delete(variants).where(variants.c.media_id == media_id)
    conn.execute(old if purpose is None else old.where(variants.c.purpose == purpose))
    if given:
        fields = Variant.__dataclass_fields__
        conn.execute(insert(variants), [{name: getattr(one, name) for name in fields} for one in given])


def update_deleted(conn: Connection, media_id: str, deleted_at: datetime | None) -> bool:
    """Return whether there is such a file."""
    values = {"deleted_at": None if deleted_at is None else text_of(deleted_at)}
    statement = update(media).where(media.c.id == media_id).values(values).returning(media.c.id)
    return conn.execute(statement).first() is not None


def delete_old(conn: Connection, before: datetime) -> int:
    """Forget files that were deleted before then."""
    statement = delete(media).where(media.c.deleted_at < text_of(before)).returning(media.c.id)
    return len(conn.execute(statement).all())


def select_named_objects(conn: Connection) -> set[str]:
    """All objects that are still needed."""
    held = select(media.c.object_id).union_all(select(variants.c.object_id))
    return set(conn.execute(held).scalars())


def note_orphans(conn: Connection, found: Iterable[str], seen_at: datetime) -> None:
    """Remember what nothing names, and since when; forget those that are named again or gone."""
    given = json.dumps(list(found))
    listed = select(func.json_each(given).table_valued("value").c.value)
    conn.execute(delete(orphans).where(orphans.c.object_id.not_in(listed)))
    rows = [{"object_id": object_id, "seen_at": text_of(seen_at)} for object_id in json.loads(given)]
    if rows:
        conn.execute(insert(orphans).on_conflict_do_nothing(), rows)


def select_orphans(conn: Connection, before: datetime) -> list[str]:
    return list(conn.execute(select(orphans.c.object_id).where(orphans.c.seen_at < text_of(before))).scalars())


def upsert_addresses(conn: Connection, media_id: str, given: Collection[str]) -> None:
    if not given:
        return
    statement = insert(addresses)
    statement = statement.on_conflict_do_update(
        index_elements=[addresses.c.address], set_={"media_id": statement.excluded.media_id}
    )
    conn.execute(statement, [{"address": address, "media_id": media_id} for address in given])


def insert_missing(conn: Connection, urls: Collection[str]) -> None:
    conn.execute(insert(missing).on_conflict_do_nothing(), [{"url": url, "error": ""} for url in urls])


def update_missing(conn: Connection, url: str, error: str) -> None:
    statement = insert(missing).values(url=url, error=error)
    conn.execute(statement.on_conflict_do_update(index_elements=[missing.c.url], set_={"error": error}))


def delete_missing(conn: Connection, urls: Collection[str]) -> None:
    conn.execute(delete(missing).where(missing.c.url.in_(list(urls))))


def _row(given: Media) -> dict[str, Any]:
    row = {name: getattr(given, name) for name in _FIELDS}
    for name in ("created_at", "deleted_at"):
        row[name] = None if row[name] is None else text_of(row[name])
    return {**row, "searched": folded(given.name, given.alt)}


def _media(row: tuple[Any, ...]) -> Media:
    values = list(row)
    values[_CREATED] = datetime_of(values[_CREATED])
    values[_DELETED] = None if values[_DELETED] is None else datetime_of(values[_DELETED])
    return Media(*values)
