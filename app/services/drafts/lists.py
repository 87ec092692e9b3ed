"""The list of everything being written: filtered, searched, sorted, a page at a time."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, false, func, or_, select

from app.db import Connection
from app.db.times import datetime_of
from app.services.drafts.models import Listed, Status
from app.services.drafts.tables import drafts
from app.services.posts import Page, PostKind

Sort = Literal["changed", "published", "title"]
_LAST_PAGE = 1_000_000
_NAMES = ("id", "kind", "status", "title", "path", "updated_at", "published_at", "note", "tags", "authors")
_COLUMNS = tuple(drafts.c[name] for name in _NAMES)
_ORDERS: dict[Sort, tuple[Any, ...]] = {
    "changed": (drafts.c.updated_at.desc(), drafts.c.id.desc()),
    "published": (drafts.c.published_at.desc(), drafts.c.id.desc()),
    "title": (func.lower(drafts.c.title), drafts.c.id),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list shows; None and "" mean any. The trash is shown only where it is asked for.

    `text` is looked for in titles and, of what is not published, in the words; `found` are ids of published items that
    were found elsewhere to have it. `reader_id`: only what this person may see: published things, and their own.
    """

    status: Status | None = None
    kind: PostKind | None = None
    author_id: str = ""
    tag_slug: str = ""
    text: str = ""
    found: Collection[str] = ()
    reader_id: str = ""
    sort: Sort = "changed"


def select_list(conn: Connection, wanted: Wanted, number: int, per_page: int) -> Page[Listed]:
    conditions, order = list(_conditions(wanted)), _ORDERS[wanted.sort]
    first = (min(number, _LAST_PAGE) - 1) * per_page
    page = select(*_COLUMNS).order_by(*order)
    if wanted.text:  # one walk over the texts, not one to count and one to show
        ids = conn.execute(select(drafts.c.id).where(*conditions).order_by(*order)).scalars().all()
        total, page = len(ids), page.where(drafts.c.id.in_(ids[first : first + per_page]))
    else:
        total = conn.execute(select(func.count()).select_from(drafts).where(*conditions)).scalar_one()
        page = page.where(*conditions).limit(per_page).offset(first)
    return Page(tuple(_listed(tuple(row)) for row in conn.execute(page)), number, -(-total // per_page), total)


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found = [drafts.c.status == wanted.status if wanted.status else drafts.c.status != "trash"]
    if wanted.kind:
        found.append(drafts.c.kind == wanted.kind)
    if wanted.author_id:
        found.append(_names(drafts.c.authors, "id", wanted.author_id))
    if wanted.tag_slug:
        found.append(_names(drafts.c.tags, "slug", wanted.tag_slug))
    if wanted.text:
        found.append(_has_text(wanted))
    if wanted.reader_id:
        found.append((drafts.c.status == "published") | _names(drafts.c.authors, "id", wanted.reader_id))
    return found


def _names(column: Any, key: str, value: str) -> ColumnElement[bool]:
    """Whether the JSON in the column has that pair; compact JSON, as it is written, so that a look at the text does."""
    return func.instr(column, json.dumps({key: value}, separators=(",", ":"), ensure_ascii=False)[1:-1]) > 0


def _has_text(wanted: Wanted) -> ColumnElement[bool]:
    in_words = (drafts.c.status != "published") & drafts.c.text.contains(wanted.text, autoescape=True)
    by_id = drafts.c.id.in_(wanted.found) if wanted.found else false()
    return or_(drafts.c.title.contains(wanted.text, autoescape=True), by_id, in_words)


def _listed(row: tuple[Any, ...]) -> Listed:
    values = dict(zip(_NAMES, row, strict=True))
    published_at = values["published_at"]
    return Listed(
        **values
        | {
            "updated_at": datetime_of(values["updated_at"]),
            "published_at": datetime_of(published_at) if published_at else None,
            "tags": tuple(tag["name"] for tag in json.loads(values["tags"])),
            "authors": {author["id"]: author["name"] for author in json.loads(values["authors"])},
        }
    )
