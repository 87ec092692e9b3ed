"""Around everything: the headers that keep browsers from being used against readers, and an answer when all failed."""

import logging
import secrets

from app.web.asgi import ASGIApp, Message, Receive, Scope, Send
from app.web.content_policy import page_policy
from app.web.exchange import exchange_of
from app.web.respond import send_text

log = logging.getLogger(__name__)

_ALWAYS = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"strict-origin-when-cross-origin",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"x-frame-options": b"DENY",  # what browsers before frame-ancestors read
    b"content-security-policy": page_policy().encode(),
    b"cache-control": b"private, no-store",  # whatever nobody called public
}
FOR_OTHERS = ("/media/", "/static/")  # pictures are shown in feed readers and previews too


class Shield:
    def __init__(self, app: ASGIApp, origin: str) -> None:
        self.app = app
        self._headers = dict(_ALWAYS)
        if origin.startswith("https://"):
            self._headers[b"strict-transport-security"] = b"max-age=31536000"  # this host only: others are not ours
        self._for_others = {**self._headers, b"cross-origin-resource-policy": b"cross-origin"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        exchange = exchange_of(scope)  # before anybody changes the path
        always = self._for_others if scope["path"].startswith(FOR_OTHERS) else self._headers
        begun = False

        async def send_shielded(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = list(message["headers"])
                present = {name for name, _ in headers}
                headers += [pair for pair in always.items() if pair[0] not in present]
                message = {**message, "headers": headers}
            await send(message)

        async def receive_noting() -> Message:
            message = await receive()
            exchange.gone = exchange.gone or (not begun and message["type"] == "http.disconnect")
            return message

        try:
            await self.app(scope, receive_noting, send_shielded)
        except Exception:
            mark = secrets.token_hex(4)
            log.exception("%s %s failed (%s)", scope["method"], scope["path"], mark)
            if begun:
                raise
            await send_text(send_shielded, 500, f"Something failed here. If you tell somebody about it, name {mark}.")
