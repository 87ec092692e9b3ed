"""Everything public that can be asked for, as OpenAPI's paths. A test compares them with the handlers."""

from collections.abc import Mapping
from typing import Any

from app.web.addresses import API
from app.web.api.schemas import ref
from app.web.api.wanted import MOST_PER_PAGE

Operation = dict[str, Any]
_SLUG = {"name": "slug", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
_PAGE = {"name": "page", "in": "query", "schema": {"type": "integer", "minimum": 1}}
_LIST = {
    "filter": ("NQL, as in tag:maps+featured:true", {"type": "string", "maxLength": 2000}),
    "include": ("tags, authors, count.posts", {"type": "string"}),
    "fields": ("only these, separated by commas", {"type": "string"}),
    "formats": ("html, plaintext", {"type": "string"}),
    "limit": (
        f"at most {MOST_PER_PAGE}; all",
        {"anyOf": [{"type": "integer", "minimum": 1}, {"const": "all"}], "default": 15},
    ),
    "page": ("from 1 on", {"type": "integer", "minimum": 1, "maximum": 100_000}),
    "order": ("published_at desc", {"type": "string"}),
}
_FEEDS = {
    "feed.xml": ("application/rss+xml", {"type": "string"}),
    "atom.xml": ("application/atom+xml", {"type": "string"}),
    "feed.json": ("application/feed+json", ref("Feed")),
}
_GONE = {"description": "There is nothing, or not any more"}
_MOVED = {"description": "It is at another address"}


def _get(name: str, summary: str, kind: str, schema: Any = None, *parameters: Any, **others: Any) -> Operation:
    """`others`: further answers, "404" as `s404`."""
    answers = {"200": {"description": summary, "content": {kind: {"schema": schema or {"type": "string"}}}}}
    answers |= {code.removeprefix("s"): said for code, said in others.items()}
    return {"get": {"operationId": name, "summary": summary, "parameters": list(parameters), "responses": answers}}


def _api(name: str, summary: str, schema: str, *parameters: Any) -> Operation:
    operation = _get(name, summary, "application/json", ref(schema), *parameters)
    refused = {"content": {"application/json": {"schema": ref("Errors")}}}
    for status, why in (
        ("400", "The filter"),
        ("401", "The key"),
        ("403", "No key"),
        ("404", "Nothing"),
        ("422", "A parameter"),
    ):
        operation["get"]["responses"][status] = {"description": f"{why}: see the errors", **refused}
    operation["get"]["security"] = [{"key": []}]
    return operation


def _query(name: str) -> dict[str, Any]:
    description, schema = _LIST[name]
    return {"name": name, "in": "query", "description": description, "schema": schema}


def content_paths() -> dict[str, Operation]:
    base = f"{API}content"
    every = [_query(name) for name in _LIST]
    one = [_query(name) for name in ("include", "fields", "formats")]
    an_id = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "pattern": "^[0-9a-f]{24}$"}}
    found: dict[str, Operation] = {}
    for name, single in (("posts", "post"), ("pages", "page"), ("tags", "tag"), ("authors", "author")):
        found[f"{base}/{name}/"] = _api(f"list_{name}", f"List {name}", name, *every)
        found[f"{base}/{name}/{{id}}/"] = _api(f"get_{single}", f"Read one of the {name} by its id", name, an_id, *one)
        by_slug = _api(f"get_{single}_by_slug", f"Read one of the {name} by its slug", name, _SLUG, *one)
        found[f"{base}/{name}/slug/{{slug}}/"] = by_slug
    found[f"{base}/settings/"] = _api("get_settings", "What the site says of itself", "settings")
    for name in ("tiers", "newsletters", "offers"):
        found[f"{base}/{name}/"] = _api(f"list_{name}", f"Waypost has no {name}: an empty list", "Empty")
    return found


def _feeds(folder: str, of: str, *parameters: Any) -> dict[str, Operation]:
    return {
        f"{folder}{name}": _get(
            f"{of}_{name.replace('.', '_')}", f"{name}: {of}", kind, schema, *parameters, s404=_GONE, s301=_MOVED
        )
        for name, (kind, schema) in _FEEDS.items()
    }


def _path(name: str, pattern: str = "") -> dict[str, Any]:
    schema = {"type": "string", "minLength": 1} | ({"pattern": pattern} if pattern else {})
    return {"name": name, "in": "path", "required": True, "schema": schema}


def page_paths() -> dict[str, Operation]:
    html = "text/html"
    mark = _path("mark", "^[0-9a-f]{20}$")
    q = {"name": "q", "in": "query", "schema": {"type": "string"}}
    gone = {"s404": _GONE, "s301": _MOVED}
    return {
        "/": _get("home", "The newest posts", html, None, _PAGE, **gone),
        "/{path}": _get("post", "A post or page", html, None, _path("path"), **gone, s302=_MOVED),
        "/tag/{slug}/": _get("tag", "Posts with a tag", html, None, _SLUG, _PAGE, **gone),
        "/author/{slug}/": _get("author", "Posts of an author", html, None, _SLUG, _PAGE, **gone),
        "/archive/": _get("archive", "Years and months", html, None, **gone),
        "/archive/{year}/": _get("year", "Posts of a year", html, None, _path("year"), _PAGE, **gone),
        "/archive/{year}/{month}/": _get(
            "month", "Posts of a month", html, None, _path("year"), _path("month"), _PAGE, **gone
        ),
        "/search": _get("search", "Full-text search", html, None, q, _PAGE, **gone),
        "/media/{mark}/{name}": _get("media", "A file", "*/*", None, mark, _path("name"), **gone, s304=_MOVED),
    }


def machine_paths() -> dict[str, Operation]:
    url = {"name": "url", "in": "query", "required": True, "schema": {"type": "string", "format": "uri"}}
    card_format = {"name": "format", "in": "query", "schema": {"enum": ["json"]}}
    starting = {"description": "Not ready; the text says why"}
    return {
        **_feeds("/", "site"),
        **_feeds("/tag/{slug}/", "tag", _SLUG),
        **_feeds("/author/{slug}/", "author", _SLUG),
        **_feeds("/comments/", "comments"),
        **_feeds("/comments/{post_id}/", "post_comments", _path("post_id")),
        "/-/oembed": _get(
            "oembed", "oEmbed: the card of a page", "application/json", ref("Card"), url, card_format,
            s404=_GONE, s501={"description": "Only JSON is spoken"},
        ),
        "/sitemap.xml": _get("sitemap", "All addresses", "application/xml", None, _PAGE, s404=_GONE, s301=_MOVED),
        "/robots.txt": _get("robots", "What robots may ask", "text/plain"),
        "/.well-known/security.txt": _get("security", "RFC 9116", "text/plain", None, s404=_GONE),
        "/manifest.webmanifest": _get("manifest", "For home screens", "application/manifest+json", {"type": "object"}),
        "/-/live": _get("live", "The process is alive", "text/plain"),
        "/-/ready": _get("ready", "The site is open", "text/plain", None, s503=starting),
        "/-/status": _get("status", "Role and ok", "application/json", ref("Status")),
        "/openapi.json": _get("openapi", "This description", "application/json", {"type": "object"}),
    }  # fmt: skip


def paths() -> Mapping[str, Operation]:
    return {**content_paths(), **machine_paths(), **page_paths()}
