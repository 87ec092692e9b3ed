"""What all parts of one import share."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from app.importers.addresses import Addresses
from app.importers.files import Files
from app.importers.items import Site
from app.importers.old_site import OldSite
from app.importers.rendering import Renderer
from app.importers.report import Report
from app.importers.rewriting import Rewriter
from app.services.drafts import DraftService
from app.services.inbox import InboxService
from app.services.media import MediaService
from app.services.posts import Byline, Tag
from app.services.site import SiteService
from app.services.users import UserService


@dataclass(frozen=True, slots=True)
class Services:
    """What an import writes to."""

    drafts: DraftService
    inbox: InboxService
    media: MediaService
    site: SiteService
    users: UserService
    follow: Callable[[], object]  # lets Posts.db have what Drafts.db has got


@dataclass(slots=True)
class Run:
    """One run. `services` is None in a dry run, which writes nothing."""

    services: Services | None
    report: Report
    source: str  # names the old blog: ids of its items are made from it
    now: datetime
    addresses: Addresses
    total: int | None = None  # posts and pages there will be, about; None where nobody knows
    site: OldSite = field(default_factory=lambda: OldSite(Site()))
    files: Files = field(init=False)
    rewrite: Rewriter = field(init=False)
    renderer: Renderer = field(init=False)
    tags: dict[str, Tag] = field(default_factory=dict)  # ref -> tag
    bylines: dict[str, Byline] = field(default_factory=dict)  # ref -> byline
    left_out: dict[str, str] = field(default_factory=dict)  # ref of an entry that was skipped -> why
    held_back: set[str] = field(default_factory=set)  # refs of entries that are not published

    @property
    def is_exact(self) -> bool:
        """Whether it all comes from another Waypost: its addresses, slugs and ids are right as they stand."""
        return self.source.startswith("waypost:")

    def __post_init__(self) -> None:
        self.renderer = Renderer(self.total)
        self.learn_site(Site())

    def learn_site(self, site: Site) -> None:
        self.site = OldSite(site)
        self.files = Files(self.site)
        self.rewrite = Rewriter(self.site, self.files)
        self.renderer.know(site, self.files)
