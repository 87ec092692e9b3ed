"""The rules of the log: it only grows."""

from collections.abc import Mapping
from datetime import UTC, datetime

from app.db import Database
from app.services.audit import queries
from app.services.audit.models import Event

NEWEST = 2**62


class AuditService:
    def __init__(self, db: Database) -> None:
        self._db = db

    def record(
        self,
        actor_id: str | None,
        action: str,
        target_kind: str,
        target_id: str,
        detail: Mapping[str, str] | None = None,
    ) -> None:
        at = datetime.now(UTC)
        self._db.write(
            lambda conn: queries.insert_event(conn, at, actor_id, action, target_kind, target_id, detail or {})
        )

    def latest(self, limit: int = 50, before: int = NEWEST) -> list[Event]:
        """Return the newest events first; `before`: only those with a lower id, for the next page."""
        with self._db.read() as conn:
            return queries.select_latest(conn, before, limit)

    def find_latest_of(self, action: str) -> Event | None:
        """The newest event of one action; looks back over the whole log where there is none."""
        with self._db.read() as conn:
            return queries.select_latest_of(conn, action)
