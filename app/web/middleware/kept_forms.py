"""What somebody has written is shown again, with a button to send it once more, when nobody could take it (DESIGN 6.1).

For the editor's form: signed out meanwhile, no primary, or a primary that can't save just now. It reads no database:
one of them may be what failed.
"""

from collections.abc import Callable
from urllib.parse import parse_qsl

from app.web.asgi import ASGIApp, Message, Receive, Scope, Send
from app.web.exchange import exchange_of
from app.web.respond import send_bytes

LARGEST_BYTES = 3 * 2**20  # held in memory, also for strangers: a long book chapter, percent-encoded
MOST_FIELDS = 2_000
KEPT = {
    401: "You are signed out. Sign in in another tab, then send it again from here.",
    503: "The site can’t save anything just now. Send it again in a moment.",
}
_FORM = b"application/x-www-form-urlencoded"


class KeptForms:
    """`render(text, is_signed_out, address, fields)` makes the page."""

    def __init__(self, app: ASGIApp, render: Callable[[str, bool, str, list[tuple[str, str]]], bytes]) -> None:
        self.app = app
        self._render = render

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _is_kept(scope):
            await self.app(scope, receive, send)
            return
        address = exchange_of(scope).path
        body = await _whole(receive)
        started: Message | None = None

        async def send_or_keep(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start" and message["status"] in KEPT:
                started = message
            elif started is None:
                await send(message)
            elif not message.get("more_body"):
                await self._send_kept(send, started, address, body)

        await self.app(scope, _again(body, receive), send_or_keep)

    async def _send_kept(self, send: Send, started: Message, address: str, body: bytes) -> None:
        status = started["status"]
        fields = parse_qsl(body.decode("ascii", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
        page = self._render(KEPT[status], status == 401, address, fields)
        kept = [pair for pair in started["headers"] if pair[0] in (b"retry-after", b"cache-control")]
        await send_bytes(send, status, page, b"text/html; charset=utf-8", kept)


def _is_kept(scope: Scope) -> bool:
    """Only a form a browser sends by itself, from the editor; a script keeps its own."""
    if scope["type"] != "http" or scope["method"] != "POST":
        return False
    path = scope["path"]
    if not (path.startswith("/admin/posts/") and path.endswith("/edit")):
        return False
    headers = dict(scope["headers"])
    size = headers.get(b"content-length", b"")
    return (
        headers.get(b"content-type", b"").split(b";")[0].strip() == _FORM
        and b"hx-request" not in headers
        and size.isdigit()
        and int(size[:12]) <= LARGEST_BYTES
    )


async def _whole(receive: Receive) -> bytes:
    parts, more = [], True
    while more:
        message = await receive()
        parts.append(message.get("body", b""))
        more = message["type"] == "http.request" and message.get("more_body", False)
    return b"".join(parts)


def _again(body: bytes, receive: Receive) -> Receive:
    is_sent = False

    async def receive_again() -> Message:
        nonlocal is_sent
        if is_sent:
            return await receive()
        is_sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive_again
