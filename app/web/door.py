"""What listens before the site is open: the process is alive, and says that it is not ready yet."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from app.web.asgi import ASGIApp, Receive, Scope, Send

_PAGE = b"""<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="2"><title>Starting</title>
<body style="font:1rem/1.5 system-ui;margin:4rem auto;max-width:30rem;padding:0 1rem">
<h1>Starting</h1><p>This site will be here in a moment; the page asks again by itself.</p>
"""


class Door:
    """Closed until `open`; then everything goes to the app."""

    def __init__(self, status: Callable[[], Mapping[str, Any]] = dict) -> None:
        """`status` describes the node, for commands on this machine."""
        self._app: ASGIApp | None = None
        self._status = status

    def open(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._app is not None:
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await self._answer(scope["path"], scope.get("client") is None, send)

    async def _answer(self, path: str, is_local: bool, send: Send) -> None:
        """`is_local`: it came by the local socket, so it has no address."""
        if path == "/-/live":
            await _send(send, 200, b"text/plain; charset=utf-8", b"ok\n")
        elif path == "/-/status" and is_local:
            await _send(send, 200, b"application/json", msgspec.json.encode({"ok": False, **self._status()}))
        elif path.startswith("/-/"):
            await _send(send, 503, b"text/plain; charset=utf-8", b"starting\n")
        else:
            await _send(send, 503, b"text/html; charset=utf-8", _PAGE)


async def _send(send: Send, status: int, kind: bytes, body: bytes) -> None:
    headers = [
        (b"content-type", kind),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"retry-after", b"2"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
