"""From draft to public and back: review, schedule, private, trash. What readers see follows by the outbox."""

import secrets
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from app.db import Connection, Database, idempotency, outbox
from app.errors import Conflict, Invalid, NotFound
from app.services.drafts import lists, queries, tags
from app.services.drafts.fields import tags_of
from app.services.drafts.lists import Wanted
from app.services.drafts.models import Draft, Listed, Status
from app.services.drafts.service import SCHEDULE, DraftService, delete_in, require_public_path, save_in
from app.services.jobs import Job, JobService
from app.services.posts import Byline, Page
from app.services.site import local_date

PUBLISH_DUE = "drafts.publish"  # the job
Change = Callable[[Draft, datetime], Draft]

MOST_FOUND = 10_000
_ALIVE: frozenset[Status] = frozenset({"draft", "review", "scheduled", "published", "private", "protected"})

# What may be done from where; publishing, unpublishing and deleting are DraftService's.
_FROM: Mapping[str, frozenset[Status]] = {
    "submitted for review": frozenset({"draft"}),
    "sent back": frozenset({"review"}),
    "scheduled": frozenset({"draft", "review", "scheduled", "private", "protected"}),
    "taken off the schedule": frozenset({"scheduled"}),
    "made private": frozenset({"draft", "review", "scheduled", "published", "protected"}),
    "put into the trash": _ALIVE,
    "restored": frozenset({"trash"}),
    "tagged": _ALIVE,
    "given away": _ALIVE,
}


class LifecycleService:
    def __init__(self, db: Database, drafts: DraftService, jobs: JobService) -> None:
        self._db, self._drafts, self._jobs = db, drafts, jobs

    def list(self, wanted: Wanted, page: int, per_page: int) -> Page[Listed]:
        """Search in published words too. Not for the event loop."""
        if wanted.text:
            wanted = replace(wanted, found=self._drafts.published_with(wanted.text, MOST_FOUND))
        with self._db.read() as conn:
            return lists.select_list(conn, wanted, max(page, 1), per_page)

    # Each raises: NotFound; Conflict: not from where the item stands now

    def submit(self, draft_id: str) -> Draft:
        return self._change(
            draft_id, "submitted for review", lambda draft, _now: replace(draft, status="review", note="")
        )

    def send_back(self, draft_id: str, note: str) -> Draft:
        """`note` tells the author what is missing; it may be empty."""
        words = " ".join(note.split())[:1000]
        return self._change(draft_id, "sent back", lambda draft, _now: replace(draft, status="draft", note=words))

    def schedule(self, draft_id: str, at: datetime, timezone: str) -> Draft:
        """It becomes public at that time by itself. Raises: Invalid: the time is past, or it has no address."""

        def change(draft: Draft, now: datetime) -> Draft:
            if at <= now:
                raise Invalid("That time is past; choose one to come, or publish it now")
            require_public_path(draft)
            return replace(draft, status="scheduled", published_at=at, local_date=local_date(at, timezone), note="")

        return self._change(draft_id, "scheduled", change)

    def unschedule(self, draft_id: str) -> Draft:
        return self._change(
            draft_id,
            "taken off the schedule",
            lambda draft, _now: replace(draft, status="draft", published_at=None, local_date=None),
        )

    def make_private(self, draft_id: str) -> Draft:
        return self._change(draft_id, "made private", lambda draft, _now: replace(draft, status="private", note=""))

    def trash(self, draft_id: str) -> Draft:
        return self._change(
            draft_id,
            "put into the trash",
            lambda draft, _now: replace(draft, status="trash", status_before=draft.status),
        )

    def restore(self, draft_id: str, *, exactly: bool = False) -> Draft:
        """Out of the trash. `exactly`: as it was, public too, for whoever undoes what they did a moment ago.

        Otherwise what was public or scheduled comes back as a draft: nobody should find a post of last year on the
        front page because somebody tidied the trash.
        Raises: Conflict: its address was given to another meanwhile.
        """

        def change(draft: Draft, now: datetime) -> Draft:
            before = draft.status_before or "draft"
            lapsed = before == "scheduled" and draft.published_at is not None and draft.published_at <= now
            if lapsed or (not exactly and before in ("published", "scheduled")):
                before = "draft"
            return replace(draft, status=before, status_before=None)

        return self._change(draft_id, "restored", change)

    def retag(self, draft_id: str, add: str = "", remove: str = "") -> Draft:
        """`add` is a line of tags, known or new; `remove` the slug of one. Raises: Conflict: it is in the trash."""
        with self._db.read() as conn:
            known = [count.tag for count in tags.select_tags(conn)]
        new = tags_of(add, known)

        def change(draft: Draft, _now: datetime) -> Draft:
            kept = [tag for tag in draft.tags if tag.slug != remove]
            return replace(draft, tags=tuple({tag.slug: tag for tag in [*kept, *new]}.values()))

        return self._change(draft_id, "tagged", change)

    def give_to(self, draft_id: str, author: Byline) -> Draft:
        """Raises: Conflict: it is in the trash."""
        return self._change(draft_id, "given away", lambda draft, _now: replace(draft, authors=(author,)))

    def duplicate(self, draft_id: str, by: Byline) -> Draft:
        """A new draft with the same words and no address. Raises: NotFound."""
        now = datetime.now(UTC)
        copy = replace(
            self._drafts.get(draft_id),
            id=secrets.token_hex(12),
            status="draft",
            status_before=None,
            slug="",
            path="",
            old_paths=(),
            authors=(by,),
            published_at=None,
            local_date=None,
            created_at=now,
            updated_at=now,
            version=0,
            pinned=False,
            note="",
            password=None,
        )
        return self._drafts.save(replace(copy, title=f"{copy.title} (copy)" if copy.title else ""))

    def empty_trash(self, before: datetime | None = None, ids: Collection[str] | None = None) -> int:
        """Delete for good what was put into the trash before then, of these ids; the number of items.

        In small transactions: others write meanwhile.
        """
        with self._db.read() as conn:
            found = queries.select_trash(conn, before, ids)
        for draft_id in found:
            self._db.write(lambda conn, draft_id=draft_id: delete_in(conn, draft_id))  # type: ignore[misc]
        if found:
            self._drafts.settle()
        return len(found)

    def forget_forms(self, before: datetime) -> int:
        """Forget the keys of forms that were sent before then; the number of keys."""
        return self._db.write(lambda conn: idempotency.forget_before(conn, before))

    def _change(self, draft_id: str, done: str, change: Change) -> Draft:
        """`done`: what happens to it, as in "it can't be …"."""
        now = datetime.now(UTC)
        saved = self._db.write(lambda conn: _change_in(conn, draft_id, done, change, now))
        self._drafts.settle()
        return saved

    # The schedule

    def follow_schedule(self, ids: Collection[str]) -> None:
        """The outbox step: let Jobs.db have a job for each of these that is scheduled, and none for the others."""
        known = self._drafts.drafts_by_id(ids)
        for draft_id in ids:
            draft = known.get(draft_id)
            if draft is not None and draft.status == "scheduled" and draft.published_at is not None:
                self._jobs.put(PUBLISH_DUE, draft_id, draft.published_at)
            else:
                self._jobs.cancel(PUBLISH_DUE, draft_id)

    def publish_due(self, job: Job) -> None:
        """The job: publish it if its time has come and it is still scheduled. A second time changes nothing."""
        now = datetime.now(UTC)
        try:
            self._db.write(lambda conn: _publish_due(conn, job.key, now))
        except (Conflict, Invalid) as error:  # its address was taken meanwhile: somebody has to decide
            why = f"It could not be published on time: {error}"
            self._db.write(lambda conn: _give_back(conn, job.key, why, now))
        self._drafts.settle()


def _change_in(conn: Connection, draft_id: str, done: str, change: Change, now: datetime) -> Draft:
    draft = queries.select_draft(conn, draft_id)
    if draft is None:
        raise NotFound(f"There is no draft {draft_id}; it may have been deleted")
    if draft.status not in _FROM[done]:
        raise Conflict(f"“{draft.title or 'Untitled'}” can't be {done}: it is {_WHERE[draft.status]}")
    return save_in(conn, replace(change(draft, now), updated_at=now))


_WHERE: Mapping[Status, str] = {
    "draft": "a draft",
    "review": "in review",
    "scheduled": "scheduled",
    "published": "published",
    "private": "private",
    "protected": "protected by a password",
    "trash": "in the trash",
}


def _publish_due(conn: Connection, draft_id: str, now: datetime) -> None:
    draft = queries.select_draft(conn, draft_id)
    if draft is None or draft.status != "scheduled" or draft.published_at is None:
        return
    if draft.published_at > now:  # it was put off; a job for the new time is there or on its way
        outbox.enqueue(conn, SCHEDULE, draft_id)
        return
    require_public_path(draft)
    save_in(conn, replace(draft, status="published", updated_at=now))


def _give_back(conn: Connection, draft_id: str, why: str, now: datetime) -> None:
    draft = queries.select_draft(conn, draft_id)
    if draft is not None and draft.status == "scheduled":
        save_in(conn, replace(draft, status="draft", note=why[:1000], updated_at=now))
