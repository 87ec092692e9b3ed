"""What comes round by itself: planned once, carried out, planned again; nothing is written where nothing is due."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from app.db import Database, outbox
from app.services.comments import CommentService
from app.services.inbox import CARE, CommentCare, InboxService
from app.services.jobs import JobService
from app.services.site import SiteService


def test_care(open_database: Callable[[str], Database]) -> None:
    inbox_file, site_file = open_database("Inbox"), open_database("Site")
    jobs, site = JobService(open_database("Jobs")), SiteService(site_file)
    inbox = InboxService(inbox_file, CommentService(open_database("Comments")), outbox.Worker([inbox_file], {}))
    site.update(comments_close_after_days=7)
    care = CommentCare(inbox, site, jobs)
    care.put()
    care.put()
    now = datetime.now(UTC)
    (job,) = jobs.claim(now, [CARE])
    before = inbox_file.revision()
    care.carry_out(job)
    jobs.finish(job)
    assert inbox_file.revision() == before
    assert site.site().comments_closed_before == (now - timedelta(days=7)).date().isoformat()
    next_at = jobs.next_at(CARE)
    assert next_at
    assert now + timedelta(minutes=50) < next_at < now + timedelta(minutes=70)
    moved = site_file.revision()
    care.carry_out(job)
    assert site_file.revision() == moved
