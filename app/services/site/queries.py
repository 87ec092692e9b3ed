"""Every SQL statement on Site.db."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Table, bindparam, delete, func, select, true, update
from sqlalchemy.dialects.sqlite import insert

from app.db import Connection, Query
from app.db.times import datetime_of, text_of
from app.services.site.models import ApiKey, Link, Redirect, SiteInfo
from app.services.site.tables import api_keys, patterns, redirects, site

_NAVIGATION = msgspec.json.Decoder(tuple[Link, ...])
_SITE = tuple(site.c[name] for name in SiteInfo.__dataclass_fields__)
SITE = Query(select(*_SITE))
_EXACT = (redirects.c.source, redirects.c.target, redirects.c.permanent)
_PATTERN = (patterns.c.source, patterns.c.target, patterns.c.permanent)
BY_SOURCES = Query(
    select(*_EXACT).where(
        redirects.c.source.in_(select(func.json_each(bindparam("sources")).table_valued("value").c.value))
    )
)
PATTERNS = Query(select(*_PATTERN).order_by(patterns.c.number))


def select_site(conn: Connection) -> SiteInfo | None:
    row = SITE.first(conn)
    return None if row is None else _site(row)


def insert_site(conn: Connection, info: SiteInfo) -> None:
    """Does nothing where there is one."""
    values = {name: getattr(info, name) for name in SiteInfo.__dataclass_fields__}
    conn.execute(insert(site).values(only=1, **_stored(values)).on_conflict_do_nothing())


def update_site(conn: Connection, changes: Mapping[str, Any]) -> None:
    conn.execute(update(site).values(_stored(changes)))


def _stored(values: Mapping[str, Any]) -> dict[str, Any]:
    stored = dict(values)
    if "navigation" in stored:
        stored["navigation"] = msgspec.json.encode(stored["navigation"]).decode()
    return stored


def _site(row: tuple[Any, ...]) -> SiteInfo:
    fields = dict(zip(SiteInfo.__dataclass_fields__, row, strict=True))
    flags = {name: bool(fields[name]) for name in ("comments", "comments_for_new", "comments_known")}
    return SiteInfo(**fields | flags | {"navigation": _NAVIGATION.decode(fields["navigation"])})


# Redirects


def select_redirects(conn: Connection, sources: Collection[str]) -> dict[str, Redirect]:
    """Source -> redirect."""
    return {row[0]: Redirect(*row) for row in BY_SOURCES.all(conn, sources=json.dumps(list(sources)))}


def select_patterns(conn: Connection) -> list[Redirect]:
    return [Redirect(source, target, permanent, is_regex=True) for source, target, permanent in PATTERNS.all(conn)]


def select_redirect_page(conn: Connection, containing: str, limit: int, offset: int) -> list[Redirect]:
    wanted = select(*_EXACT).where(_holds(redirects, containing))
    return [Redirect(*row) for row in conn.execute(wanted.order_by(redirects.c.source).limit(limit).offset(offset))]


def count_redirects(conn: Connection, containing: str) -> int:
    wanted = select(func.count()).select_from(redirects).where(_holds(redirects, containing))
    return conn.execute(wanted).scalar_one()


def _holds(table: Table, text: str) -> ColumnElement[bool]:
    """Source or target has the text in it, as it stands: `%` and `_` are letters like others."""
    if not text:
        return true()
    return table.c.source.contains(text, autoescape=True) | table.c.target.contains(text, autoescape=True)


def upsert_redirects(conn: Connection, items: Sequence[Redirect]) -> None:
    """Exact ones and patterns alike."""
    for table in (redirects, patterns):
        rows = [
            {"source": item.source, "target": item.target, "permanent": item.permanent}
            for item in items
            if item.is_regex == (table is patterns)
        ]
        if rows:
            statement = insert(table)
            changed = {name: statement.excluded[name] for name in ("target", "permanent")}
            conn.execute(statement.on_conflict_do_update(index_elements=[table.c.source], set_=changed), rows)


def delete_redirects(conn: Connection, sources: Collection[str], *, is_regex: bool) -> list[Redirect]:
    """Returns: those that were there."""
    table = patterns if is_regex else redirects
    statement = (
        delete(table).where(table.c.source.in_(sources)).returning(table.c.source, table.c.target, table.c.permanent)
    )
    return [Redirect(*row, is_regex=is_regex) for row in conn.execute(statement)]


# API keys

_KEY = (api_keys.c.id, api_keys.c.key, api_keys.c.name, api_keys.c.created_at)
KEYS = Query(select(*_KEY).order_by(api_keys.c.created_at, api_keys.c.id))
BY_KEY = Query(select(*_KEY).where(api_keys.c.key == bindparam("key")))


def select_keys(conn: Connection) -> list[ApiKey]:
    return [_key(row) for row in KEYS.all(conn)]


def select_key(conn: Connection, key: str) -> ApiKey | None:
    row = BY_KEY.first(conn, key=key)
    return None if row is None else _key(row)


def insert_key(conn: Connection, key: ApiKey) -> None:
    values = {"id": key.id, "key": key.key, "name": key.name, "created_at": text_of(key.created_at)}
    conn.execute(insert(api_keys).values(**values))


def delete_key(conn: Connection, key_id: str) -> ApiKey | None:
    row = conn.execute(delete(api_keys).where(api_keys.c.id == key_id).returning(*_KEY)).one_or_none()
    return None if row is None else _key(tuple(row))


def _key(row: tuple[Any, ...]) -> ApiKey:
    return ApiKey(row[0], row[1], row[2], datetime_of(row[3]))
