"""The answers handlers give: pages, documents, and the way to another address."""

from typing import Any

from litestar import Response

from app.errors import NotFound
from app.services.posts import Page
from app.web.addresses import href
from app.web.exchange import Exchange
from app.web.old_addresses import Moved

HIGHEST_PAGE = 100_000


class SeeElsewhere(Exception):
    """Raised by a handler that was reached by the wrong address."""

    def __init__(self, moved: Moved) -> None:
        super().__init__(moved.location)
        self.moved = moved


def page(body: bytes, status: int = 200) -> Response[bytes]:
    return Response(body, status_code=status, media_type="text/html")


def document(body: bytes, content_type: str) -> Response[bytes]:
    return Response(body, media_type=content_type)


def moved(to: Moved) -> Response[bytes]:
    control = "public, max-age=3600" if to.permanent else "no-cache"
    headers = {"location": to.location, "cache-control": control}
    return Response(b"", status_code=301 if to.permanent else 302, media_type="text/plain", headers=headers)


def require_path(exchange: Exchange, path: str, *, query: str = "") -> None:
    """Send whoever came by another spelling of `path` (decoded) to the right one."""
    if exchange.path != path:
        raise SeeElsewhere(Moved(href(path) + (f"?{query}" if query else "")))


def page_number(exchange: Exchange) -> int:
    """The number of the page of a list; what is no number means the first."""
    text = exchange.parameter("page")
    number = int(text[:7]) if text.isascii() and text.isdecimal() else 1
    return min(max(number, 1), HIGHEST_PAGE)


def require_page(shown: Page[Any]) -> None:
    """Raises: NotFound: the number lies past the last page."""
    if shown.number > max(shown.pages, 1):
        raise NotFound("This list has no such page")
