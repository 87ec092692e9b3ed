"""The neutral stream between formats and services: what any old blog consists of.

A reader yields these in this order: one `Site`, then `Author`s, `Tag`s and `Media` files, then each
`Entry` followed by its `Comment`s, then `Redirect`s. `Skipped`, `Failed` and `Warned` may stand anywhere.
An item may refer to an author or tag that was never declared: the runner creates it from the reference.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Literal, Protocol

Kind = Literal["posts", "pages", "comments", "tags", "authors", "media", "redirects"]
KINDS: tuple[Kind, ...] = ("posts", "pages", "comments", "tags", "authors", "media", "redirects")

# What an entry was in the old blog. Only "published" may ever reach Posts.db.
Status = Literal["published", "draft", "review", "scheduled", "private", "protected", "restricted", "trash"]


@dataclass(frozen=True, slots=True)
class Own:
    """Said by an export of Waypost's own: its items keep their ids and versions, and nothing in them is changed."""

    ids: frozenset[str]  # of the posts and pages that will come
    name: str  # of the site it was, its address where it had one
    settings: Mapping[str, Any] = field(default_factory=dict)  # further fields of SiteInfo


@dataclass(frozen=True, slots=True)
class Site:
    """The old site itself; None where the export does not say."""

    title: str | None = None
    tagline: str | None = None
    url: str | None = None  # absolute address of its front page, no trailing slash
    language: str | None = None  # BCP 47
    timezone: str | None = None  # IANA name, or "+05:30" where only an offset is known
    navigation: tuple[tuple[str, str], ...] = ()  # (label, address)
    aliases: tuple[str, ...] = ()  # further origins that mean this site ("http://old.example")
    pages_at_root: bool = True
    own: Own | None = None


@dataclass(frozen=True, slots=True)
class Author:
    ref: str  # what entries name it by; unique in the source
    slug: str
    name: str
    email: str | None = None
    bio: str = ""
    url: str | None = None
    image: str | None = None  # old address of the picture
    old_paths: tuple[str, ...] = ()  # "/author/jane/", …; the runner adds their feeds


@dataclass(frozen=True, slots=True)
class Tag:
    ref: str
    slug: str
    name: str
    description: str = ""
    internal: bool = False  # Ghost's "#…": kept, never shown
    id: str | None = None  # in an export of Waypost's own
    old_paths: tuple[str, ...] = ()  # "/category/news/", "/tag/news/"


@dataclass(frozen=True, slots=True)
class Media:
    """A file of the old blog. `open` is None where the bytes were not found beside the export."""

    ref: str
    url: str  # as bodies name it: absolute, or root-relative
    name: str
    open: Callable[[], BinaryIO] | None = None
    alt: str = ""
    caption: str = ""
    aliases: tuple[str, ...] = ()  # further addresses of the same file: sizes, CDN forms, relative forms
    own: Mapping[str, Any] | None = None  # all that another Waypost knew of it; then `url` is its path there


@dataclass(frozen=True, slots=True)
class Entry:
    """A post or page. `source` is what its author wrote, already free of the old system's template language."""

    kind: Literal["post", "page"]
    ref: str  # unique in the source and stable between exports
    title: str
    slug: str  # "" where the old blog had none
    status: Status
    source: str
    source_format: Literal["markdown", "html"]
    html: str | None = None  # already rendered by the old system; preferred for what readers see
    reason: str = ""  # why it is held back, for status "restricted": "members only", "e-mail only"
    path: str | None = None  # its old public path, percent-decoded, from the root; None: it never had one
    old_paths: tuple[str, ...] = ()  # further old addresses; may carry a query ("/?p=12")
    published_at: datetime | None = None  # aware, UTC
    updated_at: datetime | None = None
    created_at: datetime | None = None  # where it is not when it was published
    version: int = 1  # how often it was changed, in an export of Waypost's own
    exact: bool = False  # of such an export: what elsewhere may be HTML is plain text, and no date is guessed
    local_date: str | None = None  # YYYY-MM-DD in the old site's zone
    authors: tuple[str, ...] = ()  # refs, first is primary
    tags: tuple[str, ...] = ()
    excerpt: str = ""  # plain text or inline HTML, "" where derived ones are right
    description: str = ""  # for search engines
    canonical_url: str | None = None
    image: str | None = None  # old address of the featured image
    image_alt: str = ""
    image_caption: str = ""
    language: str | None = None
    pinned: bool = False
    comments_open: bool = False
    password: str | None = None
    base: str | None = None  # folder of the file inside the source, for relative addresses in a Markdown tree
    parent_ref: str | None = None  # of a child page
    position: int = 0  # menu order, weight
    metadata: Mapping[str, Any] = field(default_factory=dict)  # unknown front matter, custom fields: JSON-able


@dataclass(frozen=True, slots=True)
class Comment:
    ref: str
    entry_ref: str
    author_name: str
    created_at: datetime | None
    body: str  # HTML or plain text as the old system stored it; never trusted
    status: Literal["approved", "pending", "spam", "trash"]
    kind: Literal["comment", "mention"] = "comment"  # a pingback or trackback is a mention
    parent_ref: str | None = None
    email: str | None = None
    url: str | None = None
    address: str | None = None  # IP address
    user_ref: str | None = None  # an Author's ref, where it was a signed-in author
    is_typed: bool = False  # `body` is the small Markdown of Waypost's own form


@dataclass(frozen=True, slots=True)
class Redirect:
    source: str  # a path, or a regular expression
    target: str
    permanent: bool = True
    is_regex: bool = False


@dataclass(frozen=True, slots=True)
class Skipped:
    """Read, and on purpose not imported; `kind` may be one outside KINDS ("menu item")."""

    kind: str
    ref: str
    reason: str


@dataclass(frozen=True, slots=True)
class Failed:
    kind: str
    ref: str
    reason: str


@dataclass(frozen=True, slots=True)
class Warned:
    """Something a person should know; `ref` names the item it was seen in."""

    ref: str
    message: str


Item = Site | Author | Tag | Media | Entry | Comment | Redirect | Skipped | Failed | Warned


class Unreadable(Exception):
    """The input as a whole can't be read; the text is a sentence saying why and what to do. Exit code 2."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line said about the source."""

    media: tuple[Path, ...] = ()  # folders or zip files with the old site's uploads
    redirects: Path | None = None
    custom_types: Literal["as-posts", "as-pages", "skip"] = "skip"
    site_url: str | None = None


class Reader(Protocol):
    """One format. `total` is an estimate for the progress bar (posts and pages), None where unknown."""

    format: str

    def total(self) -> int | None: ...

    def items(self) -> Iterator[Item]: ...
