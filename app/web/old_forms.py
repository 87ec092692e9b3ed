"""The shapes old blogs gave to their addresses, taken apart. Knows no database: what exists is for others to say."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

_INDEX = re.compile(r"/(?:index|default|home)\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)
_PAGE = re.compile(r"/page[/-]?(\d{1,5})/?$", re.IGNORECASE)
_FEED = re.compile(
    r"/(?:(?:feed|feeds|rss|rss2|atom|rdf)(?:/(?:rss2?|atom|rdf|json|posts/default|default|index\.xml))?"
    r"|(?:rss|rss2|atom|feed|index|feeds)\.(?:xml|rdf|json|atom|rss))/?$",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"/(?:amp|embed|trackback|print|printable|comment-page-\d+|comments|attachment/[^/]+|\d{1,2})/?$", re.IGNORECASE
)
_SUFFIX = re.compile(r"\.(?:html?|php|aspx?)$", re.IGNORECASE)
_TRAILING_JUNK = re.compile(r"[\s.,;:!?)\]}>'\"”’…&]+/?$")
_FRONT = re.compile(r"/(?:index|home|blog|posts|articles|news|comments)?/?", re.IGNORECASE)
_TAG = re.compile(r"(?:/[\w-]+)??/(?:category|categories|tag|tags|topic|topics|label|labels)/(.+?)/?", re.IGNORECASE)
_AUTHOR = re.compile(r"(?:/[\w-]+)??/(?:author|authors|contributor|by)/([^/]+)/?", re.IGNORECASE)
_DATE = re.compile(
    r"(?:/(?:archives?|date|blog))?/((?:19|20)\d\d)(?:[/-](0?[1-9]|1[0-2])(?:[/-](?:0?[1-9]|[12]\d|3[01]))?)?/?",
    re.IGNORECASE,
)
_LISTS = re.compile(r"/(?:archives?|tags?|categories|topics|authors?|sitemap)/?", re.IGNORECASE)
_SEARCH = re.compile(r"/search/(?!label/)([^/]+)/?", re.IGNORECASE)
_SITEMAP = re.compile(r"/(?:[\w-]*sitemap[\w-]*)\.xml(?:\.gz)?", re.IGNORECASE)
_DOOR = re.compile(r"/(?:wp-login\.php|wp-admin(?:/.*)?|wp-signup\.php|ghost(?:/.*)?|login|signin)/?", re.IGNORECASE)
_NEVER = re.compile(
    r"/(?:wp-json|wp-includes|xmlrpc\.php|wp-cron\.php|\.well-known|\.env|\.git|cgi-bin)(?:/.*)?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Form:
    """What an address asks for: a page of a list, or a feed, of what lies at `base`."""

    base: str
    page: int = 1
    feed: str = ""  # "feed.xml", "atom.xml", "feed.json"


def forms(path: str) -> Iterator[Form]:
    """Give the readings of a path, likeliest first; the first is the path as it is."""
    path = "/" + path.removeprefix("/index.php").lstrip("/")
    seen = set()
    for spelled in _spellings(path):
        for form in _readings(spelled):
            if form not in seen:
                seen.add(form)
                yield form


def with_suffixes(path: str) -> tuple[str, ...]:
    """What a path without a suffix may have been called."""
    bare = path.rstrip("/")
    return tuple(bare + suffix for suffix in (".html", ".htm", ".php")) if bare and not _SUFFIX.search(bare) else ()


def _spellings(path: str) -> Iterator[str]:
    yield path
    if "%" in path:
        yield unquote(path)
    if _TRAILING_JUNK.search(path):
        yield _TRAILING_JUNK.sub("", path) or "/"
    if path.lower() != path:
        yield path.lower()


def _readings(path: str) -> Iterator[Form]:
    yield Form(path)
    if match := _INDEX.search(path):
        yield Form(path[: match.start()] or "/")
    if match := _PAGE.search(path):
        yield Form(path[: match.start()] or "/", page=int(match[1]))
    if match := _FEED.search(path):
        yield Form(path[: match.start()] or "/", feed=_feed_name(match[0].lower()))
    if (match := _BESIDE.search(path)) and match.start():
        yield Form(path[: match.start()])
    if match := _SUFFIX.search(path):
        yield Form(path[: match.start()])


def _feed_name(words: str) -> str:
    if "json" in words:
        return "feed.json"
    return "atom.xml" if "atom" in words else "feed.xml"


def is_front(path: str) -> bool:
    return bool(_FRONT.fullmatch(path))


def is_front_of_lists(path: str) -> bool:
    return bool(_LISTS.fullmatch(path))


def is_door(path: str) -> bool:
    """Where people signed in."""
    return bool(_DOOR.fullmatch(path))


def is_sitemap(path: str) -> bool:
    return bool(_SITEMAP.fullmatch(path))


def is_hopeless(path: str) -> bool:
    """What only robots ask for; no helpful page is wanted."""
    return bool(_NEVER.fullmatch(path))


def tag_slugs(path: str) -> tuple[str, ...]:
    """The slugs a tag's or category's old address may mean: its last part, or its parts joined."""
    match = _TAG.fullmatch(path)
    if not match:
        return ()
    parts = [part for part in match[1].split("/") if part]
    return tuple(dict.fromkeys((parts[-1], "-".join(parts)))) if parts else ()


def author_slug(path: str) -> str | None:
    match = _AUTHOR.fullmatch(path)
    return match[1] if match else None


def searched_words(path: str) -> str | None:
    match = _SEARCH.fullmatch(path)
    return match[1].replace("+", " ") if match else None


def year_and_month(path: str) -> tuple[int, int | None] | None:
    """The month an archive's old address means; one of a day is answered by its month."""
    match = _DATE.fullmatch(path)
    return (int(match[1]), int(match[2]) if match[2] else None) if match else None


_MEDIA = re.compile(r"/[^/]+\.(?!html?$|php$|aspx?$|xml$)\w{2,5}$", re.IGNORECASE)
_SIZE = re.compile(r"-(?:\d{1,5}x\d{1,5}|scaled|e\d{8,}|rotated)(?=(?:-\d+x\d+)?\.\w+$)")
_GHOST_SIZE = re.compile(r"/size/w\d+(?:h\d+)?(?:/format/\w+)?/")


def media_paths(path: str) -> tuple[str, ...]:
    """The paths a picture or file may be known by: as it is, and without the size in its name."""
    if not _MEDIA.search(path):
        return ()
    unsized = path
    while (shorter := _SIZE.sub("", unsized)) != unsized:
        unsized = shorter
    return tuple(dict.fromkeys((path, unsized, _GHOST_SIZE.sub("/", path))))
