"""`?region=` naming this region: the page as this copy has it, for somebody who wants to compare (DESIGN 6, point 2).

What everybody sees: without cookies, never from or into anybody's cache. Which copy it is stands in headers
(`Waypost-Positions: Posts=1:1048578`, `Waypost-Ages: Posts=12.4`, seconds since the last change this copy has) and, on
a page, in a small badge. The page itself is made as always, so it shows exactly what readers here get.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from app.db import Position
from app.web.asgi import ASGIApp, Message, Receive, Scope, Send
from app.web.middleware.replay import Pass, decision_of
from app.web.node import Node
from app.web.pages_kept import Headers
from app.web.templates import Templates

Positions = Mapping[str, Position]  # file ("Posts") -> where this copy of it stands
_LEFT_OUT = frozenset({b"cookie", b"if-none-match", b"if-modified-since", b"accept-encoding", b"range"})
_REPLACED = frozenset({b"cache-control", b"etag", b"last-modified", b"set-cookie", b"content-length"})
_END = b"</body>"


@dataclass(frozen=True, slots=True)
class Row:
    """One file as the badge shows it."""

    file: str
    position: Position
    age_s: float

    @property
    def revision(self) -> str:
        return f"{self.position.revision.epoch}:{self.position.revision.number}"

    @property
    def at(self) -> str:
        return self.position.committed_at.strftime("%Y-%m-%dT%H:%M:%SZ")

    @property
    def ago(self) -> str:
        for size_s, name in ((86400, "d"), (3600, "h"), (60, "min")):
            if self.age_s >= size_s:
                return f"{int(self.age_s // size_s)} {name} ago"
        return f"{int(self.age_s)} s ago"


class ThisCopy:
    def __init__(self, app: ASGIApp, node: Node, positions: Callable[[], Positions], templates: Templates) -> None:
        self.app = app
        self._node, self._positions, self._templates = node, positions, templates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        decision = decision_of(scope)
        if not isinstance(decision, Pass) or not decision.this_copy:
            await self.app(scope, receive, send)
            return
        now = datetime.now(UTC)
        before = self._positions().items()  # older than the page, if anything: it claims nothing the page lacks
        rows = [Row(file, position, position.age_s(now)) for file, position in before]
        method = "GET" if scope["method"] == "HEAD" else scope["method"]  # the badge counts for the length
        headers = [pair for pair in scope["headers"] if pair[0] not in _LEFT_OUT]
        answer = _Answer()
        await self.app({**scope, "method": method, "headers": headers}, receive, answer.collect)
        body = self._with_badge(answer, rows)
        marked = [*answer.kept_headers(), *_marks(rows), (b"content-length", b"%d" % len(body))]
        await send({"type": "http.response.start", "status": answer.status, "headers": marked})
        shown = b"" if scope["method"] == "HEAD" else body
        await send({"type": "http.response.body", "body": shown, "more_body": False})

    def _with_badge(self, answer: "_Answer", rows: list[Row]) -> bytes:
        before, end, after = bytes(answer.body).rpartition(_END)
        if not end or not answer.is_page:
            return bytes(answer.body)
        newest = min(rows, key=lambda row: row.age_s, default=None)
        badge = self._templates.bare(
            "_this_copy.html", region=self._node.region, role=self._node.role, rows=rows, newest=newest
        )
        return before + badge + b"\n" + end + after


class _Answer:
    """What the app answered, whole."""

    def __init__(self) -> None:
        self.status = 500
        self.headers: Headers = []
        self.body = bytearray()

    async def collect(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = [(name.lower(), value) for name, value in message["headers"]]
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")

    @property
    def is_page(self) -> bool:
        return dict(self.headers).get(b"content-type", b"").startswith(b"text/html")

    def kept_headers(self) -> Headers:
        return [pair for pair in self.headers if pair[0] not in _REPLACED]


def _marks(rows: list[Row]) -> Headers:
    positions = ", ".join(f"{row.file}={row.revision}" for row in rows)
    ages = ", ".join(f"{row.file}={row.age_s:.1f}" for row in rows)
    return [
        (b"cache-control", b"no-store"),
        (b"waypost-positions", positions.encode("ascii")),
        (b"waypost-ages", ages.encode("ascii")),
    ]
