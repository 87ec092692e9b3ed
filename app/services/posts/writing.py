"""Every SQL statement that changes Posts.db; apart from `queries` only for the length of both."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, bindparam, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from app.db import Change, Connection, Query
from app.db.times import text_of
from app.services.posts.models import Image, PublishedPost
from app.services.posts.search import segmented
from app.services.posts.tables import bodies, bylines, old_paths, post_bylines, post_tags, post_words, posts, tags

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rows:
    """What a post is in the tables; made before the transaction begins."""

    post: Row
    body: Row
    words: Row  # without the number of the post
    tags: Sequence[Row]
    bylines: Sequence[Row]
    old_paths: Sequence[Row]


def _given(name: str) -> Any:
    return select(func.json_each(bindparam(name)).table_valued("value").c.value)


class _Linked:
    """Tags or bylines, and the table that links them to posts."""

    def __init__(self, target: Table, link: Table, owner: str) -> None:
        """`owner`: the column of `link` that names one of `target`."""
        self.target, self.link, self.owner = target, link, link.c[owner]
        is_known = target.c.slug.in_(_given("slugs")) | target.c.id.in_(_given("ids"))
        self.known = Query(select(target).where(is_known))
        statement = insert(target)
        changed = {c.name: statement.excluded[c.name] for c in target.c if c.name != "id"}
        self.upsert = Change(statement.on_conflict_do_update(index_elements=[target.c.id], set_=changed))
        self.insert_links = Change(insert(link))


_TAGS = _Linked(tags, post_tags, "tag_id")
_BYLINES = _Linked(bylines, post_bylines, "byline_id")

_INSERT_POST = insert(posts).values({c.name: bindparam(c.name) for c in posts.c if c.name != "number"})
_UPSERT_POST = Change(
    _INSERT_POST.on_conflict_do_update(
        index_elements=[posts.c.id],
        set_={c.name: _INSERT_POST.excluded[c.name] for c in posts.c if c.name not in ("number", "id")},
    )
)
_FREE_PATH = Change(
    update(posts)
    .where(posts.c.id == bindparam("post_id"), posts.c.path != bindparam("new_path"))
    .values(path=posts.c.id)  # no path, having no slash
)
_INSERT_BODY = Change(insert(bodies))
_INSERT_OLD_PATH = Change(insert(old_paths))
_INSERT_WORDS = Change(insert(post_words).values({name: bindparam(name) for name in ("rowid", "title", "body")}))
_VERSIONS = Query(select(posts.c.id, posts.c.version).where(posts.c.id.in_(_given("ids"))))
_NUMBERS = Query(select(posts.c.id, posts.c.number).where(posts.c.id.in_(_given("ids"))))


def select_versions(conn: Connection, ids: Sequence[str]) -> dict[str, int]:
    return {row[0]: row[1] for row in _VERSIONS.all(conn, ids=json.dumps(ids))}


def upsert_posts(conn: Connection, items: Sequence[Rows], known: Collection[str]) -> None:
    """Write posts with all that belongs to them, also where they exchange paths among themselves.

    `known`: those of their ids that are in the file; of the others there is nothing to take away first.
    """
    if known:
        _FREE_PATH.many(conn, [{"post_id": item.post["id"], "new_path": item.post["path"]} for item in items])
    _UPSERT_POST.many(conn, [item.post for item in items])
    ids = json.dumps([item.post["id"] for item in items])
    numbers: dict[str, int] = {row[0]: row[1] for row in _NUMBERS.all(conn, ids=ids)}
    if known:
        conn.execute(delete(bodies).where(bodies.c.post_id.in_(known)))
        conn.execute(delete(old_paths).where(old_paths.c.post_id.in_(known)))
        conn.execute(delete(post_words).where(post_words.c.rowid.in_([numbers[post_id] for post_id in known])))
    _INSERT_BODY.many(conn, [item.body for item in items])
    _replace_links(conn, _TAGS, [(item.post, item.tags) for item in items], known)
    _replace_links(conn, _BYLINES, [(item.post, item.bylines) for item in items], known)
    _INSERT_OLD_PATH.many(conn, [row for item in items for row in item.old_paths])
    _INSERT_WORDS.many(conn, [{"rowid": numbers[item.post["id"]], **item.words} for item in items])


def delete_posts(conn: Connection, ids: Collection[str]) -> None:
    numbers = conn.execute(select(posts.c.number).where(posts.c.id.in_(ids))).scalars().all()
    tag_ids = _unlink(conn, _TAGS, ids)
    byline_ids = _unlink(conn, _BYLINES, ids)
    conn.execute(delete(post_words).where(post_words.c.rowid.in_(numbers)))
    conn.execute(delete(posts).where(posts.c.id.in_(ids)))
    _delete_unlinked(conn, _TAGS, tag_ids)
    _delete_unlinked(conn, _BYLINES, byline_ids)


def rows_of(item: PublishedPost) -> Rows:
    return Rows(
        post=_post_row(item),
        body=_body_row(item),
        words={"title": segmented(item.title), "body": segmented(item.text)},
        tags=[{c.name: getattr(tag, c.name) for c in tags.c} for tag in item.all_tags or item.tags],
        bylines=[{c.name: getattr(byline, c.name) for c in bylines.c} for byline in item.authors],
        old_paths=[{"path": path, "post_id": item.id} for path in dict.fromkeys(item.old_paths)],
    )


def _post_row(item: PublishedPost) -> Row:
    image = item.image or Image("")
    return {
        "id": item.id,
        "kind": item.kind,
        "path": item.path,
        "title": item.title,
        "excerpt": item.excerpt,
        "published_at": text_of(item.published_at),
        "local_date": item.local_date,
        "updated_at": text_of(item.updated_at),
        "reading_minutes": item.reading_minutes,
        "language": item.language,
        "image_url": image.url or None,
        "image_alt": image.alt,
        "image_caption": image.caption,
        "pinned": item.pinned,
        "comments_open": item.comments_open,
        "slug": item.slug,
        "version": item.version,
    }


def _body_row(item: PublishedPost) -> Row:
    return {
        "post_id": item.id,
        "description": item.description,
        "canonical_url": item.canonical_url,
        "metadata": json.dumps(dict(item.metadata), ensure_ascii=False),
        "html": item.html,
    }


def _replace_links(
    conn: Connection, linked: _Linked, rows_of_post: Sequence[tuple[Row, Sequence[Row]]], known: Collection[str]
) -> None:
    """Make the links say what the items say; what nothing links to any more goes."""
    before = _unlink(conn, linked, known) if known else set()
    ids = _merge_by_slug(conn, linked, [row for _, rows in rows_of_post for row in rows])
    linked.insert_links.many(
        conn,
        [
            {"post_id": post["id"], linked.owner.name: owner_id, "position": position, "listed_at": _listed_at(post)}
            for post, rows in rows_of_post
            for position, owner_id in enumerate(dict.fromkeys(ids[row["id"]] for row in rows))
        ],
    )
    if before:
        _delete_unlinked(conn, linked, before)


def _listed_at(post: Row) -> str | None:
    return post["published_at"] if post["kind"] == "post" else None


def _unlink(conn: Connection, linked: _Linked, ids: Collection[str]) -> set[str]:
    statement = delete(linked.link).where(linked.link.c.post_id.in_(ids)).returning(linked.owner)
    return set(conn.execute(statement).scalars())


def _delete_unlinked(conn: Connection, linked: _Linked, ids: Collection[str]) -> None:
    is_linked = select(1).where(linked.owner == linked.target.c.id).exists()
    conn.execute(delete(linked.target).where(linked.target.c.id.in_(ids), ~is_linked))


def _merge_by_slug(conn: Connection, linked: _Linked, rows: Sequence[Row]) -> dict[str, str]:
    """Write tags or bylines. Returns: id given -> id in use, which is another one where that has the slug already."""
    if not rows:
        return {}
    there = _known(conn, linked, rows)
    slug_of: dict[str, str] = {row["id"]: row["slug"] for row in there.values()}
    owner_of = {slug: owner for owner, slug in slug_of.items()}
    new: dict[str, Row] = {}
    for row in rows:  # first the known ones that get a new slug: they give their old ones up
        if row["slug"] not in owner_of and row["id"] in slug_of:
            owner_of.pop(slug_of[row["id"]], None)
            owner_of[row["slug"]], slug_of[row["id"]] = row["id"], row["slug"]
            new[row["id"]] = row
    ids = {row["id"]: owner_of.setdefault(row["slug"], row["id"]) for row in rows}
    new |= {row["id"]: row for row in rows if ids[row["id"]] == row["id"]}
    linked.upsert.many(conn, [row for row in new.values() if row != there.get(row["id"])])
    return ids


def _known(conn: Connection, linked: _Linked, rows: Sequence[Row]) -> dict[str, Row]:
    """id -> row of those in the file that have an id or a slug of these."""
    slugs, ids = (json.dumps(sorted({row[name] for row in rows})) for name in ("slug", "id"))
    names = [c.name for c in linked.target.c]
    there = (dict(zip(names, row, strict=True)) for row in linked.known.all(conn, slugs=slugs, ids=ids))
    return {str(row["id"]): row for row in there}
