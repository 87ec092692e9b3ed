"""RSS 2.0, Atom and JSON Feed of the whole site, of a tag, and of an author; full text."""

from dataclasses import dataclass
from typing import Any

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.errors import NotFound
from app.services.posts import PostService
from app.services.site import SiteInfo
from app.web.addresses import href
from app.web.answers import document
from app.web.exchange import Exchange
from app.web.feed_entries import FeedEntry, feed_entry, iso
from app.web.reads import reads
from app.web.theme import Theme

ENTRIES = 20
NEVER = "1970-01-01T00:00:00Z"
TYPES = {
    "feed.xml": "application/rss+xml; charset=utf-8",
    "atom.xml": "application/atom+xml; charset=utf-8",
    "feed.json": "application/feed+json",
}


@dataclass(frozen=True, slots=True)
class Feed:
    """`folder`: the encoded address of the page the feed goes with; where `about` is that, only of the folder."""

    site: SiteInfo
    origin: str
    folder: str
    title: str
    description: str
    entries: list[FeedEntry]
    hub: str = ""  # is told when this feed has changed
    about: str = ""

    @property
    def home(self) -> str:
        return self.origin + (self.about or self.folder)

    def address(self, name: str) -> str:
        return self.origin + self.folder + name

    @property
    def updated(self) -> str:
        return max((iso(entry.updated_at) for entry in self.entries), default=NEVER)


@get(["/feed.xml", "/atom.xml", "/feed.json"], sync_to_thread=False)
def show_feed(
    exchange: NamedDependency[Exchange], posts: NamedDependency[PostService], theme: NamedDependency[Theme]
) -> Response[bytes]:
    with reads(exchange):
        info = theme.site()
        entries = [feed_entry(post, theme.origin) for post in posts.feed(ENTRIES)]
        return answer_feed(
            exchange.path, Feed(info, theme.origin, "/", info.title, info.tagline, entries, info.websub_hub), theme
        )


@get(["/tag/{slug:str}/feed.xml", "/tag/{slug:str}/atom.xml", "/tag/{slug:str}/feed.json"], sync_to_thread=False)
def show_tag_feed(
    exchange: NamedDependency[Exchange],
    slug: FromPath[str],
    posts: NamedDependency[PostService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    with reads(exchange):
        tag = posts.find_tag(slug)
        if tag is None or tag.internal:
            raise NotFound("There is no such tag")
        info = theme.site()
        entries = [feed_entry(post, theme.origin) for post in posts.feed(ENTRIES, tag_slug=tag.slug)]
        feed = Feed(info, theme.origin, href(tag.path), f"{tag.name} – {info.title}", tag.description, entries)
        return answer_feed(exchange.path, feed, theme)


@get(
    ["/author/{slug:str}/feed.xml", "/author/{slug:str}/atom.xml", "/author/{slug:str}/feed.json"],
    sync_to_thread=False,
)
def show_author_feed(
    exchange: NamedDependency[Exchange],
    slug: FromPath[str],
    posts: NamedDependency[PostService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    with reads(exchange):
        author = posts.find_author(slug)
        if author is None:
            raise NotFound("Nobody of that name has published here")
        info = theme.site()
        entries = [feed_entry(post, theme.origin) for post in posts.feed(ENTRIES, author_slug=author.slug)]
        feed = Feed(info, theme.origin, href(author.path), f"{author.name} – {info.title}", author.bio, entries)
        return answer_feed(exchange.path, feed, theme)


def answer_feed(path: str, feed: Feed, theme: Theme) -> Response[bytes]:
    """In the format that the last part of the path names."""
    name = path.rstrip("/").rsplit("/", 1)[-1]
    own = feed.address(name)
    if name == "feed.json":
        body = msgspec.json.encode(_json_feed(feed))
    else:
        template = "feeds/rss.xml" if name == "feed.xml" else "feeds/atom.xml"
        body = theme.templates.xml(template, feed=feed, own=own, iso=iso)
    answer = document(body, TYPES[name])
    if feed.hub:
        answer.headers["link"] = f'<{feed.hub}>; rel="hub", <{own}>; rel="self"'
    return answer


def _json_feed(feed: Feed) -> dict[str, Any]:
    """As https://www.jsonfeed.org/version/1.1/ says."""
    return _given(
        version="https://jsonfeed.org/version/1.1",
        title=feed.title,
        home_page_url=feed.home,
        feed_url=feed.address("feed.json"),
        description=feed.description,
        language=feed.site.language,
        hubs=[{"type": "WebSub", "url": feed.hub}] if feed.hub else [],
        items=[_json_item(entry) for entry in feed.entries],
    )


def _json_item(entry: FeedEntry) -> dict[str, Any]:
    return _given(
        id=entry.id,
        url=entry.url,
        title=entry.title,
        content_html=entry.html or " ",
        summary=entry.summary,
        image=entry.image,
        date_published=iso(entry.published_at),
        date_modified=iso(entry.updated_at),
        authors=[{"name": name} for name in entry.authors if name],
        tags=list(entry.tags),
        language=entry.language,
    )


def _given(**values: Any) -> dict[str, Any]:
    """Leave out what has no value; the items of a feed without any stay."""
    return {name: value for name, value in values.items() if value or name == "items"}


HANDLERS = [show_feed, show_tag_feed, show_author_feed]
