"""Tags as a whole: renamed, merged, described, deleted, in all items that have them.

A change is kept until every item has it; the outbox carries it out, a few items at a time, so that it goes on after an
end of the program, and others write meanwhile.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from app.content import slugify
from app.db import Connection, Database, outbox
from app.errors import Conflict, Invalid, NotFound
from app.services.drafts import queries, retagging
from app.services.drafts.service import FOLLOW, SEEN, DraftService
from app.services.drafts.tags import select_tags
from app.services.posts import Tag, TagCount
from app.services.site import Redirect, SiteService, normalise

RETAG = "drafts.retag"  # the outbox's kind; the key is the slug of the tag that changes
AT_A_TIME = 10  # items in one transaction: below 20 ms
IN_A_STEP = 200  # items before others have their turn; to find them takes as long as to change them
LONGEST = {"name": 100, "slug": 100, "description": 500}


@dataclass(frozen=True, slots=True)
class TagChange:
    """Under way. `target` None: the tag goes. `left`: items that have it as it was."""

    slug: str
    target: Tag | None
    left: int


class TagService:
    def __init__(self, db: Database, drafts: DraftService, site: SiteService) -> None:
        self._db, self._drafts, self._site = db, drafts, site

    def list_tags(self) -> list[TagCount]:
        """All, with the number of items that have them, drafts too; the most used first."""
        with self._db.read() as conn:
            return select_tags(conn)

    def get(self, slug: str) -> TagCount:
        """Raises: NotFound."""
        with self._db.read() as conn:
            return _get(conn, slug)

    def changes(self) -> list[TagChange]:
        """Those that are under way."""
        with self._db.read() as conn:
            return [
                TagChange(slug, target, len(retagging.select_waiting(conn, slug, target)))
                for slug, target in retagging.select_changes(conn).items()
            ]

    def change(self, slug: str, *, name: str, new_slug: str, description: str, internal: bool) -> Tag:
        """`new_slug` "": made from the name. Where readers knew another address, it leads to the new one.

        Raises: NotFound. Invalid. Conflict: there is another tag of that slug.
        """
        values = {"name": " ".join(name.split()), "description": " ".join(description.split())}
        values["slug"] = slugify(new_slug) or slugify(values["name"])
        for field, value in values.items():
            if len(value) > LONGEST[field]:
                raise Invalid(f"The {field} has {len(value)} characters; at most {LONGEST[field]} are allowed")
        if not any(map(str.isalnum, values["name"])):
            raise Invalid("A tag needs a name with a letter or digit in it; give it one")

        def job(conn: Connection) -> Tag:
            target = replace(_get(conn, slug).tag, **values, internal=internal)
            if target.slug != slug and any(known.tag.slug == target.slug for known in select_tags(conn)):
                raise Conflict(f"There is another tag at {target.path}; merge the two instead")
            _begin(conn, slug, target)
            return target

        return self._carried(self._db.write(job))

    def merge(self, slug: str, into: str) -> Tag:
        """What has the one has the other then. Raises: NotFound. Invalid: they are the same."""
        if slug == into:
            raise Invalid("A tag can't be merged with itself; choose another")

        def job(conn: Connection) -> Tag:
            _get(conn, slug)
            target = _get(conn, into).tag
            _begin(conn, slug, target)
            return target

        return self._carried(self._db.write(job))

    def delete(self, slug: str) -> Tag:
        """The items stay, without it. Raises: NotFound."""

        def job(conn: Connection) -> Tag:
            tag = _get(conn, slug).tag
            _begin(conn, slug, None)
            return tag

        return self._carried(self._db.write(job))

    def _carried(self, tag: Tag) -> Tag:
        self._drafts.settle()
        return tag

    def carry_out(self, slugs: Collection[str]) -> None:
        """The outbox step: change some items, and come again while there are others. May be repeated at any time."""
        for slug in slugs:
            with self._db.read() as conn:
                changes = retagging.select_changes(conn)
                waiting = retagging.select_waiting(conn, slug, changes[slug]) if slug in changes else []
            if slug not in changes:
                continue
            if not waiting:
                self._lead_on(slug, changes[slug])
            for at in range(0, min(len(waiting), IN_A_STEP) or 1, AT_A_TIME):
                ids = waiting[at : at + AT_A_TIME]
                self._db.write(lambda conn, slug=slug, ids=ids: _go_on(conn, slug, ids))  # type: ignore[misc]

    def _lead_on(self, slug: str, target: Tag | None) -> None:
        """What led to the old address, or from the new one back to it, must lead to where the tag is now."""
        if target is None or target.internal or target.slug == slug:
            return
        self._site.delete_redirects([Redirect(normalise(target.path), "")])
        self._site.put_redirects([Redirect(Tag("", slug, "").path, target.path)])


def _get(conn: Connection, slug: str) -> TagCount:
    found = next((known for known in select_tags(conn) if known.tag.slug == slug), None)
    if found is None:
        raise NotFound("There is no such tag; it may have been renamed or merged")
    return found


def _begin(conn: Connection, slug: str, target: Tag | None) -> None:
    """Raises: Conflict: it would become one that is itself changing."""
    if target is not None and target.slug != slug and target.slug in retagging.select_changes(conn):
        raise Conflict(f"“{target.name}” is being changed itself; try again when that is done")
    retagging.put_change(conn, slug, target)
    for waiting in retagging.select_changes(conn):
        outbox.enqueue(conn, RETAG, waiting)


def _go_on(conn: Connection, slug: str, ids: Collection[str]) -> None:
    """Without `ids` it is done, unless somebody has given the tag to an item meanwhile."""
    changes = retagging.select_changes(conn)
    if slug not in changes:
        return
    target = changes[slug]
    if not ids and not retagging.select_waiting(conn, slug, target):
        retagging.delete_change(conn, slug)
        return
    changed = retagging.replace_tags(conn, ids, slug, target)
    for draft_id, state in queries.select_states(conn, changed).items():
        if state.status in SEEN:
            outbox.enqueue(conn, FOLLOW, draft_id)
    outbox.enqueue(conn, RETAG, slug)
