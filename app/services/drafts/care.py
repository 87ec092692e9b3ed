"""Once a day: the trash is emptied of what has been in it for long, and forms sent long ago are forgotten."""

from datetime import UTC, datetime, timedelta

from app.services.drafts.lifecycle import LifecycleService
from app.services.jobs import Job, JobService

DRAFT_CARE = "drafts.care"
CARE_EVERY = timedelta(days=1)
TRASH_KEPT = timedelta(days=30)  # what the list at the desk says
FORMS_KNOWN = timedelta(days=7)  # a form sent again after that is a new one


class DraftCare:
    def __init__(self, lifecycle: LifecycleService, jobs: JobService) -> None:
        self._lifecycle, self._jobs = lifecycle, jobs

    def put(self) -> None:
        """Plan the next one, if none is planned."""
        if self._jobs.next_at(DRAFT_CARE) is None:
            self._jobs.put(DRAFT_CARE, "", datetime.now(UTC) + CARE_EVERY)

    def carry_out(self, _job: Job) -> None:
        now = datetime.now(UTC)
        self._lifecycle.empty_trash(now - TRASH_KEPT)
        self._lifecycle.forget_forms(now - FORMS_KNOWN)
        self._jobs.put(DRAFT_CARE, "", now + CARE_EVERY)
