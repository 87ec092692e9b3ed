"""Every SQL statement that reads Posts.db, compiled once: pages are built from them on the event loop."""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, Table, bindparam, func, literal_column, select, tuple_

from app.db import Connection, Query
from app.db.times import datetime_of, text_of
from app.services.posts.models import (
    Byline,
    Image,
    Month,
    Neighbours,
    Page,
    Post,
    PostKind,
    PostSummary,
    SearchHit,
    SitemapEntry,
    Tag,
    TagCount,
)
from app.services.posts.search import END, START, snippet_html
from app.services.posts.tables import bodies, bylines, old_paths, post_bylines, post_tags, post_words, posts, tags

Row = tuple[Any, ...]

_LAST_PAGE: Final = 1_000_000
_SNIPPET_WORDS: Final = 40
_RELATED_LOOKED_AT: Final = 40  # newest posts of each tag


def _given(name: str) -> Any:
    """The values of the JSON array given as `name`: an IN list that can be compiled ahead."""
    return select(func.json_each(bindparam(name)).table_valued("value").c.value)


_SUMMARY = (
    *(posts.c.id, posts.c.kind, posts.c.path, posts.c.title, posts.c.excerpt, posts.c.published_at),
    *(posts.c.local_date, posts.c.updated_at, posts.c.reading_minutes, posts.c.language, posts.c.image_url),
    *(posts.c.image_alt, posts.c.image_caption, posts.c.pinned, posts.c.comments_open),
)
_BODY = (bodies.c.html, bodies.c.description, bodies.c.canonical_url, bodies.c.metadata)
TAG = (tags.c.id, tags.c.slug, tags.c.name, tags.c.description, tags.c.internal)
BYLINE = (bylines.c.id, bylines.c.slug, bylines.c.name, bylines.c.bio, bylines.c.url, bylines.c.image)
_IS_POST = posts.c.kind == "post"
_NEWEST_FIRST = (posts.c.published_at.desc(), posts.c.id.desc())

_SUMMARIES: Select[Any] = select(*_SUMMARY)
WHOLE: Select[Any] = select(*_SUMMARY, *_BODY).join(bodies, bodies.c.post_id == posts.c.id)

TAGS_OF = Query(
    select(post_tags.c.post_id, *TAG)
    .join(tags, tags.c.id == post_tags.c.tag_id)
    .where(post_tags.c.post_id.in_(_given("ids")), ~tags.c.internal)
    .order_by(post_tags.c.post_id, post_tags.c.position)
)
BYLINES_OF = Query(
    select(post_bylines.c.post_id, *BYLINE)
    .join(bylines, bylines.c.id == post_bylines.c.byline_id)
    .where(post_bylines.c.post_id.in_(_given("ids")))
    .order_by(post_bylines.c.post_id, post_bylines.c.position)
)


def _related_to(conn: Connection, rows: Sequence[Row]) -> tuple[dict[str, list[Tag]], dict[str, list[Byline]]]:
    ids = json.dumps([row[0] for row in rows])
    tags_of: dict[str, list[Tag]] = defaultdict(list)
    for post_id, *tag in TAGS_OF.all(conn, ids=ids):
        tags_of[post_id].append(Tag(*tag))
    bylines_of: dict[str, list[Byline]] = defaultdict(list)
    for post_id, *byline in BYLINES_OF.all(conn, ids=ids):
        bylines_of[post_id].append(Byline(*byline))
    return tags_of, bylines_of


def _summary_fields(row: Row) -> dict[str, Any]:
    names = ("id", "kind", "path", "title", "excerpt", "published_at", "local_date", "updated_at", "reading_minutes")
    fields = dict(zip(names, row, strict=False))
    fields["published_at"], fields["updated_at"] = datetime_of(row[5]), datetime_of(row[7])
    image = None if row[10] is None else Image(row[10], row[11], row[12])
    return fields | {"language": row[9], "image": image, "pinned": row[13], "comments_open": row[14]}


def _summaries(conn: Connection, rows: Sequence[Row]) -> tuple[PostSummary, ...]:
    if not rows:
        return ()
    tags_of, bylines_of = _related_to(conn, rows)
    return tuple(
        PostSummary(**_summary_fields(row), tags=tuple(tags_of[row[0]]), authors=tuple(bylines_of[row[0]]))
        for row in rows
    )


def whole_posts(conn: Connection, rows: Sequence[Row]) -> list[Post]:
    if not rows:
        return []
    tags_of, bylines_of = _related_to(conn, rows)
    return [
        Post(
            **_summary_fields(row),
            tags=tuple(tags_of[row[0]]),
            authors=tuple(bylines_of[row[0]]),
            html=row[15],
            description=row[16],
            canonical_url=row[17],
            metadata=json.loads(row[18]),
        )
        for row in rows
    ]


# One post

BY_PATH = Query(WHOLE.where(posts.c.path == bindparam("path")))
BY_ID = Query(WHOLE.where(posts.c.id == bindparam("id")))
BY_IDS = Query(_SUMMARIES.where(posts.c.id.in_(_given("ids"))))
BY_OLD_PATHS = Query(
    select(old_paths.c.path, posts.c.path)
    .join(posts, posts.c.id == old_paths.c.post_id)
    .where(old_paths.c.path.in_(_given("paths")))
    .order_by(*_NEWEST_FIRST)
)
TAKEN = Query(select(posts.c.path, posts.c.id).where(posts.c.path.in_(_given("paths"))))
VISIBLE = Query(select(posts.c.id).where(posts.c.id.in_(_given("ids"))))


def select_by_path(conn: Connection, path: str) -> Post | None:
    row = BY_PATH.first(conn, path=path)
    return None if row is None else whole_posts(conn, [row])[0]


def select_by_id(conn: Connection, post_id: str) -> Post | None:
    row = BY_ID.first(conn, id=post_id)
    return None if row is None else whole_posts(conn, [row])[0]


def select_by_ids(conn: Connection, ids: Collection[str]) -> dict[str, PostSummary]:
    rows = BY_IDS.all(conn, ids=json.dumps(list(ids)))
    return {post.id: post for post in _summaries(conn, rows)}


def select_old_paths(conn: Connection, paths: Sequence[str]) -> dict[str, str]:
    """Old path -> current path of the newest post that had it."""
    rows = BY_OLD_PATHS.all(conn, paths=json.dumps(paths))
    return dict(reversed(rows))


def select_taken(conn: Connection, paths: Collection[str]) -> dict[str, str]:
    """Path -> id of the post there."""
    return dict(TAKEN.all(conn, paths=json.dumps(list(paths))))


def select_visible(conn: Connection, ids: Collection[str]) -> set[str]:
    return {row[0] for row in VISIBLE.all(conn, ids=json.dumps(list(ids)))}


OLDER = Query(
    _SUMMARIES.where(
        _IS_POST, tuple_(posts.c.published_at, posts.c.id) < tuple_(bindparam("published_at"), bindparam("id"))
    )
    .order_by(*_NEWEST_FIRST)
    .limit(1)
)
NEWER = Query(
    _SUMMARIES.where(
        _IS_POST, tuple_(posts.c.published_at, posts.c.id) > tuple_(bindparam("published_at"), bindparam("id"))
    )
    .order_by(posts.c.published_at, posts.c.id)
    .limit(1)
)


def select_neighbours(conn: Connection, post: PostSummary) -> Neighbours:
    place = {"published_at": text_of(post.published_at), "id": post.id}
    older = _summaries(conn, OLDER.all(conn, **place))
    newer = _summaries(conn, NEWER.all(conn, **place))
    return Neighbours(older[0] if older else None, newer[0] if newer else None)


# Lists


class Listing:
    """Summaries in one order, page by page."""

    def __init__(self, number: Select[Any], entries: Select[Any]) -> None:
        self.number = Query(number)
        self.entries = Query(entries.limit(bindparam("limit")).offset(bindparam("offset")))

    def page(self, conn: Connection, number: int, per_page: int, **values: Any) -> Page[PostSummary]:
        total = _total(self.number, conn, **values)
        rows = self.entries.all(conn, **_window(number, per_page), **values)
        return Page(_summaries(conn, rows), number, _pages(total, per_page), total)


def _total(query: Query, conn: Connection, **values: Any) -> int:
    row = query.first(conn, **values)
    return row[0] if row else 0


def _window(number: int, per_page: int) -> dict[str, int]:
    return {"limit": per_page, "offset": (min(number, _LAST_PAGE) - 1) * per_page}


def _pages(total: int, per_page: int) -> int:
    return -(-total // per_page)


def _linked(link: Table, owner: ColumnElement[Any]) -> Listing:
    shown = (owner == bindparam("owner_id"), link.c.listed_at > "")
    return Listing(
        select(func.count()).select_from(link).where(*shown),
        _SUMMARIES.join(link, link.c.post_id == posts.c.id)
        .where(*shown)
        .order_by(link.c.listed_at.desc(), link.c.post_id.desc()),
    )


_IN_RANGE = (_IS_POST, posts.c.local_date >= bindparam("first"), posts.c.local_date < bindparam("end"))
# All rows less the pages: SQLite counts a whole table page by page, a part of it row by row.
_ALL, _PAGES = (select(func.count()).select_from(posts).where(*only) for only in ((), (posts.c.kind == "page",)))
LATEST = Listing(
    select(_ALL.scalar_subquery() - _PAGES.scalar_subquery()),
    _SUMMARIES.where(_IS_POST).order_by(posts.c.pinned.desc(), *_NEWEST_FIRST),
)
DATED = Listing(
    select(func.count()).select_from(posts).where(*_IN_RANGE),
    _SUMMARIES.where(*_IN_RANGE).order_by(posts.c.local_date.desc(), *_NEWEST_FIRST),
)
TAGGED = _linked(post_tags, post_tags.c.tag_id)
WRITTEN = _linked(post_bylines, post_bylines.c.byline_id)
PAGES = Query(_SUMMARIES.where(posts.c.kind == "page").order_by(posts.c.title, posts.c.id))


def select_latest(conn: Connection, number: int, per_page: int) -> Page[PostSummary]:
    return LATEST.page(conn, number, per_page)


def select_dated(conn: Connection, first: str, end: str, number: int, per_page: int) -> Page[PostSummary]:
    """`first` and `end` are local dates; the end is not included."""
    return DATED.page(conn, number, per_page, first=first, end=end)


def select_tagged(conn: Connection, tag_id: str, number: int, per_page: int) -> Page[PostSummary]:
    return TAGGED.page(conn, number, per_page, owner_id=tag_id)


def select_written(conn: Connection, byline_id: str, number: int, per_page: int) -> Page[PostSummary]:
    return WRITTEN.page(conn, number, per_page, owner_id=byline_id)


def select_pages(conn: Connection) -> list[PostSummary]:
    return list(_summaries(conn, PAGES.all(conn)))


def _feed_of(link: Table, owner: ColumnElement[Any]) -> Query:
    return Query(
        WHOLE.join(link, link.c.post_id == posts.c.id)
        .where(owner == bindparam("owner_id"), link.c.listed_at > "")
        .order_by(link.c.listed_at.desc(), link.c.post_id.desc())
        .limit(bindparam("limit"))
    )


FEED = Query(WHOLE.where(_IS_POST).order_by(*_NEWEST_FIRST).limit(bindparam("limit")))
TAG_FEED = _feed_of(post_tags, post_tags.c.tag_id)
AUTHOR_FEED = _feed_of(post_bylines, post_bylines.c.byline_id)


def select_feed(conn: Connection, limit: int) -> list[Post]:
    return whole_posts(conn, FEED.all(conn, limit=limit))


def select_tag_feed(conn: Connection, tag_id: str, limit: int) -> list[Post]:
    return whole_posts(conn, TAG_FEED.all(conn, owner_id=tag_id, limit=limit))


def select_author_feed(conn: Connection, byline_id: str, limit: int) -> list[Post]:
    return whole_posts(conn, AUTHOR_FEED.all(conn, owner_id=byline_id, limit=limit))


RECENT_WITH_TAG = Query(
    select(post_tags.c.post_id, post_tags.c.listed_at)
    .where(post_tags.c.tag_id == bindparam("tag_id"), post_tags.c.listed_at > "")
    .order_by(post_tags.c.listed_at.desc(), post_tags.c.post_id.desc())
    .limit(_RELATED_LOOKED_AT)
)


def select_related(conn: Connection, post: PostSummary, limit: int) -> list[PostSummary]:
    """Posts with the most tags in common, then the newest."""
    shared: Counter[tuple[str, str]] = Counter()
    for tag in post.tags:
        shared.update((at, post_id) for post_id, at in RECENT_WITH_TAG.all(conn, tag_id=tag.id) if post_id != post.id)
    best = sorted(shared, key=lambda found: (shared[found], found), reverse=True)[:limit]
    by_id = select_by_ids(conn, [post_id for _, post_id in best])
    return [by_id[post_id] for _, post_id in best]


# Tags, bylines, months, everything

TAG_BY_SLUG = Query(select(*TAG).where(tags.c.slug == bindparam("slug"), ~tags.c.internal))
BYLINE_BY_SLUG = Query(select(*BYLINE).where(bylines.c.slug == bindparam("slug")))
TAG_COUNTS = Query(
    select(*TAG, func.count())
    .join(post_tags, post_tags.c.tag_id == tags.c.id)
    .where(~tags.c.internal, post_tags.c.listed_at > "")
    .group_by(tags.c.id)
    .order_by(func.count().desc(), tags.c.name, tags.c.id)
)
_MONTH = func.substr(posts.c.local_date, 1, 7)
MONTHS = Query(select(_MONTH, func.count()).where(_IS_POST).group_by(_MONTH).order_by(_MONTH.desc()))
SITEMAP = Query(select(posts.c.path, posts.c.updated_at).order_by(posts.c.kind, posts.c.published_at, posts.c.id))
COUNT = Query(select(func.count()).select_from(posts).where(posts.c.kind == bindparam("kind")))


def select_tag(conn: Connection, slug: str) -> Tag | None:
    row = TAG_BY_SLUG.first(conn, slug=slug)
    return None if row is None else Tag(*row)


def select_byline(conn: Connection, slug: str) -> Byline | None:
    row = BYLINE_BY_SLUG.first(conn, slug=slug)
    return None if row is None else Byline(*row)


def select_tag_counts(conn: Connection) -> list[TagCount]:
    return [TagCount(Tag(*row[:-1]), row[-1]) for row in TAG_COUNTS.all(conn)]


def select_months(conn: Connection) -> list[Month]:
    return [Month(int(month[:4]), int(month[5:]), number) for month, number in MONTHS.all(conn)]


def select_sitemap(conn: Connection) -> list[SitemapEntry]:
    return [SitemapEntry(path, datetime_of(updated_at)) for path, updated_at in SITEMAP.all(conn)]


def count_posts(conn: Connection, kind: PostKind) -> int:
    return _total(COUNT, conn, kind=kind)


# Full text. `post_words` weighs a title ten times a body; its migration says so.

_INDEX: ColumnElement[Any] = literal_column("post_words")
_MATCHING = _INDEX.op("MATCH")(bindparam("match"))
FOUND = Query(
    select(post_words.c.rowid, func.snippet(_INDEX, 1, START, END, "…", _SNIPPET_WORDS))
    .where(_MATCHING)
    .order_by(post_words.c.rank)
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)
FOUND_NUMBER = Query(select(func.count()).select_from(post_words).where(_MATCHING))
BY_NUMBERS = Query(select(*_SUMMARY, posts.c.number).where(posts.c.number.in_(_given("numbers"))))


def select_matching(conn: Connection, match: str, limit: int) -> list[str]:
    """Ids of what matches, in no order: without a rank and snippets it is a tenth of the work."""
    statement = (
        "SELECT p.id FROM post_words JOIN posts AS p ON p.number = post_words.rowid WHERE post_words MATCH ? LIMIT ?"
    )
    return [row[0] for row in conn.raw.execute(statement, (match, limit))]


def select_hits(conn: Connection, match: str, number: int, per_page: int) -> Page[SearchHit]:
    total = _total(FOUND_NUMBER, conn, match=match)
    found = FOUND.all(conn, match=match, **_window(number, per_page))
    rows = BY_NUMBERS.all(conn, numbers=json.dumps([row[0] for row in found]))
    by_number = dict(zip((row[-1] for row in rows), _summaries(conn, rows), strict=True))
    hits = tuple(SearchHit(by_number[at], snippet_html(snippet)) for at, snippet in found)
    return Page(hits, number, _pages(total, per_page), total)
