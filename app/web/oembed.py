"""Tells other sites what lies at an address of this one, so that a link to it can be shown as a card.

As https://oembed.com/ says; the type is "link": nothing of this site is to be run inside another.
"""

from urllib.parse import unquote

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency

from app.errors import NotFound
from app.services.posts import Post, PostService
from app.services.site import SiteInfo
from app.web.addresses import absolute
from app.web.exchange import Exchange
from app.web.linked_data import headline
from app.web.reads import reads
from app.web.theme import Theme

PATH = "/-/oembed"
HEADERS = {"cache-control": "public, max-age=300", "access-control-allow-origin": "*"}


@get(PATH, sync_to_thread=False)
def show_oembed(
    exchange: NamedDependency[Exchange], posts: NamedDependency[PostService], theme: NamedDependency[Theme]
) -> Response[bytes]:
    path = _own_path(exchange.parameter("url"), theme.origin)
    if exchange.parameter("format") not in ("", "json"):
        return Response(b"Only JSON is spoken here.\n", status_code=501, media_type="text/plain")
    with reads(exchange):
        post = posts.find_by_path(path)
        if post is None:
            raise NotFound("There is nothing at this address")
        described = _described(post, theme.site(), theme.origin)
    return Response(msgspec.json.encode(described), media_type="application/json", headers=HEADERS)


def _own_path(url: str, origin: str) -> str:
    """Raises: NotFound: the address belongs to another site."""
    if not url.startswith(origin + "/"):
        raise NotFound("Only addresses of this site are known here")
    return unquote(url[len(origin) :].partition("#")[0].partition("?")[0])


def _described(post: Post, info: SiteInfo, origin: str) -> dict[str, str]:
    described = {
        "version": "1.0",
        "type": "link",
        "title": headline(post),
        "provider_name": info.title,
        "provider_url": origin + "/",
    }
    if post.authors:
        described["author_name"] = ", ".join(author.name for author in post.authors)
        described["author_url"] = absolute(origin, post.authors[0].path)
    return described


HANDLERS = [show_oembed]
