"""What robots read: robots.txt and the sitemap."""

from collections.abc import Iterator
from xml.sax.saxutils import escape

from litestar import Response, get
from litestar.di import NamedDependency

from app.errors import NotFound
from app.services.posts import PostService
from app.web.addresses import href
from app.web.answers import document
from app.web.exchange import Exchange
from app.web.feed_entries import iso
from app.web.reads import reads
from app.web.theme import Theme

MOST_ENTRIES = 45_000  # sitemaps.org allows 50,000 addresses in one file
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<{0} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
_XML = "application/xml; charset=utf-8"
_ROBOTS = """User-agent: *
Disallow: /admin/
Disallow: /comments/
Disallow: /search

Sitemap: {origin}/sitemap.xml
"""


@get("/robots.txt", sync_to_thread=False)
def show_robots(exchange: NamedDependency[Exchange], theme: NamedDependency[Theme]) -> Response[bytes]:
    exchange.depends_on({})
    return document(_ROBOTS.format(origin=theme.origin).encode(), "text/plain")


@get("/sitemap.xml", sync_to_thread=True)
def show_sitemap(
    exchange: NamedDependency[Exchange], posts: NamedDependency[PostService], theme: NamedDependency[Theme]
) -> Response[bytes]:
    """All addresses; above 45,000 an index whose parts are its numbered pages."""
    part = exchange.parameter("page")
    with reads(exchange):
        lines = list(_entries(posts, theme.origin))
    parts = [lines[at : at + MOST_ENTRIES] for at in range(0, len(lines), MOST_ENTRIES)]
    if len(parts) == 1 and not part:
        return document(_urlset(parts[0]), _XML)
    if not part:
        return document(_index(len(parts), theme.origin), _XML)
    if not (part.isascii() and part.isdecimal() and len(part) < 7 and 1 <= int(part) <= len(parts)):
        raise NotFound("The sitemap has no such part")
    return document(_urlset(parts[int(part) - 1]), _XML)


def _entries(posts: PostService, origin: str) -> Iterator[str]:
    yield f"<url><loc>{escape(origin)}/</loc></url>\n"
    for entry in posts.sitemap():
        address = escape(origin + href(entry.path))
        yield f"<url><loc>{address}</loc><lastmod>{iso(entry.updated_at)}</lastmod></url>\n"
    for count in posts.tags():
        yield f"<url><loc>{escape(origin + href(count.tag.path))}</loc></url>\n"


def _urlset(lines: list[str]) -> bytes:
    return (_HEAD.format("urlset") + "".join(lines) + "</urlset>\n").encode()


def _index(parts: int, origin: str) -> bytes:
    addresses = (f"{escape(origin)}/sitemap.xml?page={number}" for number in range(1, parts + 1))
    lines = "".join(f"<sitemap><loc>{address}</loc></sitemap>\n" for address in addresses)
    return (_HEAD.format("sitemapindex") + lines + "</sitemapindex>\n").encode()


HANDLERS = [show_robots, show_sitemap]
