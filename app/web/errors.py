"""What readers see when something is wrong: the one table from error to HTTP status, and the pages."""

import logging
import re
import secrets
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException

from app.errors import (
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    ReadOnlyReplica,
    TooMany,
    Unauthenticated,
    Unavailable,
    WaypostError,
)
from app.services.posts import PostService
from app.web.addresses import is_apart, with_query
from app.web.answers import SeeElsewhere, moved, page
from app.web.exchange import exchange_of
from app.web.head import Head
from app.web.old_addresses import OldAddresses
from app.web.old_forms import is_hopeless
from app.web.protected import Protected
from app.web.reads import reads
from app.web.theme import Theme
from app.web.words import translate

log = logging.getLogger(__name__)

STATUS: dict[type[WaypostError], int] = {
    NotFound: 404,
    Conflict: 409,
    Invalid: 422,
    Forbidden: 403,
    Unauthenticated: 401,
    TooMany: 429,
    ReadOnlyReplica: 503,
    Unavailable: 503,
}
LATEST = 5
_WORD = re.compile(r"[^\W\d_]{2,}")
_NO_WORDS = frozenset(
    ("index", "html", "htm", "php", "aspx", "page", "feed", "rss", "the", "and", "www", "http", "https", "tag")
)

AnyRequest = Request[Any, Any, Any]


class ErrorPages:
    """Litestar's exception handlers."""

    def __init__(self, theme: Theme, posts: PostService, old: OldAddresses, protected: Protected) -> None:
        self._theme, self._posts, self._old, self._protected = theme, posts, old, protected

    def answer(self, request: AnyRequest, error: Exception) -> Response[bytes]:
        if isinstance(error, SeeElsewhere):
            return moved(error.moved)
        status = status_of(error)
        if status == 404 and request.scope["method"] == "GET" and not _is_ours(request):
            return self._not_found(request)
        if status == 401 and request.scope["method"] == "GET":
            return _to_sign_in(request)
        if status < 500 or isinstance(error, WaypostError):
            return self._error(request, status, str(error) if isinstance(error, WaypostError) else "", _headers(error))
        if isinstance(error, HTTPException) and exchange_of(request.scope).gone:
            return Response(b"", status_code=400, media_type="text/plain")  # nobody is there to read it
        mark = secrets.token_hex(4)
        log.error("%s %s failed (%s)", request.scope["method"], request.scope["path"], mark, exc_info=error)
        return self._error(request, 500, f"If you tell somebody about it, name {mark}.", {})

    def _not_found(self, request: AnyRequest) -> Response[bytes]:
        """A password is asked for, an old address leads on; for any other there is a page that helps."""
        exchange = exchange_of(request.scope)
        with reads(exchange):
            locked = self._protected.find(request, exchange.path)
            if locked is not None:
                return locked
            found = self._old.find(exchange.path)
            if found is not None:
                return moved(found)
            if is_hopeless(exchange.path):
                return Response(b"There is nothing here.\n", status_code=404, media_type="text/plain")
            info = self._theme.site()
            latest = self._posts.latest_posts(1, LATEST).entries
            head = Head("/", translate(info.language, "Not found"), hidden=True)
            body = self._theme.page(
                "404.html", info, head, words=words_of(exchange.path.partition("?")[0]), latest=latest
            )
        return page(body, 404)

    def _error(self, request: AnyRequest, status: int, text: str, headers: dict[str, str]) -> Response[bytes]:
        """Without a look at any file: one of them may be what failed."""
        if exchange_of(request.scope).path.startswith("/-/"):
            return Response(f"{text or status}\n".encode(), status_code=status, media_type="text/plain")
        values = {"status": status, "title": TITLES.get(status, ""), "text": text}
        answer = page(self._theme.templates.bare("error.html", **values), status)
        answer.headers.update({"cache-control": "no-store", **headers})
        return answer


TITLES = {
    400: "That request made no sense",
    401: "Please sign in",
    403: "You may not do this",
    404: "There is nothing here",
    405: "That can't be done here",
    409: "Somebody was faster",
    413: "That is too large",
    422: "Something is not right yet",
    429: "Too many attempts",
    500: "Something failed here",
    503: "Not just now",
}


def status_of(error: Exception) -> int:
    for kind, status in STATUS.items():
        if isinstance(error, kind):
            return status
    return error.status_code if isinstance(error, HTTPException) else 500


def words_of(path: str) -> str:
    """The words of an address, for a search."""
    found = [word for word in _WORD.findall(path[:300]) if word.lower() not in _NO_WORDS]
    return " ".join(found[:8])


def _headers(error: Exception) -> dict[str, str]:
    if isinstance(error, TooMany | Unavailable):
        return {"retry-after": str(error.retry_after_s)}
    if isinstance(error, HTTPException) and error.headers:
        return {name.lower(): value for name, value in error.headers.items() if name.lower() == "allow"}
    return {}


def _is_ours(request: AnyRequest) -> bool:
    return is_apart(exchange_of(request.scope).path)


def _to_sign_in(request: AnyRequest) -> Response[bytes]:
    path = exchange_of(request.scope).path
    location = with_query("/admin/sign-in", next=path if path.strip("/") != "admin" else None)
    return Response(b"", status_code=303, media_type="text/plain", headers={"location": location})
