"""The log of who did what."""

from collections.abc import Callable

from app.db import Database
from app.services.audit import AuditService


def test_newest_first_and_by_pages(open_database: Callable[[str], Database]) -> None:
    audit = AuditService(open_database("Audit"))
    for number in range(5):
        audit.record("alice", "comment approved", "comment", str(number), {"title": "Grüße"})
    newest = audit.latest(limit=3)
    assert [event.target_id for event in newest] == ["4", "3", "2"]
    assert newest[0].detail == {"title": "Grüße"}
    assert [event.target_id for event in audit.latest(before=newest[-1].id)] == ["1", "0"]
