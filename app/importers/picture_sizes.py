"""Sizes of the pictures an import has brought: made afterwards, a few at a time, so that an import need not wait."""

import time
from datetime import UTC, datetime, timedelta

from app.services.drafts import DraftService
from app.services.jobs import Job, JobService
from app.services.media import MediaService

PICTURE_SIZES = "media.sizes"
COLLECTION = "media.collect"
BATCH = 5
AT_A_TIME_S = 20.0  # then the job is put anew: a claim lasts five minutes
COLLECT_EVERY = timedelta(days=1)


class PictureSizes:
    """One job for all pictures that wait; Media.db is its memory, so it can be cut off anywhere."""

    def __init__(self, media: MediaService, drafts: DraftService, jobs: JobService) -> None:
        self._media, self._drafts, self._jobs = media, drafts, jobs

    def put(self) -> None:
        """Have it done if any picture waits; where none does, only look."""
        if self._media.count_waiting():
            self._jobs.put(PICTURE_SIZES, "", datetime.now(UTC))

    def carry_out(self, _job: Job) -> None:
        """Raises: Unavailable: the store can't be reached, or the program ends; the rest waits on."""
        until = time.monotonic() + AT_A_TIME_S
        while done := self._media.make_waiting(BATCH):
            self._drafts.refresh_users([mark for picture in done for mark in picture.marks])
            if time.monotonic() > until:
                self.put()
                return
            time.sleep(0.05)  # whoever uploads meanwhile comes first


class MediaCollection:
    """Once a day: objects that nothing has needed for as long as a backup is kept."""

    def __init__(self, media: MediaService, jobs: JobService) -> None:
        self._media, self._jobs = media, jobs

    def put(self) -> None:
        """Plan the next one, if none is planned."""
        if self._jobs.next_at(COLLECTION) is None:
            self._jobs.put(COLLECTION, "", datetime.now(UTC) + COLLECT_EVERY)

    def carry_out(self, _job: Job) -> None:
        now = datetime.now(UTC)
        self._media.collect(now)
        self._jobs.put(COLLECTION, "", now + COLLECT_EVERY)
