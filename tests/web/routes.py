"""Every handler there is, as the app itself knows them."""

import re
from math import inf
from typing import Any

from litestar import Litestar
from litestar.routes import HTTPRoute

SAFE = {"GET", "HEAD", "OPTIONS"}


def routes_of(app: Any) -> list[HTTPRoute]:
    """The routes of the framework inside all middleware."""
    while not isinstance(app, Litestar):
        app = app.app
    return [route for route in app.routes if isinstance(route, HTTPRoute)]


def handlers_of(app: Any) -> list[tuple[str, str]]:
    """(method, path as it was declared), sorted."""
    return sorted((method, route.path) for route in routes_of(app) for method in route.methods)


def filled(path: str, value: str = "x") -> str:
    """An address for a declared path."""
    return re.sub(r"\{[^}]*\}", lambda part: "1" if part[0].endswith(":int}") else value, path)


def limits_of(app: Any) -> list[tuple[str, float]]:
    """(path, the most bytes a body may have) of those that change something."""
    return [
        (route.path, handler.resolve_request_max_body_size() or inf)
        for route in routes_of(app)
        for handler in route.route_handlers
        if not handler.http_methods <= SAFE
    ]
