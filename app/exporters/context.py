"""What an export reads, and what of it was asked for."""

from dataclasses import dataclass
from typing import Literal

from app.services.drafts import Draft, DraftService, Status
from app.services.inbox import InboxService
from app.services.media import MediaService
from app.services.site import SiteService
from app.services.users import UserService

Include = Literal["published", "drafts", "private"]
INCLUDES: tuple[Include, ...] = ("published", "drafts", "private")
PRIVATE: frozenset[Status] = frozenset({"private", "protected"})
LEFT_BEHIND: frozenset[Status] = frozenset({"trash"})


@dataclass(frozen=True, slots=True)
class Services:
    drafts: DraftService
    inbox: InboxService
    media: MediaService
    site: SiteService
    users: UserService


@dataclass(frozen=True, slots=True)
class Choice:
    """How much is taken along; each step holds the one before.

    "published": what everybody may read. "drafts": what is being written too, marked `draft: true`.
    "private": also private and protected posts, comments nobody has approved, and people's e-mail addresses,
    all in a folder "private" that no static site generator looks at.
    """

    include: Include = "drafts"

    def takes(self, draft: Draft) -> bool:
        if draft.status in LEFT_BEHIND:
            return False
        if draft.status == "published":
            return True
        return self.include == "private" or (self.include == "drafts" and draft.status not in PRIVATE)

    @property
    def with_private(self) -> bool:
        return self.include == "private"


def folder_of(draft: Draft) -> str:
    """Where everything of a draft lies: "" or "private/"."""
    return "private/" if draft.status in PRIVATE else ""
