"""Gives a page that needs more than the strictest policy what it needs: it looks at the page itself, inside the cache.

Litestar's after_request hook would do, but that it remembers the hook of the first of several apps for them all.
"""

import re

from app.web.asgi import ASGIApp, Message, Receive, Scope, Send
from app.web.content_policy import page_policy

_REMOTE = re.compile(rb"""\b(?:src|poster|srcset)="(?:[^"]*[\s,])?(?:https?:)?//""")
_EMBED = b'data-embed="'
_POLICY = b"content-security-policy"


class PageNeeds:
    def __init__(self, app: ASGIApp, origin: str, *, remote_media: bool) -> None:
        """A site without https may show the pictures of others that have none."""
        self.app = app
        others = "https:" if origin.startswith("https:") else "https: http:"
        self._others = others if remote_media else ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        held: list[Message] = []

        async def send_looking(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_page(message):
                held.append(message)
                return
            if held:
                start = held.pop()
                policy = self._policy(message.get("body", b""))
                own = [(_POLICY, policy.encode())] if policy else []
                await send({**start, "headers": [*start["headers"], *own]})
            await send(message)

        await self.app(scope, receive, send_looking if scope["type"] == "http" else send)

    def _policy(self, body: bytes) -> str:
        """Return "" where the strictest will do."""
        is_remote = bool(self._others) and _REMOTE.search(body) is not None
        has_embeds = _EMBED in body
        if not is_remote and not has_embeds:
            return ""
        return page_policy(others=self._others if is_remote else "", has_embeds=has_embeds)


def _is_page(start: Message) -> bool:
    headers = dict(start["headers"])
    return _POLICY not in headers and headers.get(b"content-type", b"").startswith(b"text/html")
