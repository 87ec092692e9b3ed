"""Every SQL statement that changes Posts.db; apart from `queries` only for the length of both."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Table, bindparam, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from app.db import Connection
from app.db.times import text_of
from app.services.posts.models import Image, PublishedPost
from app.services.posts.search import segmented
from app.services.posts.tables import bodies, bylines, old_paths, post_bylines, post_tags, post_words, posts, tags

_INSERT_POST = insert(posts)
_UPSERT_POST = _INSERT_POST.on_conflict_do_update(
    index_elements=[posts.c.id],
    set_={c.name: _INSERT_POST.excluded[c.name] for c in posts.c if c.name not in ("number", "id")},
).returning(posts.c.number)
_FREE_PATH = (
    update(posts)
    .where(posts.c.id == bindparam("post_id"), posts.c.path != bindparam("new_path"))
    .values(path=posts.c.id)  # no path, having no slash
)


def select_versions(conn: Connection, ids: Collection[str]) -> dict[str, int]:
    return dict(conn.execute(select(posts.c.id, posts.c.version).where(posts.c.id.in_(ids))).all())


def upsert_posts(conn: Connection, items: Sequence[PublishedPost], known: Collection[str]) -> None:
    """Write posts with all that belongs to them, also where they exchange paths among themselves.

    `known`: those of their ids that are in the file; of the others there is nothing to take away first.
    """
    if known:
        conn.execute(_FREE_PATH, [{"post_id": item.id, "new_path": item.path} for item in items])
    numbers = {item.id: conn.execute(_UPSERT_POST, _post_row(item)).scalar_one() for item in items}
    if known:
        conn.execute(delete(bodies).where(bodies.c.post_id.in_(known)))
        conn.execute(delete(old_paths).where(old_paths.c.post_id.in_(known)))
        conn.execute(delete(post_words).where(post_words.c.rowid.in_([numbers[post_id] for post_id in known])))
    conn.execute(insert(bodies), [_body_row(item) for item in items])
    _replace_links(conn, post_tags, tags, {item.id: _tag_rows(item) for item in items}, items, known)
    _replace_links(conn, post_bylines, bylines, {item.id: _byline_rows(item) for item in items}, items, known)
    _insert_old_paths(conn, items)
    conn.execute(insert(post_words), [_words_row(numbers[item.id], item) for item in items])


def delete_posts(conn: Connection, ids: Collection[str]) -> None:
    numbers = conn.execute(select(posts.c.number).where(posts.c.id.in_(ids))).scalars().all()
    tag_ids = _unlink(conn, post_tags, ids)
    byline_ids = _unlink(conn, post_bylines, ids)
    conn.execute(delete(post_words).where(post_words.c.rowid.in_(numbers)))
    conn.execute(delete(posts).where(posts.c.id.in_(ids)))
    _delete_unlinked(conn, tags, post_tags, tag_ids)
    _delete_unlinked(conn, bylines, post_bylines, byline_ids)


def _post_row(item: PublishedPost) -> dict[str, Any]:
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


def _body_row(item: PublishedPost) -> dict[str, Any]:
    return {
        "post_id": item.id,
        "description": item.description,
        "canonical_url": item.canonical_url,
        "metadata": json.dumps(dict(item.metadata), ensure_ascii=False),
        "html": item.html,
    }


def _words_row(number: int, item: PublishedPost) -> dict[str, Any]:
    return {"rowid": number, "title": segmented(item.title), "body": segmented(item.text)}


def _tag_rows(item: PublishedPost) -> list[dict[str, Any]]:
    return [{c.name: getattr(tag, c.name) for c in tags.c} for tag in item.all_tags or item.tags]


def _byline_rows(item: PublishedPost) -> list[dict[str, Any]]:
    return [{c.name: getattr(byline, c.name) for c in bylines.c} for byline in item.authors]


def _replace_links(
    conn: Connection,
    link: Table,
    target: Table,
    rows_of: Mapping[str, list[dict[str, Any]]],
    items: Iterable[PublishedPost],
    known: Collection[str],
) -> None:
    """Make `link` say what the items say; what nothing links to any more goes."""
    before = _unlink(conn, link, known) if known else set()
    ids = _merge_by_slug(conn, target, [row for rows in rows_of.values() for row in rows])
    listed_at = {item.id: text_of(item.published_at) if item.kind == "post" else None for item in items}
    links = [
        {"post_id": post_id, _owner(link).name: owner_id, "position": position, "listed_at": listed_at[post_id]}
        for post_id, rows in rows_of.items()
        for position, owner_id in enumerate(dict.fromkeys(ids[row["id"]] for row in rows))
    ]
    if links:
        conn.execute(insert(link), links)
    if before:
        _delete_unlinked(conn, target, link, before)


def _owner(link: Table) -> Any:
    return link.c.tag_id if link is post_tags else link.c.byline_id


def _unlink(conn: Connection, link: Table, ids: Collection[str]) -> set[str]:
    return set(conn.execute(delete(link).where(link.c.post_id.in_(ids)).returning(_owner(link))).scalars())


def _delete_unlinked(conn: Connection, target: Table, link: Table, ids: Collection[str]) -> None:
    is_linked = select(1).where(_owner(link) == target.c.id).exists()
    conn.execute(delete(target).where(target.c.id.in_(ids), ~is_linked))


def _merge_by_slug(conn: Connection, target: Table, rows: Sequence[dict[str, Any]]) -> dict[str, str]:
    """Write tags or bylines. Returns: id given -> id in use, which is another one where that has the slug already."""
    if not rows:
        return {}
    known = select(target.c.id, target.c.slug).where(
        target.c.slug.in_({row["slug"] for row in rows}) | target.c.id.in_({row["id"] for row in rows})
    )
    slug_of: dict[str, str] = dict(conn.execute(known).all())
    owner_of = {slug: owner for owner, slug in slug_of.items()}
    new: dict[str, dict[str, Any]] = {}
    for row in rows:  # first the known ones that get a new slug: they give their old ones up
        if row["slug"] not in owner_of and row["id"] in slug_of:
            owner_of.pop(slug_of[row["id"]], None)
            owner_of[row["slug"]], slug_of[row["id"]] = row["id"], row["slug"]
            new[row["id"]] = row
    ids = {row["id"]: owner_of.setdefault(row["slug"], row["id"]) for row in rows}
    new |= {row["id"]: row for row in rows if ids[row["id"]] == row["id"]}
    if new:
        statement = insert(target)
        changed = {c.name: statement.excluded[c.name] for c in target.c if c.name != "id"}
        conn.execute(statement.on_conflict_do_update(index_elements=[target.c.id], set_=changed), list(new.values()))
    return ids


def _insert_old_paths(conn: Connection, items: Sequence[PublishedPost]) -> None:
    rows = [{"path": path, "post_id": item.id} for item in items for path in dict.fromkeys(item.old_paths)]
    if rows:
        conn.execute(insert(old_paths), rows)
