"""What the public reads: published posts and pages, their tags and bylines."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, Literal, TypeVar

T = TypeVar("T")
PostKind = Literal["post", "page"]


@dataclass(frozen=True, slots=True)
class Tag:
    id: str
    slug: str
    name: str
    description: str = ""
    internal: bool = False  # kept and never shown

    @property
    def path(self) -> str:
        return f"/tag/{self.slug}/"


@dataclass(frozen=True, slots=True)
class Byline:
    """A person as readers see them: a copy of what Users.db says, so that a page needs one file."""

    id: str
    slug: str
    name: str
    bio: str = ""
    url: str | None = None
    image: str | None = None

    @property
    def path(self) -> str:
        return f"/author/{self.slug}/"


@dataclass(frozen=True, slots=True)
class Image:
    """A featured image; its address as pages use it."""

    url: str
    alt: str = ""
    caption: str = ""  # sanitised inline HTML


@dataclass(frozen=True, slots=True)
class PostSummary:
    id: str
    kind: PostKind
    path: str  # "/2015/01/hello/", percent-decoded, unique among all posts and pages
    title: str  # plain text; "" where its author gave none
    excerpt: str  # plain text
    published_at: datetime
    local_date: str  # YYYY-MM-DD in the site's zone when it was published; archives go by it
    updated_at: datetime
    reading_minutes: int
    language: str | None = None  # None: the site's
    image: Image | None = None
    pinned: bool = False
    comments_open: bool = False
    tags: tuple[Tag, ...] = ()  # public ones, primary first
    authors: tuple[Byline, ...] = ()


@dataclass(frozen=True, slots=True)
class Post(PostSummary):
    """All of it. `html` is sanitised and ready to be put into a page."""

    html: str = ""
    description: str = ""
    canonical_url: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PublishedPost(Post):
    """What `publish` takes: a post with its text for the search index and the old addresses that lead to it."""

    slug: str = ""
    text: str = ""  # visible words only
    old_paths: tuple[str, ...] = ()  # percent-decoded; may carry a query ("/?p=12")
    version: int = 0  # of the item in Drafts.db; an older one never replaces a newer one
    all_tags: tuple[Tag, ...] = ()  # internal ones too


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list; `number` starts at 1 and may lie past `pages` (then `entries` is empty)."""

    entries: tuple[T, ...]
    number: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A post with the name its author gave its address; "" where it has none."""

    post: Post
    slug: str


@dataclass(frozen=True, slots=True)
class TagCount:
    tag: Tag
    posts: int


@dataclass(frozen=True, slots=True)
class Month:
    year: int
    month: int
    posts: int


@dataclass(frozen=True, slots=True)
class SearchHit:
    post: PostSummary
    snippet: str  # HTML: escaped text in which the words found stand in <mark>


@dataclass(frozen=True, slots=True)
class Neighbours:
    older: PostSummary | None
    newer: PostSummary | None


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    path: str
    updated_at: datetime
