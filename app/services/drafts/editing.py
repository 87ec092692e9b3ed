"""The rules of writing: what is typed is kept, nobody overwrites anybody, and what was saved can be had back."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from app.content import slugify
from app.db import Connection, Database
from app.db.idempotency import Once, find, once
from app.errors import NotFound
from app.services.drafts import autosaves, queries, tags, versions
from app.services.drafts.autosaves import Autosave
from app.services.drafts.fields import Fields, InvalidFields, edited, fields_of
from app.services.drafts.models import Draft, Stale
from app.services.drafts.service import DraftService, checked_draft, save_in
from app.services.drafts.versions import GATHERED, Version, VersionKind, VersionSummary
from app.services.posts import Byline, PostKind, TagCount
from app.services.site import local_date

HERE_S = 120  # whose last autosave is not older counts as being at it
MOST_VERSIONS = 500
_WORDS_OF_ADDRESS = 6


@dataclass(frozen=True, slots=True)
class Opened:
    """An item as its editor begins: what it is, and what this person has typed since without saving it."""

    draft: Draft
    fields: Fields
    autosave: Autosave | None


@dataclass(frozen=True, slots=True)
class Typed:
    """One form as it came. `version`: of the draft that was read. `seen`: the mark of the autosave that was read, or
    "". `tab`: a word for the editor's page; `key`: a word for this form, by which a second sending is known, never "".
    """

    fields: Fields
    version: int
    tab: str
    seen: str = ""
    key: str = ""


class EditingService:
    def __init__(self, db: Database, drafts: DraftService) -> None:
        self._db, self._drafts = db, drafts

    # Reading

    def open(self, draft_id: str, user_id: str) -> Opened:
        """Raises: NotFound."""
        with self._db.read() as conn:
            draft = queries.select_draft(conn, draft_id)
            autosave = autosaves.select_autosave(conn, draft_id, user_id)
        if draft is None:
            raise NotFound(f"There is no draft {draft_id}; it may have been deleted")
        return Opened(draft, fields_of(draft), autosave)

    def others_at(self, draft_id: str, user_id: str) -> dict[str, datetime]:
        """User id -> when they last typed here, of everybody else who is at this item."""
        since = datetime.now(UTC) - timedelta(seconds=HERE_S)
        with self._db.read() as conn:
            return autosaves.select_others(conn, draft_id, user_id, since)

    def list_versions(self, draft_id: str) -> list[VersionSummary]:
        """The newest first, at most 500."""
        with self._db.read() as conn:
            return versions.select_versions(conn, draft_id, MOST_VERSIONS)

    def get_version(self, draft_id: str, number: int) -> Version:
        """Raises: NotFound."""
        with self._db.read() as conn:
            found = versions.select_version(conn, draft_id, number)
        if found is None:
            raise NotFound("The history of this item has no such entry")
        return found

    def tags(self) -> list[TagCount]:
        """Of all items, whatever their status; the most used first."""
        with self._db.read() as conn:
            return tags.select_tags(conn)

    # Writing

    def create(self, kind: PostKind, by: Byline, key: str, *, comments_open: bool = True) -> str:
        """Begin an empty draft; the same key again gives the id of the one that was begun with it.

        `comments_open` is for posts; a page has to be opened by its author.
        """
        draft = _empty(kind, by, datetime.now(UTC), comments_open=comments_open and kind == "post")
        which = Once(by.id, f"create {kind}", key)
        return self._db.write(lambda conn: once(conn, which, lambda conn: save_in(conn, draft).id))

    def save(
        self,
        draft_id: str,
        typed: Typed,
        user_id: str,
        bylines: Mapping[str, Byline],
        *,
        kind: VersionKind = "saved",
        timezone: str = "UTC",
    ) -> Draft:
        """Make the item what was typed; `kind` "published" also lets readers see it, from now on in `timezone`.

        The same form sent again changes nothing.
        Raises: NotFound. InvalidFields. Stale: it was changed since it was read; nothing is saved.
        """
        before = self._drafts.get(draft_id)
        now = datetime.now(UTC)
        which = Once(user_id, f"save {draft_id}", typed.key)
        if before.version != typed.version:
            if not self._was_done(which):
                raise Stale(f"“{before.title}” was not saved: it has been changed since you opened it")
            return before
        after = self._made(before, typed.fields, bylines, kind == "published", now, timezone)
        entry = _Entry(user_id, kind, now, fields_of(before), fields_of(after))
        self._db.write(lambda conn: once(conn, which, lambda conn: _save(conn, before, after, typed, entry)))
        self._drafts.settle()
        return self._drafts.get(draft_id)

    def autosave(self, draft_id: str, typed: Typed, user_id: str) -> tuple[Autosave, bool]:
        """Keep what was typed, without changing the item; tells also whether that has changed since it was read.

        Raises: NotFound. Stale: the same person has typed something else in another tab; nothing is kept.
        """
        kept = Autosave(draft_id, user_id, typed.tab, typed.version, datetime.now(UTC), typed.fields)
        return kept, self._db.write(lambda conn: _autosave(conn, kept, typed.seen))

    def discard(self, draft_id: str, user_id: str, seen: str) -> None:
        """Take the autosave away that was seen; the history keeps it."""
        now = datetime.now(UTC)
        opened = self.open(draft_id, user_id)
        self._db.write(lambda conn: _discard(conn, opened, user_id, seen, now))

    def _made(
        self, before: Draft, fields: Fields, bylines: Mapping[str, Byline], publish: bool, now: datetime, timezone: str
    ) -> Draft:
        if fields == fields_of(before) and not publish:
            return before
        known = tuple(count.tag for count in self.tags()) if fields.tags else ()
        after = edited(before, fields, known, bylines)
        if publish:
            after = _published(after, now, timezone)
        if after.status == "published":
            after = self._with_free_path(after, is_chosen=bool(fields.path.strip(" /")))
        return after if after == before else checked_draft(replace(after, updated_at=now))

    def _with_free_path(self, draft: Draft, *, is_chosen: bool) -> Draft:
        """Raises: InvalidFields: the address somebody has chosen belongs to another item."""
        path = draft.path
        for number in range(2, 1000):
            if self._drafts.paths_taken([path]).get(path, draft.id) == draft.id:
                return draft if path == draft.path else replace(draft, path=path, slug=path.strip("/"))
            if is_chosen:
                raise InvalidFields({"path": f"Another post or page has the address {path}; choose another."})
            path = f"{draft.path.rstrip('/')}-{number}/"
        raise InvalidFields({"path": f"Every address like {draft.path} is taken; choose another."})

    def _was_done(self, which: Once) -> bool:
        with self._db.read() as conn:
            return find(conn, which) is not None


@dataclass(frozen=True, slots=True)
class _Entry:
    """What the history is to say of one save."""

    user_id: str
    kind: VersionKind
    at: datetime
    before: Fields
    after: Fields


def _empty(kind: PostKind, by: Byline, now: datetime, *, comments_open: bool) -> Draft:
    return Draft(
        id=secrets.token_hex(12),
        kind=kind,
        status="draft",
        title="",
        slug="",
        path="",
        source="",
        source_format="markdown",
        html="",
        text="",
        excerpt="",
        description="",
        published_at=None,
        local_date=None,
        created_at=now,
        updated_at=now,
        version=0,
        comments_open=comments_open,
        authors=(by,),
    )


def _published(draft: Draft, now: datetime, timezone: str) -> Draft:
    """What was public before keeps its date. Raises: InvalidFields."""
    if draft.status == "scheduled":  # that time was only planned
        draft = replace(draft, published_at=None, local_date=None)
    path = draft.path or _path_from_words(draft.text)
    if not path:
        raise InvalidFields({"title": "Give it a title, or write something, before it is published."})
    at = draft.published_at or now
    return replace(
        draft,
        status="published",
        path=path,
        slug=draft.slug or path.strip("/"),
        published_at=at,
        local_date=draft.local_date or local_date(at, timezone),
    )


def _path_from_words(text: str) -> str:
    slug = slugify(" ".join(text.split()[:_WORDS_OF_ADDRESS]))
    return f"/{slug}/" if slug else ""


# What runs inside a transaction


def _save(conn: Connection, before: Draft, after: Draft, typed: Typed, entry: _Entry) -> str:
    _drop_autosave(conn, before, typed, entry)
    if after == before:
        return str(before.version)
    saved = save_in(conn, after)
    _note(conn, before, saved, entry)
    return str(saved.version)


def _note(conn: Connection, before: Draft, saved: Draft, entry: _Entry) -> None:
    """Several saves of one person within minutes are one entry; what was there before is never without one."""
    standing = versions.select_standing(conn, before.id)
    if standing is None or standing.fields != entry.before:
        _note_before(conn, before, entry)
        standing = None
    number, begun_at = versions.next_number(conn, before.id), entry.at
    if standing is not None and _gathers(standing, saved, entry) and standing.number == number - 1:
        number, begun_at = standing.number, standing.begun_at
    versions.put_version(
        conn, Version(saved.id, number, entry.at, begun_at, entry.user_id, entry.kind, saved.status, entry.after)
    )


def _gathers(standing: Version, saved: Draft, entry: _Entry) -> bool:
    return (
        (standing.kind, standing.user_id, standing.status) == (entry.kind, entry.user_id, saved.status)
        and entry.kind == "saved"
        and entry.at - standing.begun_at < GATHERED
    )


def _note_before(conn: Connection, before: Draft, entry: _Entry) -> None:
    """Also the words of the old blog, where they are not what is edited here. An empty beginning is no entry."""
    number = versions.next_number(conn, before.id)
    fields, at = entry.before, before.updated_at
    if (before.source, before.source_format) != (fields.source, fields.source_format):
        written = replace(fields, source=before.source, source_format=before.source_format)
        versions.put_version(conn, Version(before.id, number, at, at, None, "imported", before.status, written))
        number += 1
    if before.version > 1 or fields.title or fields.source:
        versions.put_version(conn, Version(before.id, number, at, at, None, "before", before.status, fields))


def _drop_autosave(conn: Connection, draft: Draft, typed: Typed, entry: _Entry) -> None:
    """What another tab has typed goes only where this one has seen it, and then into the history."""
    found = autosaves.select_autosave(conn, draft.id, entry.user_id)
    if found is None or (found.tab != typed.tab and found.mark != typed.seen):
        return
    autosaves.delete_autosave(conn, draft.id, entry.user_id)
    if found.tab != typed.tab and found.fields not in (typed.fields, entry.before, entry.after):
        _set_aside(conn, draft, found, entry.at)


def _autosave(conn: Connection, kept: Autosave, seen: str) -> bool:
    state = queries.select_states(conn, [kept.draft_id]).get(kept.draft_id)
    if state is None:
        raise NotFound("It was not saved: this item has been deleted")
    found = autosaves.select_autosave(conn, kept.draft_id, kept.user_id)
    if found is not None and found.tab != kept.tab and found.mark != seen:
        raise Stale("It was not saved: you have written something else here in another tab")
    autosaves.put_autosave(conn, kept)
    return state.version != kept.version


def _discard(conn: Connection, opened: Opened, user_id: str, seen: str, now: datetime) -> None:
    found = autosaves.select_autosave(conn, opened.draft.id, user_id)
    if found is None or found.mark != seen:
        return
    autosaves.delete_autosave(conn, opened.draft.id, user_id)
    if found.fields != opened.fields:
        _set_aside(conn, opened.draft, found, now)


def _set_aside(conn: Connection, draft: Draft, autosave: Autosave, now: datetime) -> None:
    number, at = versions.next_number(conn, draft.id), autosave.saved_at
    versions.put_version(
        conn, Version(draft.id, number, at, at, autosave.user_id, "set aside", draft.status, autosave.fields)
    )
