"""Answers old addresses that only their query tells apart ("/?p=12"), before any cache looks at the path."""

from app.db import reading
from app.web.addresses import API, is_apart
from app.web.asgi import ASGIApp, Receive, Scope, Send
from app.web.exchange import exchange_of, parse_query
from app.web.middleware.page_cache import declared
from app.web.old_addresses import OldAddresses, post_named
from app.web.respond import send_moved


class OldQueries:
    def __init__(self, app: ASGIApp, old: OldAddresses) -> None:
        self.app = app
        self._old = old

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["query_string"] and self._may_be_old(scope):
            with reading():
                moved = self._old.find_by_query(scope["path"], scope["query_string"])
            if moved is not None:
                await send_moved(send, moved.location, permanent=moved.permanent)
                return
            lost = post_named(scope["path"], scope["query_string"])
            if lost:  # nothing lies there, and that is what to say: the front page would be another answer
                exchange_of(scope).path = lost
                scope = {**scope, "path": lost}
        await self.app(scope, receive, send)

    @staticmethod
    def _may_be_old(scope: Scope) -> bool:
        path = scope["path"]
        if scope["method"] != "GET" or is_apart(path) or path.startswith(API):
            return False
        return not parse_query(scope["query_string"]).keys() <= set(declared(path))
