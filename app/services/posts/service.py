"""The rules of what the public reads. Knows no draft: `DraftService.follow` alone publishes."""

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.db import Connection, Database
from app.errors import Conflict, Invalid
from app.services.posts import browsing, protected, queries, writing
from app.services.posts.filters import Filter, Order
from app.services.posts.models import (
    Byline,
    Listed,
    Month,
    Neighbours,
    Page,
    Post,
    PostKind,
    PostSummary,
    PublishedPost,
    SearchHit,
    SitemapEntry,
    Tag,
    TagCount,
)
from app.services.posts.search import fts_query
from app.services.site import normalise, spellings


class PostService:
    def __init__(self, db: Database) -> None:
        self._db = db

    # One post

    def find_by_path(self, path: str) -> Post | None:
        """`path` is percent-decoded."""
        with self._db.read() as conn:
            return queries.select_by_path(conn, _path(path.encode("utf-8", "replace").decode()))

    def find_by_id(self, post_id: str) -> Post | None:
        with self._db.read() as conn:
            return queries.select_by_id(conn, post_id)

    def posts_by_id(self, ids: Collection[str]) -> dict[str, PostSummary]:
        with self._db.read() as conn:
            return queries.select_by_ids(conn, ids)

    def find_old_path(self, path_and_query: str) -> str | None:
        """The present path of the post an old, percent-decoded address led to; None too where that is the address."""
        tried = spellings(path_and_query)
        present = [spelling for path in tried if "?" not in path for spelling in (path, path.rstrip("/") + "/")]
        with self._db.read() as conn:
            known = queries.select_old_paths(conn, tried)
            taken = queries.select_taken(conn, present)
        found = [known[path] for path in tried if path in known] or [path for path in present if path in taken]
        return found[0] if found and found[0] != path_and_query else None

    def find_protected(self, path: str) -> tuple[str, str] | None:
        """The path and the id of the draft that lies there behind a password; the slash at its end may be missing."""
        path = _path(path.encode("utf-8", "replace").decode())
        tried = (path, path.removesuffix("/") if path.endswith("/") else f"{path}/")
        with self._db.read() as conn:
            known = protected.select_protected(conn, tried)
        return next(((path, known[path]) for path in tried if path in known), None)

    def neighbours(self, post: PostSummary) -> Neighbours:
        """The posts published before and after this one."""
        with self._db.read() as conn:
            return queries.select_neighbours(conn, post)

    def related(self, post: PostSummary, limit: int) -> list[PostSummary]:
        """Posts that share tags with this one, most first; maybe none."""
        with self._db.read() as conn:
            return queries.select_related(conn, post, limit)

    # Lists: posts only, the newest first; page numbers start at 1

    def latest_posts(self, page: int, per_page: int) -> Page[PostSummary]:
        """Pinned ones before all others."""
        with self._db.read() as conn:
            return queries.select_latest(conn, _number(page), per_page)

    def posts_by_tag(self, slug: str, page: int, per_page: int) -> Page[PostSummary]:
        with self._db.read() as conn:
            tag = queries.select_tag(conn, slug)
            return queries.select_tagged(conn, tag.id, _number(page), per_page) if tag else _empty(page)

    def posts_by_author(self, slug: str, page: int, per_page: int) -> Page[PostSummary]:
        with self._db.read() as conn:
            author = queries.select_byline(conn, slug)
            return queries.select_written(conn, author.id, _number(page), per_page) if author else _empty(page)

    def posts_by_date(self, year: int, month: int | None, page: int, per_page: int) -> Page[PostSummary]:
        """By the local dates of the site; `month` None: the whole year."""
        first, end = (f"{year:04}", f"{year + 1:04}") if month is None else _month_range(year, month)
        with self._db.read() as conn:
            return queries.select_dated(conn, first, end, _number(page), per_page)

    def feed(self, limit: int, tag_slug: str | None = None, author_slug: str | None = None) -> list[Post]:
        """Whole posts: all, or those of one tag, or of one author."""
        with self._db.read() as conn:
            if tag_slug is not None:
                tag = queries.select_tag(conn, tag_slug)
                return queries.select_tag_feed(conn, tag.id, limit) if tag else []
            if author_slug is not None:
                author = queries.select_byline(conn, author_slug)
                return queries.select_author_feed(conn, author.id, limit) if author else []
            return queries.select_feed(conn, limit)

    def pages(self) -> list[PostSummary]:
        """All pages by title, for a navigation nobody has arranged."""
        with self._db.read() as conn:
            return queries.select_pages(conn)

    def search(self, query: str, page: int, per_page: int) -> Page[SearchHit]:
        """Posts and pages with all words of `query`, the best first; `"a phrase"` and `-without` are understood.

        Raises nothing for any query. Thousands of hits take 10 ms and more: not for the event loop.
        """
        match = fts_query(query)
        if match is None:
            return _empty(page)
        with self._db.read() as conn:
            return queries.select_hits(conn, match, _number(page), per_page)

    def ids_with(self, query: str, limit: int) -> list[str]:
        """Ids of posts and pages with all words of `query`, in no order."""
        match = fts_query(query)
        if match is None:
            return []
        with self._db.read() as conn:
            return queries.select_matching(conn, match, limit)

    # Tags, authors, everything

    def tags(self) -> list[TagCount]:
        """The tags readers may see, those with most posts first."""
        with self._db.read() as conn:
            return queries.select_tag_counts(conn)

    def find_tag(self, slug: str) -> Tag | None:
        with self._db.read() as conn:
            return queries.select_tag(conn, slug)

    def find_author(self, slug: str) -> Byline | None:
        with self._db.read() as conn:
            return queries.select_byline(conn, slug)

    def months(self) -> list[Month]:
        with self._db.read() as conn:
            return queries.select_months(conn)

    def sitemap(self) -> list[SitemapEntry]:
        with self._db.read() as conn:
            return queries.select_sitemap(conn)

    def visible_ids(self, ids: Collection[str]) -> set[str]:
        with self._db.read() as conn:
            return queries.select_visible(conn, ids)

    def paths_taken(self, paths: Collection[str]) -> dict[str, str]:
        """Path -> id of the post or page there; free ones are left out."""
        with self._db.read() as conn:
            return queries.select_taken(conn, paths)

    def count(self, kind: PostKind) -> int:
        with self._db.read() as conn:
            return queries.count_posts(conn, kind)

    # Lists that callers put together; statements are built for each: not for the event loop

    def browse_posts(
        self, kind: PostKind, wanted: Filter | None, order: Sequence[Order], page: int, per_page: int
    ) -> Page[Listed]:
        """Raises: Invalid: there is no such field."""
        with self._db.read() as conn:
            return browsing.select_posts(conn, kind, wanted, order, page, per_page)

    def browse_tags(
        self, wanted: Filter | None, order: Sequence[Order], page: int, per_page: int
    ) -> Page[tuple[Tag, int]]:
        """Tags readers may see -> number of their posts. Raises: Invalid: there is no such field."""
        with self._db.read() as conn:
            return browsing.select_tags(conn, wanted, order, page, per_page)

    def browse_authors(
        self, wanted: Filter | None, order: Sequence[Order], page: int, per_page: int
    ) -> Page[tuple[Byline, int]]:
        """Authors -> number of their posts. Raises: Invalid: there is no such field."""
        with self._db.read() as conn:
            return browsing.select_bylines(conn, wanted, order, page, per_page)

    # Writing, by DraftService.follow only

    def publish(self, posts: Sequence[PublishedPost]) -> None:
        """Make posts public, or replace what was; an older version than the one that is public changes nothing.

        Raises: Conflict: a path belongs to another post. Invalid: a path does not begin with a slash.
        """
        newest = {post.id: post for post in sorted(posts, key=lambda post: post.version)}
        for post in newest.values():
            if not post.path.startswith("/"):
                raise Invalid(f"“{post.title}” can't be published: its path {post.path!r} does not begin with a slash")
        if newest:
            posts = [_with_one_spelling(post) for post in newest.values()]
            rows = [writing.rows_of(post) for post in posts]
            self._db.write(lambda conn: _publish(conn, posts, rows))

    def unpublish(self, ids: Collection[str]) -> None:
        if ids:
            self._db.write(lambda conn: writing.delete_posts(conn, ids))

    def follow_protected(self, path_of: Mapping[str, str], ids: Collection[str]) -> None:
        """Of these drafts, those in `path_of` (id -> path) lie there behind a password, the others do not.

        What is so already is not written: the pages that are kept stay.
        """
        wanted = {draft_id: protected.mark_of(_path(path)) for draft_id, path in path_of.items()}
        with self._db.read() as conn:
            if protected.select_marks(conn, ids) == wanted:
                return
        self._db.write(lambda conn: protected.replace_protected(conn, wanted, ids))


def _publish(conn: Connection, posts: Sequence[PublishedPost], rows: Sequence[writing.Rows]) -> None:
    public = writing.select_versions(conn, [post.id for post in posts])
    fresh = {post.id: post for post in posts if post.version >= public.get(post.id, post.version)}
    if fresh:
        _refuse_taken_paths(conn, list(fresh.values()))
        known = [post_id for post_id in fresh if post_id in public]
        writing.upsert_posts(conn, [row for row in rows if row.post["id"] in fresh], known)


def _with_one_spelling(post: PublishedPost) -> PublishedPost:
    old_paths = dict.fromkeys(normalise(path) for path in post.old_paths)
    return replace(post, path=_path(post.path), old_paths=tuple(old_paths))


def _path(path: str) -> str:
    return unicodedata.normalize("NFC", path)


def _refuse_taken_paths(conn: Connection, posts: Sequence[PublishedPost]) -> None:
    """Posts may exchange paths among themselves."""
    wanted: dict[str, PublishedPost] = {}
    for post in posts:
        other = wanted.setdefault(post.path, post)
        if other is not post:
            raise Conflict(f"“{post.title}” can't be published: “{other.title}” is to have its path {post.path} too")
    moving = {post.id for post in posts}
    for path, owner_id in queries.select_taken(conn, wanted).items():
        if owner_id not in moving:
            raise Conflict(f"“{wanted[path].title}” can't be published: another post has its path {path}")


def _number(page: int) -> int:
    return max(page, 1)


def _empty(page: int) -> Page[Any]:
    return Page((), _number(page), 0, 0)


def _month_range(year: int, month: int) -> tuple[str, str]:
    following = (year, month + 1) if month < 12 else (year + 1, 1)
    return f"{year:04}-{month:02}", "{:04}-{:02}".format(*following)
