"""What is done about comments without anybody asking: old data is forgotten, old posts are closed for comments."""

from datetime import UTC, datetime, timedelta

from app.services.inbox.service import InboxService
from app.services.jobs import Job, JobService
from app.services.site import SiteService

CARE = "comments.care"
CARE_EVERY = timedelta(hours=1)  # the day ends at another hour in each time zone; a look that changes nothing is free


class CommentCare:
    def __init__(self, inbox: InboxService, site: SiteService, jobs: JobService) -> None:
        self._inbox, self._site, self._jobs = inbox, site, jobs

    def put(self) -> None:
        """Plan the next one, if none is planned."""
        if self._jobs.next_at(CARE) is None:
            self._jobs.put(CARE, "", datetime.now(UTC))

    def carry_out(self, _job: Job) -> None:
        now = datetime.now(UTC)
        self._site.close_old_comments(now)
        self._inbox.tidy(now)
        self._jobs.put(CARE, "", now + CARE_EVERY)
