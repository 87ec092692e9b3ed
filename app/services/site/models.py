"""The site itself and the redirects that belong to no single post."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str  # absolute, or a path of this site


@dataclass(frozen=True, slots=True)
class SiteInfo:
    title: str
    tagline: str
    language: str  # BCP 47
    timezone: str  # IANA name, or a fixed offset like "+05:30"
    navigation: tuple[Link, ...]
    posts_per_page: int
    site_id: str  # random, made once; the store's must match
    imported_from: str | None = None  # origin of the old blog
    security_contact: str = ""  # mailto:, tel: or https: of who hears of security problems
    websub_hub: str = ""  # is told when something was published
    comments: bool = True  # whether anybody may comment at all; what is there stays
    comments_for_new: bool = True  # whether a new post is open for comments
    comments_known: bool = True  # whether what known people send appears without a decision
    comments_close_after_days: int | None = None  # None: posts stay open
    comments_closed_before: str | None = None  # local date, moved on daily: a page must not depend on a clock


@dataclass(frozen=True, slots=True)
class ApiKey:
    """Lets a program read what everybody may read. It stands in other sites' pages, so it is kept as it is."""

    id: str
    key: str  # 26 hexadecimal digits
    name: str  # what it is for
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Redirect:
    """One hop from an old address. `source` is percent-decoded and may carry a query ("/?cat=3")."""

    source: str
    target: str
    permanent: bool = True
    is_regex: bool = False  # then `target` may hold $1 … $9
