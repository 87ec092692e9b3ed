"""Refuses a change that another site's page asks for. By headers only, so pages carry no token and can be cached.

The algorithm is Filippo Valsorda's (words.filippo.io/csrf, 2025), as in Go's net/http.CrossOriginProtection: browsers
say in Sec-Fetch-Site where a request comes from; older ones at least say Origin; a client that says neither is no
browser, and has no cookies that anybody could abuse.
"""

from urllib.parse import urlsplit

from app.web.asgi import ASGIApp, Receive, Scope, Send
from app.web.respond import send_text

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class CrossOriginProtection:
    def __init__(self, app: ASGIApp, origin: str) -> None:
        self.app = app
        self._origin = origin.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in SAFE and not self._is_allowed(scope):
            await send_text(send, 403, "This form was sent from another site; open the page here and send it again.")
            return
        await self.app(scope, receive, send)

    def _is_allowed(self, scope: Scope) -> bool:
        headers = dict(scope["headers"])
        origin = headers.get(b"origin")
        if origin == self._origin:
            return True
        site = headers.get(b"sec-fetch-site")
        if site:
            return site in (b"same-origin", b"none")
        if origin is None:
            return True
        try:
            return bool(urlsplit(origin).netloc == headers.get(b"host", b""))
        except ValueError:
            return False
