"""Every SQL statement of Media.db."""

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.dialects.sqlite import insert

from app.db import Connection, Query
from app.db.times import datetime_of, text_of
from app.services.media.models import Media, MissingMedia
from app.services.media.tables import addresses, media, missing

_COLUMNS = (
    media.c.id,
    media.c.name,
    media.c.type,
    media.c.size_bytes,
    media.c.width,
    media.c.height,
    media.c.alt,
    media.c.created_at,
)
_BY_ID = Query(select(*_COLUMNS).where(media.c.id == bindparam("id")))
_BY_PREFIX = Query(select(*_COLUMNS).where(media.c.id >= bindparam("prefix"), media.c.id < bindparam("end")).limit(1))
_BY_ADDRESS = Query(
    select(addresses.c.address, *_COLUMNS)
    .join(media, media.c.id == addresses.c.media_id)
    .where(addresses.c.address.in_(select(func.json_each(bindparam("given")).table_valued("value").c.value)))
)
_ALL_ADDRESSES = Query(select(addresses.c.address, *_COLUMNS).join(media, media.c.id == addresses.c.media_id))
_MISSING = Query(select(missing.c.url, missing.c.error).order_by(missing.c.url))


def select_media(conn: Connection, media_id: str) -> Media | None:
    row = _BY_ID.first(conn, id=media_id)
    return _media(row) if row else None


def select_by_prefix(conn: Connection, prefix: str) -> Media | None:
    """`prefix` is hexadecimal: "g" comes after every id that begins with it."""
    row = _BY_PREFIX.first(conn, prefix=prefix, end=prefix + "g")
    return _media(row) if row else None


def select_by_address(conn: Connection, given: Collection[str]) -> dict[str, Media]:
    return {row[0]: _media(row[1:]) for row in _BY_ADDRESS.all(conn, given=json.dumps(list(given)))}


def select_all_addresses(conn: Connection) -> dict[str, Media]:
    return {row[0]: _media(row[1:]) for row in _ALL_ADDRESSES.all(conn)}


def insert_media(conn: Connection, given: Media) -> None:
    """The same bytes twice are one file: the first name and alt text stay."""
    statement = insert(media).values(
        id=given.id,
        name=given.name,
        type=given.type,
        size_bytes=given.size_bytes,
        width=given.width,
        height=given.height,
        alt=given.alt,
        created_at=text_of(given.created_at),
    )
    conn.execute(statement.on_conflict_do_nothing())


def upsert_addresses(conn: Connection, media_id: str, given: Collection[str]) -> None:
    if not given:
        return
    statement = insert(addresses)
    statement = statement.on_conflict_do_update(
        index_elements=[addresses.c.address], set_={"media_id": statement.excluded.media_id}
    )
    conn.execute(statement, [{"address": address, "media_id": media_id} for address in given])


def select_missing(conn: Connection) -> list[MissingMedia]:
    return [MissingMedia(*row) for row in _MISSING.all(conn)]


def insert_missing(conn: Connection, urls: Collection[str]) -> None:
    conn.execute(insert(missing).on_conflict_do_nothing(), [{"url": url, "error": ""} for url in urls])


def update_missing(conn: Connection, url: str, error: str) -> None:
    statement = insert(missing).values(url=url, error=error)
    conn.execute(statement.on_conflict_do_update(index_elements=[missing.c.url], set_={"error": error}))


def delete_missing(conn: Connection, urls: Collection[str]) -> None:
    conn.execute(delete(missing).where(missing.c.url.in_(list(urls))))


def _media(row: tuple[Any, ...]) -> Media:
    media_id, name, kind, size_bytes, width, height, alt, created_at = row
    return Media(media_id, name, kind, size_bytes, width, height, alt, datetime_of(created_at))
