"""Whole pages from memory for readers without a session: no page is older than the files it was made from.

An answer is kept only if its handler noted, in the exchange, the revisions of the files it read; it is served only
while every one of those files still stands at that revision. A write changes the revision: nothing is ever purged.
"""

import asyncio
from collections.abc import Callable
from urllib.parse import urlencode

from app.db import Revision
from app.web.addresses import API, is_apart
from app.web.asgi import ASGIApp, Message, Receive, Scope, Send
from app.web.encodings import is_compressible, negotiate
from app.web.exchange import Exchange, exchange_of
from app.web.pages_kept import Headers, Kept, Key, PagesKept

PAGES_BYTES = 32 * 2**20
OTHERS_BYTES = 2 * 2**20  # not found, moved, searched for: whoever asks for junk only pushes out other junk
SLOW_TO_COMPRESS_BYTES = 100_000
_DECLARED = {"/search": ("q", "page")}
_OF_THE_API = ("key", "include", "fields", "formats", "filter", "limit", "page", "order")
_LIST_PARAMETERS = ("page",)
FRESH = b"public, max-age=0, must-revalidate"
_MOVED = frozenset({301, 302, 307, 308})


class PageCache:
    def __init__(self, app: ASGIApp, revision_of: Callable[[str], Revision | None]) -> None:
        self.app = app
        self.hits = self.misses = 0
        self._revisions = _Tick(revision_of)
        self._pages = PagesKept(PAGES_BYTES)
        self._others = PagesKept(OTHERS_BYTES)
        self._flights: dict[Key, asyncio.Future[_Answer]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _is_for_everybody(scope):
            await self.app(scope, receive, send)
            return
        asked = _Asked(scope)
        kept = self._find_fresh(asked.key)
        if kept is not None:
            self.hits += 1
            await self._send(kept, asked, send)
            return
        self.misses += 1
        answer = await self._answer(asked, scope)
        if answer.kept is not None:
            await self._send(answer.kept, asked, send)
        elif answer.shared:
            await self.app(scope, receive, send)  # it was made for somebody else, and may not be kept
        else:
            for message in answer.messages:
                await send(message)

    def statistics(self) -> dict[str, int]:
        return {
            "hits": self.hits,
            "misses": self.misses,
            "pages": len(self._pages),
            "bytes": self._pages.size_bytes + self._others.size_bytes,
        }

    def _find_fresh(self, key: Key) -> Kept | None:
        for pages in (self._pages, self._others):
            kept = pages.find(key)
            if kept is not None:
                if self._is_fresh(kept):
                    return kept
                pages.drop(key)
        return None

    def _is_fresh(self, kept: Kept) -> bool:
        return all(self._revisions.of(name) == revision for name, revision in kept.revisions.items())

    async def _answer(self, asked: "_Asked", scope: Scope) -> "_Answer":
        """Make the answer, or wait for the one that is being made; too old a one is not taken."""
        for _ in range(3):
            flight = self._flights.get(asked.key)
            if flight is None:
                flight = self._flights[asked.key] = asyncio.ensure_future(self._make(asked, scope))
                flight.add_done_callback(lambda _done: self._flights.pop(asked.key, None))
                return await asyncio.shield(flight)
            answer = await asyncio.shield(flight)
            if answer.kept is None or self._is_fresh(answer.kept):
                return _Answer(answer.kept, [], shared=True)
        return await self._make(asked, scope)

    async def _make(self, asked: "_Asked", scope: Scope) -> "_Answer":
        messages: list[Message] = []

        async def collect(message: Message) -> None:
            messages.append(message)

        await self.app(scope, _nothing_to_receive, collect)
        kept = _keepable(messages, exchange_of(scope))
        if kept is not None:
            pages = self._others if kept.status != 200 or _may_be_anything(exchange_of(scope)) else self._pages
            pages.keep(asked.key_of(exchange_of(scope).read), kept)
        return _Answer(kept, messages)

    async def _send(self, kept: Kept, asked: "_Asked", send: Send) -> None:
        if not kept.has(asked.encoding):
            if len(kept.body) > SLOW_TO_COMPRESS_BYTES:
                await asyncio.to_thread(kept.variant, asked.encoding)
            else:
                kept.variant(asked.encoding)
            for pages in (self._pages, self._others):
                if pages.find(asked.key) is kept:
                    pages.keep(asked.key, kept)  # it has grown
        variant = kept.variant(asked.encoding)
        if kept.status == 200 and asked.has(variant.etag):
            headers = [pair for pair in variant.headers if pair[0] in (b"cache-control", b"etag", b"vary")]
            await send({"type": "http.response.start", "status": 304, "headers": headers})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
            return
        await send({"type": "http.response.start", "status": kept.status, "headers": list(variant.headers)})
        await send({"type": "http.response.body", "body": variant.body, "more_body": False})


class _Asked:
    """What of a request decides which bytes answer it."""

    __slots__ = ("_match", "_parameters", "encoding", "htmx", "key", "path")

    def __init__(self, scope: Scope) -> None:
        accept = self._match = b""
        self.htmx = False
        for name, value in scope["headers"]:
            if name == b"accept-encoding":
                accept = value
            elif name == b"if-none-match":
                self._match = value
            elif name == b"hx-request":
                self.htmx = True
        self.encoding = negotiate(accept)
        self.path = scope["path"]
        self._parameters = _declared(scope) if scope["query_string"] else ()
        self.key: Key = (self.path, urlencode(self._parameters), self.htmx)

    def key_of(self, read: set[str]) -> Key:
        """The key under the parameters that were read: an answer that ignores a number is kept once."""
        return (self.path, urlencode([pair for pair in self._parameters if pair[0] in read]), self.htmx)

    def has(self, etag: bytes) -> bool:
        if not self._match:
            return False
        return self._match == b"*" or any(tag.strip().removeprefix(b"W/") == etag for tag in self._match.split(b","))


class _Answer:
    __slots__ = ("kept", "messages", "shared")

    def __init__(self, kept: Kept | None, messages: list[Message], *, shared: bool = False) -> None:
        self.kept, self.messages, self.shared = kept, messages, shared


class _Tick:
    """The revision of each file, looked up at most once in a turn of the event loop."""

    def __init__(self, revision_of: Callable[[str], Revision | None]) -> None:
        self._revision_of = revision_of
        self._known: dict[str, Revision | None] = {}

    def of(self, name: str) -> Revision | None:
        known = self._known
        if name not in known:
            if not known:
                asyncio.get_running_loop().call_soon(known.clear)
            known[name] = self._revision_of(name)
        return known[name]


def _is_for_everybody(scope: Scope) -> bool:
    if scope["method"] != "GET" or is_apart(scope["path"]):
        return False
    return not any(name == b"cookie" and b"waypost_session=" in value for name, value in scope["headers"])


def declared(path: str) -> tuple[str, ...]:
    """The parameters the handlers at a path may read."""
    return _OF_THE_API if path.startswith(API) else _DECLARED.get(path, _LIST_PARAMETERS)


def _declared(scope: Scope) -> list[tuple[str, str]]:
    exchange = exchange_of(scope)
    return [(name, value) for name in declared(scope["path"]) if (value := exchange.asked(name))]


def _may_be_anything(exchange: Exchange) -> bool:
    """Whether a stranger can have made it up: such answers only push one another out."""
    return "q" in exchange.read or bool(exchange.asked("filter") and exchange.path.startswith(API))


def _keepable(messages: list[Message], exchange: Exchange) -> Kept | None:
    """Turn an answer into one to keep; None where it has a cookie, says no-store, or says not what it was made from."""
    if exchange.revisions is None or len(messages) < 2 or messages[0]["type"] != "http.response.start":
        return None
    status = messages[0]["status"]
    if status not in (200, 404) and status not in _MOVED:
        return None
    headers: Headers = []
    content_type, control, vary = b"", FRESH, b"Accept-Encoding"
    for raw_name, value in messages[0]["headers"]:
        name = raw_name.lower()
        if name == b"set-cookie" or (name == b"cache-control" and b"no-store" in value):
            return None
        if name == b"cache-control":
            control = value
        elif name == b"content-type":
            content_type = value
        elif name == b"vary":
            vary = value + b", Accept-Encoding" if b"encoding" not in value.lower() else value
        elif name != b"content-length":
            headers.append((name, value))
    body = b"".join(message.get("body", b"") for message in messages[1:] if message["type"] == "http.response.body")
    headers += [(b"content-type", content_type), (b"cache-control", control), (b"vary", vary)]
    return Kept(status, headers, body, exchange.revisions, is_compressible(content_type, len(body)))


async def _nothing_to_receive() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}
