"""Links by which somebody without an account may see what is not public, for some days."""

import secrets
from datetime import UTC, datetime, timedelta

from app.db import Connection, Database
from app.errors import Conflict, Invalid, NotFound
from app.services.drafts import previews, queries
from app.services.drafts.previews import Preview

PREVIEW_DAYS = (1, 7, 30)
DEFAULT_DAYS = 7
MOST_PREVIEWS = 50  # of one item at a time
KEPT = timedelta(days=90)  # after it has expired


class SharingService:
    def __init__(self, db: Database) -> None:
        self._db = db

    def share(self, draft_id: str, made_by: str, days: int = DEFAULT_DAYS) -> Preview:
        """Raises: NotFound. Invalid: not one of PREVIEW_DAYS. Conflict: it is in the trash, or has too many."""
        if days not in PREVIEW_DAYS:
            raise Invalid(f"A preview link lasts {', '.join(map(str, PREVIEW_DAYS))} days; choose one of these")
        now = datetime.now(UTC)
        preview = Preview(secrets.token_urlsafe(12), draft_id, made_by, now, now + timedelta(days=days))
        self._db.write(lambda conn: _share(conn, preview))
        return preview

    def list_previews(self, draft_id: str) -> list[Preview]:
        """Those that still work, the newest first."""
        with self._db.read() as conn:
            return previews.select_previews(conn, draft_id, datetime.now(UTC))

    def find(self, preview_id: str) -> Preview | None:
        """None: there was none, it was revoked, or it has expired."""
        with self._db.read() as conn:
            preview = previews.select_preview(conn, preview_id)
        return preview if preview is not None and preview.expires_at > datetime.now(UTC) else None

    def revoke(self, draft_id: str, preview_id: str) -> None:
        """Raises: NotFound."""
        if not self._db.write(lambda conn: previews.delete_preview(conn, draft_id, preview_id)):
            raise NotFound("There is no such preview link; it may have been revoked already")


def _share(conn: Connection, preview: Preview) -> None:
    state = queries.select_states(conn, [preview.draft_id]).get(preview.draft_id)
    if state is None:
        raise NotFound(f"There is no draft {preview.draft_id}; it may have been deleted")
    if state.status == "trash":
        raise Conflict("What is in the trash can't be shown to anybody; restore it first")
    previews.delete_expired(conn, preview.made_at - KEPT)
    if len(previews.select_previews(conn, preview.draft_id, preview.made_at)) >= MOST_PREVIEWS:
        raise Conflict(f"It has {MOST_PREVIEWS} preview links already; revoke some first")
    previews.insert_preview(conn, preview)
