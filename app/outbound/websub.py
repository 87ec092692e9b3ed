"""WebSub: tells the owner's hub that the feeds have changed, so that those who follow them need not ask.

As https://www.w3.org/TR/websub/#publishing leaves it open, in the way hubs have long understood: a form with
`hub.mode=publish` and the address of each feed.
"""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from app.network import Allowed, is_public
from app.outbound.posting import post
from app.services.audit import AuditService
from app.services.jobs import Job, JobService
from app.services.site import SiteService

PING = "websub.ping"
KEY = "feeds"
GATHER = timedelta(seconds=5)  # a scheduled handful, an import: one ping
FEEDS = ("/feed.xml", "/atom.xml", "/feed.json")


class Hub:
    """Asks for a ping; many within a moment are one."""

    def __init__(self, jobs: JobService, site: SiteService) -> None:
        self._jobs, self._site = jobs, site

    def put(self) -> None:
        if self._site.site().websub_hub:
            self._jobs.put(PING, KEY, datetime.now(UTC) + GATHER)


class Pinging:
    """The step; each ping is sent at most once (app/services/jobs/runner.py)."""

    def __init__(self, origin: str, site: SiteService, audit: AuditService, *, allowed: Allowed = is_public) -> None:
        self._origin, self._site, self._audit, self._allowed = origin, site, audit, allowed

    def ping(self, job: Job) -> None:
        """Raises: as `post` does."""
        hub = self._site.site().websub_hub
        if not hub:  # taken out of the settings meanwhile
            return
        fields = [("hub.mode", "publish"), *(("hub.url", self._origin + path) for path in FEEDS)]
        post(hub, urlencode(fields).encode(), "application/x-www-form-urlencoded", allowed=self._allowed)
        self._audit.record(None, "hub told", "feeds", "", {"hub": hub})
