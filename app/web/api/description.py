"""/openapi.json: OpenAPI 3.1 of everything public."""

from functools import cache
from typing import Any

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency

from app import __version__
from app.web.answers import document
from app.web.api.operations import paths
from app.web.api.schemas import SCHEMAS
from app.web.exchange import Exchange


@get("/openapi.json", sync_to_thread=False)
def show_description(exchange: NamedDependency[Exchange], origin: NamedDependency[str]) -> Response[bytes]:
    exchange.depends_on({})
    answer = document(encoded(origin), "application/json")
    answer.headers["access-control-allow-origin"] = "*"
    return answer


@cache
def encoded(origin: str) -> bytes:
    return msgspec.json.encode(description(origin))


def description(origin: str) -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Waypost",
            "version": __version__,
            "summary": "What everybody may read of this site",
            "description": "The Content API is Ghost's, read only; it needs a key, which owners make at the desk.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": origin}],
        "paths": dict(paths()),
        "components": {
            "schemas": SCHEMAS,
            "securitySchemes": {"key": {"type": "apiKey", "in": "query", "name": "key"}},
        },
    }


HANDLERS = [show_description]
