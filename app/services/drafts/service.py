"""The rules of what is being written: imports, publishing, and how Posts.db follows."""

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from app.db import Connection, Database, outbox
from app.errors import Conflict, Invalid, NotFound
from app.services.drafts import autosaves, previews, queries, uses, versions
from app.services.drafts.following import as_published, batches
from app.services.drafts.models import (
    Draft,
    DraftSummary,
    ImportedItem,
    ImportOutcome,
    NewBody,
    Outcome,
    Stale,
    Status,
)
from app.services.media import MediaService
from app.services.posts import Page, PostKind, PostService, PublishedPost
from app.services.site import is_reserved, local_date
from app.services.users import Hashing, is_hash

FOLLOW = "posts.follow"
SEEN: frozenset[Status] = frozenset({"published", "protected"})  # what Posts.db knows of
SCHEDULE = "drafts.schedule"  # makes Jobs.db agree with what is scheduled (decision 9)


class DraftService:
    """`worker` carries out the outbox of Drafts.db, with `follow` as its step for "posts.follow"."""

    def __init__(
        self,
        db: Database,
        posts: PostService,
        worker: outbox.Worker,
        media: MediaService | None = None,
        hashing: Hashing | None = None,
    ) -> None:
        """`media` knows the sizes of the pictures in bodies; None: readers get the bodies without them."""
        self._db, self._posts, self._worker, self._media = db, posts, worker, media
        self._hashing = hashing or Hashing()

    # Reading

    def get(self, draft_id: str) -> Draft:
        """Raises: NotFound."""
        with self._db.read() as conn:
            draft = queries.select_draft(conn, draft_id)
        if draft is None:
            raise _not_found(draft_id)
        return draft

    def drafts_by_id(self, ids: Collection[str]) -> dict[str, Draft]:
        with self._db.read() as conn:
            return queries.select_drafts(conn, ids)

    def drafts_after(self, draft_id: str, limit: int) -> list[Draft]:
        """All drafts in the order of their ids, from the one after `draft_id` on; "" begins."""
        with self._db.read() as conn:
            return queries.select_after(conn, draft_id, limit)

    def list_drafts(self, status: Status | None, kind: PostKind | None, page: int, per_page: int) -> Page[DraftSummary]:
        """What was changed last comes first; None: any."""
        with self._db.read() as conn:
            return queries.select_page(conn, status, kind, max(page, 1), per_page)

    def count_by_status(self) -> dict[Status, int]:
        with self._db.read() as conn:
            return queries.count_by_status(conn)

    def published_paths(self) -> dict[str, str]:
        """Path -> id of everything that is published or about to be."""
        with self._db.read() as conn:
            return queries.select_published_paths(conn)

    def paths_taken(self, paths: Collection[str]) -> dict[str, str]:
        """Path -> id of what is published there; free ones are left out."""
        with self._db.read() as conn:
            return queries.select_published_paths(conn, paths)

    def users_of(self, marks: Collection[str], limit: int) -> list[DraftSummary]:
        """What names one of these files, by the marks in their addresses; what was changed last comes first."""
        with self._db.read() as conn:
            return queries.select_users(conn, marks, limit)

    def used_marks(self) -> list[str]:
        """The marks of all files that anything here names."""
        with self._db.read() as conn:
            return uses.select_marks(conn)

    def shown(self, draft: Draft, timezone: str) -> PublishedPost:
        """What readers would get of it; without a date of its own, as if it were published now."""
        return as_published(self._with_sizes(draft), datetime.now(UTC), timezone)

    def published_with(self, text: str, limit: int) -> list[str]:
        """Ids of published items with these words."""
        return self._posts.ids_with(text, limit)

    # Writing

    def import_items(self, items: Sequence[ImportedItem]) -> list[ImportOutcome]:
        """Take items from elsewhere, all or none; what was changed or deleted here since its import stays so.

        Does not wait for Posts.db to follow. At most about 50 items or 1 MB at once: they are one transaction.
        Raises: Conflict: a path belongs to another published item. Invalid: a published item lacks something.
        """
        checked = {item.draft.id: replace(item, draft=self._sealed(checked_draft(item.draft))) for item in items}
        return self._db.write(lambda conn: _import(conn, checked)) if checked else []

    def save(self, draft: Draft) -> Draft:
        """Create a draft (`version` 0), or change it; `version` is the one that was read. Returns it as saved.

        Raises: Conflict: somebody else has changed it, or its path is taken. Invalid. NotFound: it was deleted.
        """
        checked = self._sealed(checked_draft(draft))
        saved = self._db.write(lambda conn: save_in(conn, checked))
        self.settle()
        return saved

    def publish(self, draft_id: str, *, at: datetime | None = None, timezone: str = "UTC") -> Draft:
        """Make it public; `at` and its date in `timezone`, the site's, count for what never was public before.

        Raises: NotFound. Conflict: its path is taken. Invalid: it has no path.
        """
        now = datetime.now(UTC)
        moment = at or now
        date = local_date(moment, timezone)
        draft = self._db.write(lambda conn: _publish(conn, draft_id, moment, date, now))
        self.settle()
        return draft

    def unpublish(self, draft_id: str) -> Draft:
        """Take it back: a draft again. Raises: NotFound."""
        now = datetime.now(UTC)
        draft = self._db.write(lambda conn: _unpublish(conn, draft_id, now))
        self.settle()
        return draft

    def delete(self, draft_id: str) -> None:
        """For good; an import does not bring it back. Raises: NotFound."""
        self._db.write(lambda conn: delete_in(conn, draft_id))
        self.settle()

    def replace_bodies(self, bodies: Sequence[NewBody]) -> None:
        """Put the same words with other addresses in place; that counts as nobody's edit."""

        def job(conn: Connection) -> None:
            ids = [body.id for body in bodies]
            _enqueue(conn, queries.replace_bodies(conn, bodies))
            uses.replace_uses(conn, queries.select_drafts(conn, ids).values(), ids)

        self._db.write(job)

    def refresh_users(self, marks: Collection[str]) -> None:
        """Let readers get anew what names these files: more is known of them now. Nothing is edited."""
        self._db.write(lambda conn: _enqueue(conn, uses.select_published_users(conn, marks)))
        self.settle()

    def settle(self) -> None:
        """Wait briefly for Posts.db to follow, so that whoever changed something sees it."""
        self._worker.settle(self._db)

    # The outbox

    def follow(self, ids: Collection[str]) -> None:
        """Make Posts.db say of these items what Drafts.db says. May be repeated at any time."""
        with self._db.read() as conn:
            known = queries.select_drafts(conn, ids)
        public = {draft.id: draft for draft in known.values() if draft.status == "published"}
        owners = self._posts.paths_taken([draft.path for draft in public.values()])
        others = set(owners.values()) - set(ids)
        if others:  # they have left these paths in Drafts.db, and their own turn has not come yet
            self.follow([*ids, *others])
            return
        self._posts.unpublish(self._posts.visible_ids([draft_id for draft_id in ids if draft_id not in public]))
        locked = {draft.id: draft.path for draft in known.values() if draft.status == "protected" and draft.path}
        self._posts.follow_protected(locked, ids)
        for batch in batches({draft_id: self._with_sizes(draft) for draft_id, draft in public.items()}, owners):
            self._posts.publish(batch)

    def _sealed(self, draft: Draft) -> Draft:
        """Old blogs kept the passwords of posts in clear text, and short."""
        if not draft.password or is_hash(draft.password):
            return draft
        return replace(draft, password=self._hashing.hash(draft.password))

    def _with_sizes(self, draft: Draft) -> Draft:
        """What readers get names every size of a picture, so that a page costs no look-ups."""
        if self._media is None or "/media/" not in draft.html:
            return draft
        return replace(draft, html=self._media.responsive(draft.html, has_lead=draft.image is not None))


def checked_draft(draft: Draft) -> Draft:
    """Raises: Invalid: it can't be published as it is."""
    draft = replace(draft, path=unicodedata.normalize("NFC", draft.path))
    if draft.status != "published":
        return draft
    if draft.published_at is None:
        raise Invalid(f"“{draft.title}” can't be published: it does not say when it was")
    require_public_path(draft)
    return replace(draft, local_date=draft.local_date or local_date(draft.published_at, "UTC"))


def require_public_path(draft: Draft) -> None:
    """Raises: Invalid: it has no address readers could have."""
    if not draft.path.startswith("/"):
        raise Invalid(f"“{draft.title}” can't be published: its path {draft.path!r} does not begin with a slash")
    if is_reserved(draft.path):
        raise Invalid(f"“{draft.title}” can't be published: {draft.path} is an address of Waypost's own")


# What runs inside a transaction


def _import(conn: Connection, items: Mapping[str, ImportedItem]) -> list[ImportOutcome]:
    states, ledger = queries.select_states(conn, items), queries.select_ledger(conn, items)
    outcomes = {item_id: _outcome(item, states.get(item_id), ledger.get(item_id)) for item_id, item in items.items()}
    changed = [
        replace(items[item_id].draft, version=_version(items[item_id].draft, states.get(item_id)))
        for item_id, outcome in outcomes.items()
        if outcome in ("created", "updated")
    ]
    if changed:
        _write(conn, changed, states)
        entries = {d.id: queries.LedgerEntry(items[d.id].content_hash, d.version) for d in changed}
        queries.upsert_imports(conn, entries)
    return [ImportOutcome(item_id, outcome) for item_id, outcome in outcomes.items()]


def _version(draft: Draft, state: queries.State | None) -> int:
    """A new one begins at what its source says, 1 where that says nothing."""
    return max(draft.version, 1) if state is None else state.version + 1


def _outcome(item: ImportedItem, state: queries.State | None, last: queries.LedgerEntry | None) -> Outcome:
    if last is None:
        return "created" if state is None else "edited here"
    if state is None:
        return "deleted here"
    if last.content_hash == item.content_hash:
        return "unchanged"
    return "updated" if last.version == state.version else "edited here"


def save_in(conn: Connection, draft: Draft) -> Draft:
    """What `save` does, inside a write job."""
    states = queries.select_states(conn, [draft.id])
    state = states.get(draft.id)
    if state is None and draft.version:
        raise _not_found(draft.id)
    if state is not None and state.version != draft.version:
        raise Stale(f"“{draft.title}” was not saved: somebody else has changed it since you opened it")
    (saved,) = _write(conn, [replace(draft, version=draft.version + 1)], states)
    return saved


def _publish(conn: Connection, draft_id: str, moment: datetime, date: str, now: datetime) -> Draft:
    draft = queries.select_draft(conn, draft_id)
    if draft is None:
        raise _not_found(draft_id)
    if draft.status == "trash":
        raise Conflict(f"“{draft.title}” can't be published: it is in the trash; restore it first")
    require_public_path(draft)
    _refuse_taken_paths(conn, [draft], leaving={draft_id})
    if draft.status == "scheduled":
        queries.clear_times(conn, draft_id)
        outbox.enqueue(conn, SCHEDULE, draft_id)
    queries.update_status(conn, draft_id, "published", moment, date, now)
    return _enqueued(conn, queries.select_draft(conn, draft_id), draft_id)


def _unpublish(conn: Connection, draft_id: str, now: datetime) -> Draft:
    return _enqueued(conn, queries.update_status(conn, draft_id, "draft", None, None, now), draft_id)


def _enqueued(conn: Connection, draft: Draft | None, draft_id: str) -> Draft:
    if draft is None:
        raise _not_found(draft_id)
    outbox.enqueue(conn, FOLLOW, draft_id)
    return draft


def delete_in(conn: Connection, draft_id: str) -> None:
    """What `delete` does, inside a write job."""
    if not queries.delete_drafts(conn, [draft_id]):
        raise _not_found(draft_id)
    autosaves.delete_autosaves(conn, draft_id)
    versions.delete_versions(conn, draft_id)
    uses.delete_uses(conn, [draft_id])
    previews.delete_previews(conn, [draft_id])
    outbox.enqueue(conn, FOLLOW, draft_id)
    outbox.enqueue(conn, SCHEDULE, draft_id)


def _write(conn: Connection, changed: Sequence[Draft], before: Mapping[str, queries.State]) -> list[Draft]:
    """Write drafts, and return them as written.

    Posts.db follows where something came, changed or went that it knows of, and Jobs.db what is scheduled.
    """
    changed = [_with_old_path(draft, before.get(draft.id)) for draft in changed]
    published = [draft for draft in changed if draft.status == "published"]
    _refuse_taken_paths(conn, published, leaving={draft.id for draft in changed})
    queries.upsert_drafts(conn, changed)
    uses.replace_uses(conn, changed, before)
    seen = {draft.id for draft in changed if draft.status in SEEN}
    seen |= {draft_id for draft_id, state in before.items() if state.status in SEEN}
    _enqueue(conn, [draft.id for draft in changed if draft.id in seen])
    scheduled = {draft.id for draft in changed if draft.status == "scheduled"}
    for draft_id in scheduled | {i for i, state in before.items() if state.status == "scheduled"}:
        outbox.enqueue(conn, SCHEDULE, draft_id)
    return changed


def _with_old_path(draft: Draft, state: queries.State | None) -> Draft:
    """An address readers have known leads on to the one it has now, and never to itself."""
    old = [path for path in draft.old_paths if path != draft.path]
    if state is not None and state.status == "published" and state.path not in ("", draft.path, *old):
        old.append(state.path)
    return draft if tuple(old) == draft.old_paths else replace(draft, old_paths=tuple(old))


def _enqueue(conn: Connection, ids: Collection[str]) -> None:
    for draft_id in ids:
        outbox.enqueue(conn, FOLLOW, draft_id)


def _refuse_taken_paths(conn: Connection, published: Sequence[Draft], leaving: Collection[str]) -> None:
    """`leaving`: ids of those that are written now; they may exchange paths among themselves."""
    wanted: dict[str, Draft] = {}
    for draft in published:
        other = wanted.setdefault(draft.path, draft)
        if other is not draft:
            raise Conflict(f"“{draft.title}” can't be published: “{other.title}” is to have its path {draft.path} too")
    for path, owner_id in queries.select_published_paths(conn, wanted).items():
        if owner_id not in leaving:
            raise Conflict(f"“{wanted[path].title}” can't be published: another post has its path {path}")


def _not_found(draft_id: str) -> NotFound:
    return NotFound(f"There is no draft {draft_id}; it may have been deleted")
