"""The statements that change a tag in the items that have it. A tag is a copy in each of them: see `tags`."""

from collections.abc import Collection, Sequence

import msgspec
from sqlalchemy import bindparam, delete, select, tuple_, update
from sqlalchemy.dialects.sqlite import insert

from app.db import Connection
from app.services.drafts.tables import drafts, imports, tag_changes
from app.services.posts import Tag

_WITH = "SELECT id, tags FROM drafts WHERE EXISTS (SELECT 1 FROM json_each(tags) AS t WHERE t.value ->> 'slug' = ?)"
_TAGS = tuple[Tag, ...]
_NEW_TAGS = (
    update(drafts)
    .where(drafts.c.id == bindparam("draft_id"))
    .values(tags=bindparam("new_tags"), version=drafts.c.version + 1)
)


def put_change(conn: Connection, slug: str, target: Tag | None) -> None:
    """What was to become this tag becomes its target."""
    text = None if target is None else msgspec.json.encode(target).decode()
    for waiting, its_target in select_changes(conn).items():
        if its_target is not None and its_target.slug == slug:
            conn.execute(update(tag_changes).where(tag_changes.c.slug == waiting).values(target=text))
    statement = insert(tag_changes).values(slug=slug, target=text)
    conn.execute(statement.on_conflict_do_update(index_elements=["slug"], set_={"target": text}))


def select_changes(conn: Connection) -> dict[str, Tag | None]:
    """Slug -> what the tag becomes; None: it goes."""
    rows = conn.execute(select(tag_changes.c.slug, tag_changes.c.target).order_by(tag_changes.c.slug)).all()
    return {slug: None if target is None else msgspec.json.decode(target, type=Tag) for slug, target in rows}


def delete_change(conn: Connection, slug: str) -> None:
    conn.execute(delete(tag_changes).where(tag_changes.c.slug == slug))


def select_waiting(conn: Connection, slug: str, target: Tag | None) -> list[str]:
    """Ids of the items in which it has not changed yet, those in the trash too."""
    rows = conn.raw.execute(_WITH, (slug,))
    return [draft_id for draft_id, text in rows if _changed(text, slug, target) is not None]


def replace_tags(conn: Connection, ids: Collection[str], slug: str, target: Tag | None) -> list[str]:
    """Nobody's edit: the version of the last import is raised with that of the item. Returns those changed."""
    rows = conn.execute(select(drafts.c.id, drafts.c.tags).where(drafts.c.id.in_(ids))).all()
    changes = [
        {"draft_id": draft_id, "new_tags": changed}
        for draft_id, text in rows
        if (changed := _changed(text, slug, target)) is not None
    ]
    if not changes:
        return []
    changed_ids = [change["draft_id"] for change in changes]
    as_imported = select(drafts.c.id, drafts.c.version).where(drafts.c.id.in_(changed_ids))
    conn.execute(
        update(imports)
        .where(tuple_(imports.c.item_id, imports.c.version_at_import).in_(as_imported))
        .values(version_at_import=imports.c.version_at_import + 1)
    )
    conn.execute(_NEW_TAGS, changes)
    return changed_ids


def _changed(text: str, slug: str, target: Tag | None) -> str | None:
    """The tags of an item with the change in them; None: there is nothing to change."""
    before = msgspec.json.decode(text, type=_TAGS)
    after = with_change(before, slug, target)
    return None if after == before else msgspec.json.encode(after).decode()


def with_change(tags: Sequence[Tag], slug: str, target: Tag | None) -> tuple[Tag, ...]:
    """It keeps its place; two that become one stand where the first stood."""
    if all(tag.slug != slug for tag in tags):
        return tuple(tags)
    becoming = {slug} if target is None else {slug, target.slug}
    after: dict[str, Tag] = {}
    for tag in tags:
        new = target if tag.slug in becoming else tag
        if new is not None:
            after.setdefault(new.slug, new)
    return tuple(after.values())
