"""Everything being written or held back, and the source of all that is published."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from app.errors import Conflict
from app.services.posts import Byline, Image, PostKind, Tag

Status = Literal["draft", "review", "scheduled", "published", "private", "protected", "trash"]
SourceFormat = Literal["markdown", "html"]
Outcome = Literal["created", "updated", "unchanged", "edited here", "deleted here"]


class Stale(Conflict):
    """It was changed by somebody else, or in another tab, since it was read."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One post or page as its authors know it. Only status "published" is in Posts.db."""

    id: str
    kind: PostKind
    status: Status
    title: str
    slug: str
    path: str
    source: str
    source_format: SourceFormat
    html: str  # rendered and sanitised when saved
    text: str
    excerpt: str  # as written by a person; "" means derived
    description: str
    published_at: datetime | None
    local_date: str | None
    created_at: datetime
    updated_at: datetime
    version: int  # +1 with every change
    language: str | None = None
    canonical_url: str | None = None
    image: Image | None = None
    pinned: bool = False
    comments_open: bool = False
    tags: tuple[Tag, ...] = ()
    authors: tuple[Byline, ...] = ()
    old_paths: tuple[str, ...] = ()
    note: str = ""  # why it is held back ("members only in the old blog")
    password: str | None = None  # for status "protected"
    status_before: Status | None = None  # of what is in the trash
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportedItem:
    """A draft that came from elsewhere. `content_hash` covers everything read from the source."""

    draft: Draft
    content_hash: str


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What became of one item.

    "edited here": the source changed, but so did the item in Waypost since its import; Waypost's is kept.
    "deleted here": it was imported once and deleted since; it stays deleted.
    """

    id: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class DraftSummary:
    id: str
    kind: PostKind
    status: Status
    title: str
    path: str
    updated_at: datetime
    published_at: datetime | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Listed(DraftSummary):
    """A line of the list at the desk. `tags` are names; `authors`: id -> name."""

    tags: tuple[str, ...] = ()
    authors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewBody:
    """The same words with other addresses in them: files that were missing have come."""

    id: str
    html: str
    image_url: str | None = None  # None: the image stays as it is
