"""Items behind a password: readers who know it see them at their own address, nobody else learns what they are."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from app.db import Connection, Database
from app.errors import Conflict, Invalid, NotFound
from app.services.drafts import queries
from app.services.drafts.models import Draft, Status
from app.services.drafts.service import DraftService, require_public_path, save_in
from app.services.site import local_date
from app.services.users import MOST_LENGTH, Hashing

LEAST_PASSWORD = 6  # it is told to many, and guessed at ten times in a quarter of an hour
_WHERE: Mapping[Status, str] = {"trash": "in the trash; restore it first"}


class ProtectionService:
    def __init__(self, db: Database, drafts: DraftService, hashing: Hashing) -> None:
        self._db, self._drafts, self._hashing = db, drafts, hashing

    def protect(self, draft_id: str, password: str, timezone: str) -> Draft:
        """Put it behind this password, or behind another one than before: whoever was let in is asked again.

        What never was public gets the present time, and its date in `timezone`, the site's.
        Raises: NotFound. Invalid: the password, or it has no address. Conflict: the trash; its address is taken.
        """
        if not LEAST_PASSWORD <= len(password) <= MOST_LENGTH:
            raise Invalid(f"The password has {len(password)} characters; {LEAST_PASSWORD} to {MOST_LENGTH} are allowed")
        hashed, now = self._hashing.hash(password), datetime.now(UTC)
        saved = self._db.write(lambda conn: _protect(conn, draft_id, hashed, now, timezone))
        self._drafts.settle()
        return saved

    def remove(self, draft_id: str) -> Draft:
        """Take the password away: it is a draft then, so that nothing gets public by mistake.

        Raises: NotFound. Conflict: it has none.
        """
        now = datetime.now(UTC)
        saved = self._db.write(lambda conn: _remove(conn, draft_id, now))
        self._drafts.settle()
        return saved

    def find(self, draft_id: str) -> Draft | None:
        """None: there is none, or it is not protected (any more)."""
        draft = self._drafts.drafts_by_id([draft_id]).get(draft_id)
        return draft if draft is not None and draft.status == "protected" else None

    def unlock(self, draft_id: str, password: str) -> Draft | None:
        """The item, if the password is right. Takes as long for one that is not there."""
        draft = self.find(draft_id)
        matches = self._hashing.verify(draft.password if draft else None, password)
        return draft if matches else None


def _protect(conn: Connection, draft_id: str, hashed: str, now: datetime, timezone: str) -> Draft:
    draft = _get(conn, draft_id)
    if draft.status in _WHERE:
        raise Conflict(f"“{draft.title or 'Untitled'}” can't be protected: it is {_WHERE[draft.status]}")
    require_public_path(draft)
    _refuse_taken_path(conn, draft)
    if draft.status == "scheduled" or draft.published_at is None:
        draft = replace(draft, published_at=now, local_date=local_date(now, timezone))
    return save_in(conn, replace(draft, status="protected", password=hashed, note="", updated_at=now))


def _remove(conn: Connection, draft_id: str, now: datetime) -> Draft:
    draft = _get(conn, draft_id)
    if draft.status != "protected":
        raise Conflict(f"“{draft.title or 'Untitled'}” is not protected by a password")
    return save_in(conn, replace(draft, status="draft", password=None, updated_at=now))


def _get(conn: Connection, draft_id: str) -> Draft:
    draft = queries.select_draft(conn, draft_id)
    if draft is None:
        raise NotFound(f"There is no draft {draft_id}; it may have been deleted")
    return draft


def _refuse_taken_path(conn: Connection, draft: Draft) -> None:
    owner = queries.select_reachable(conn, [draft.path]).get(draft.path, draft.id)
    if owner != draft.id:
        raise Conflict(f"“{draft.title or 'Untitled'}” can't be protected: something else has its address {draft.path}")
