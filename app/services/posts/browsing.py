"""Lists that callers put together themselves: any filter, any order. Statements are built each time: off the loop."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    exists,
    false,
    func,
    literal,
    not_,
    or_,
    select,
)

from app.db import Connection
from app.db.times import text_of
from app.errors import Invalid
from app.services.posts.filters import And, Compare, Filter, OneOf, Operator, Order, Value
from app.services.posts.models import Byline, Listed, Page, PostKind, Tag
from app.services.posts.queries import BYLINE, TAG, WHOLE, whole_posts
from app.services.posts.tables import bodies, bylines, post_bylines, post_tags, posts, tags

Column = ColumnElement[Any]
Condition = ColumnElement[bool]

_TAG_POSTS = (
    select(func.count())
    .select_from(post_tags)
    .where(post_tags.c.tag_id == tags.c.id, post_tags.c.listed_at > "")
    .scalar_subquery()
)
_BYLINE_POSTS = (
    select(func.count())
    .select_from(post_bylines)
    .where(post_bylines.c.byline_id == bylines.c.id, post_bylines.c.listed_at > "")
    .scalar_subquery()
)
_NO_TEXT: Column = literal(None)


def _primary(link: Any, owner: Any, key: Any, shown: Any) -> Column:
    """The slug of what comes first on a post."""
    return (
        select(owner.c.slug)
        .join(link, key == owner.c.id)
        .where(link.c.post_id == posts.c.id, shown)
        .order_by(link.c.position)
        .limit(1)
        .scalar_subquery()
    )


@dataclass(frozen=True)
class Fields:
    """`columns`: field -> what it is. `links`: field -> a condition made from one on the linked row."""

    columns: Mapping[str, Column]
    links: Mapping[str, tuple[Column, Callable[[Condition], Condition]]]


def _tagged(condition: Condition) -> Condition:
    return exists(
        select(1)
        .select_from(post_tags.join(tags, tags.c.id == post_tags.c.tag_id))
        .where(post_tags.c.post_id == posts.c.id, condition, ~tags.c.internal)
    )


def _signed(condition: Condition) -> Condition:
    return exists(
        select(1)
        .select_from(post_bylines.join(bylines, bylines.c.id == post_bylines.c.byline_id))
        .where(post_bylines.c.post_id == posts.c.id, condition)
    )


POST_FIELDS = Fields(
    {
        "id": posts.c.id,
        "slug": posts.c.slug,
        "path": posts.c.path,
        "title": posts.c.title,
        "published_at": posts.c.published_at,
        "created_at": posts.c.published_at,
        "updated_at": posts.c.updated_at,
        "featured": posts.c.pinned,
        "feature_image": posts.c.image_url,
        "custom_excerpt": posts.c.excerpt,
        "reading_time": posts.c.reading_minutes,
        "locale": posts.c.language,
        "canonical_url": bodies.c.canonical_url,
        "meta_description": bodies.c.description,
        "html": bodies.c.html,
        "visibility": literal("public"),
        "status": literal("published"),
        "type": posts.c.kind,
        "primary_tag": _primary(post_tags, tags, post_tags.c.tag_id, ~tags.c.internal),
        "primary_author": _primary(post_bylines, bylines, post_bylines.c.byline_id, literal(True)),
    },
    {
        **dict.fromkeys(("tag", "tags", "tag.slug", "tags.slug"), (tags.c.slug, _tagged)),
        **{f"{name}.{field}": (tags.c[field], _tagged) for name in ("tag", "tags") for field in ("id", "name")},
        **{name: (literal("public"), _tagged) for name in ("tag.visibility", "tags.visibility")},
        **dict.fromkeys(("author", "authors", "author.slug", "authors.slug"), (bylines.c.slug, _signed)),
        **{
            f"{name}.{field}": (bylines.c[field], _signed) for name in ("author", "authors") for field in ("id", "name")
        },
    },
)
TAG_FIELDS = Fields(
    {
        **{name: tags.c[name] for name in ("id", "slug", "name", "description")},
        "visibility": literal("public"),
        "count.posts": _TAG_POSTS,
    },
    {},
)
BYLINE_FIELDS = Fields(
    {
        **{name: bylines.c[name] for name in ("id", "slug", "name", "bio")},
        "website": bylines.c.url,
        "profile_image": bylines.c.image,
        "count.posts": _BYLINE_POSTS,
    },
    {},
)
_MOMENTS = frozenset({"published_at", "created_at", "updated_at"})


_OPERATORS: Mapping[Operator, Callable[[Column, Any], Condition]] = {
    "=": lambda column, value: _equals(column, value),
    ">": lambda column, value: column > value,
    ">=": lambda column, value: column >= value,
    "<": lambda column, value: column < value,
    "<=": lambda column, value: column <= value,
    "contains": lambda column, value: column.icontains(str(value), autoescape=True),
    "starts": lambda column, value: column.istartswith(str(value), autoescape=True),
    "ends": lambda column, value: column.iendswith(str(value), autoescape=True),
}


def select_posts(
    conn: Connection, kind: PostKind, wanted: Filter | None, order: Sequence[Order], number: int, per_page: int
) -> Page[Listed]:
    statement = WHOLE.add_columns(posts.c.slug).where(posts.c.kind == kind)
    if wanted is not None:
        statement = statement.where(condition_of(wanted, POST_FIELDS))
    rows, total = _window(conn, statement, [*_ordered(order, POST_FIELDS), posts.c.id.desc()], number, per_page)
    found = whole_posts(conn, [row[:-1] for row in rows])
    entries = tuple(Listed(post, row[-1]) for post, row in zip(found, rows, strict=True))
    return Page(entries, number, -(-total // per_page), total)


def select_tags(
    conn: Connection, wanted: Filter | None, order: Sequence[Order], number: int, per_page: int
) -> Page[tuple[Tag, int]]:
    """Tags readers may see, with the number of posts each has."""
    statement = select(*TAG, _TAG_POSTS).where(~tags.c.internal)
    rows, total = _narrowed(conn, statement, TAG_FIELDS, wanted, order, tags.c.id, number, per_page)
    return Page(tuple((Tag(*row[:-1]), row[-1]) for row in rows), number, -(-total // per_page), total)


def select_bylines(
    conn: Connection, wanted: Filter | None, order: Sequence[Order], number: int, per_page: int
) -> Page[tuple[Byline, int]]:
    statement = select(*BYLINE, _BYLINE_POSTS)
    rows, total = _narrowed(conn, statement, BYLINE_FIELDS, wanted, order, bylines.c.id, number, per_page)
    return Page(tuple((Byline(*row[:-1]), row[-1]) for row in rows), number, -(-total // per_page), total)


def _narrowed(
    conn: Connection,
    statement: Select[Any],
    fields: Fields,
    wanted: Filter | None,
    order: Sequence[Order],
    last: Column,
    number: int,
    per_page: int,
) -> tuple[list[tuple[Any, ...]], int]:
    if wanted is not None:
        statement = statement.where(condition_of(wanted, fields))
    return _window(conn, statement, [*_ordered(order, fields), last], number, per_page)


def _window(
    conn: Connection, statement: Select[Any], order: Sequence[Column], number: int, per_page: int
) -> tuple[list[tuple[Any, ...]], int]:
    total = conn.execute(select(func.count()).select_from(statement.subquery())).scalar_one()
    rows = conn.execute(statement.order_by(*order).limit(per_page).offset((number - 1) * per_page))
    return [tuple(row) for row in rows], total


def _ordered(order: Sequence[Order], fields: Fields) -> list[Column]:
    found: list[Column] = []
    for one in order:
        if one.field not in fields.columns:
            raise Invalid(f"nothing can be put in order by {one.field!r}; there is {', '.join(sorted(fields.columns))}")
        column = fields.columns[one.field]
        found.append(column.desc() if one.descending else column.asc())
    return found


def condition_of(wanted: Filter, fields: Fields) -> Condition:
    """Raises: Invalid: a field that does not exist."""
    if isinstance(wanted, Compare | OneOf):
        return _leaf(wanted, fields)
    parts = [condition_of(part, fields) for part in wanted.parts]
    return and_(*parts) if isinstance(wanted, And) else or_(*parts)


def _leaf(wanted: Compare | OneOf, fields: Fields) -> Condition:
    if wanted.field in fields.links:
        column, linked = fields.links[wanted.field]
        has_none = _asks_for_none(wanted)  # "tag:null"
        found = not_(linked(literal(True))) if has_none else linked(_compared(wanted, column))
    elif wanted.field in fields.columns:
        found = func.coalesce(_compared(wanted, fields.columns[wanted.field]), false())
    else:
        known = ", ".join(sorted({*fields.columns, *fields.links}))
        raise Invalid(f"there is no field {wanted.field!r} to filter by; there is {known}")
    return not_(found) if wanted.negated else found


def _asks_for_none(wanted: Compare | OneOf) -> bool:
    return isinstance(wanted, Compare) and wanted.operator == "=" and wanted.value is None


def _compared(wanted: Compare | OneOf, column: Column) -> Condition:
    if isinstance(wanted, OneOf):
        return or_(*(_equals(column, _stored(value, wanted.field, column)) for value in wanted.values))
    if wanted.operator in ("contains", "starts", "ends") and not isinstance(column.type, String):
        raise Invalid(f"{wanted.field} is no text that could be searched; compare it with : or >")
    return _OPERATORS[wanted.operator](column, _stored(wanted.value, wanted.field, column))


def _equals(column: Column, value: Any) -> Condition:
    return column.is_(None) if value is None else column == value


def _stored(value: Value, field: str, column: Column) -> Any:
    """As the file keeps it. Raises: Invalid: it is nothing this field could be."""
    if value is None:
        return None
    if isinstance(column.type, Boolean):
        if not isinstance(value, bool):
            raise Invalid(f"{field} is true or false, not {value!r}")
        return value
    if isinstance(column.type, Integer):
        return _number(value, field)
    if field in _MOMENTS:
        return _moment(value, field)
    return text_of(value) if isinstance(value, datetime) else str(value).lower() if value in (True, False) else value


def _number(value: Value, field: str) -> float:
    try:
        return float(str(value))
    except ValueError:
        raise Invalid(f"{field} is a number, not {value!r}") from None


def _moment(value: Value, field: str) -> str:
    if isinstance(value, datetime):
        return text_of(value)
    try:
        moment = datetime.fromisoformat(str(value))
        return text_of(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        raise Invalid(f"{field} is a date like '2026-01-31 12:00:00', not {value!r}") from None
