"""Ghost's Content API, read only: what everybody may read anyway, for programs that have a key.

https://docs.ghost.org/content-api; tested with the unmodified @tryghost/content-api.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import msgspec
from litestar import Request, Response, route
from litestar.di import NamedDependency

from app.errors import Invalid
from app.services.posts import And, Compare, Filter, Or, Order, Page, PostService
from app.services.site import SiteService
from app.web.addresses import API
from app.web.api import errors, shapes
from app.web.api.wanted import Wanted, wanted_of
from app.web.exchange import Exchange
from app.web.reads import reads

VERSION = "v5.130"  # of the Ghost whose answers these are like
HEADERS = {
    "content-version": VERSION,
    "vary": "Accept-Version",
    "access-control-allow-origin": "*",
    "cache-control": "public, max-age=0",
}
ALLOWED = {  # browsers ask first: the client sends Accept-Version
    "access-control-allow-origin": "*",
    "access-control-allow-methods": "GET",
    "access-control-allow-headers": "Accept-Version, Content-Type",
    "access-control-max-age": "86400",
}
EMPTY = frozenset({"tiers", "newsletters", "offers"})  # Waypost sells nothing
_KEY = re.compile(r"[0-9a-f]{26}")
_ID = re.compile(r"[0-9a-f]{24}")
_NEWEST = (Order("published_at", descending=True),)
_BY_NAME = (Order("name"),)


@dataclass(frozen=True, slots=True)
class Api:
    posts: PostService
    origin: str


@dataclass(frozen=True, slots=True)
class Resource:
    """`browse` gives a page of what is shown; `one` is what a single one is called."""

    one: str
    order: tuple[Order, ...]
    browse: Callable[[Api, Wanted], Page[Any]]


def _posts(api: Api, wanted: Wanted) -> Page[Any]:
    found = api.posts.browse_posts("post", wanted.filter, wanted.order, wanted.page, wanted.per_page)
    return _page(found, (shapes.post(one, wanted, api.origin) for one in found.entries))


def _pages(api: Api, wanted: Wanted) -> Page[Any]:
    found = api.posts.browse_posts("page", wanted.filter, wanted.order, wanted.page, wanted.per_page)
    return _page(found, (shapes.post(one, wanted, api.origin) for one in found.entries))


def _tags(api: Api, wanted: Wanted) -> Page[Any]:
    found = api.posts.browse_tags(wanted.filter, wanted.order, wanted.page, wanted.per_page)
    shown = (shapes.tag(tag, _count(number, wanted), api.origin) for tag, number in found.entries)
    return _page(found, (wanted.shown(one, ("count",)) for one in shown))


def _authors(api: Api, wanted: Wanted) -> Page[Any]:
    found = api.posts.browse_authors(wanted.filter, wanted.order, wanted.page, wanted.per_page)
    shown = (shapes.author(author, _count(number, wanted), api.origin) for author, number in found.entries)
    return _page(found, (wanted.shown(one, ("count",)) for one in shown))


def _page(found: Page[Any], shown: Iterable[dict[str, Any]]) -> Page[dict[str, Any]]:
    return Page(tuple(shown), found.number, found.pages, found.total)


def _count(number: int, wanted: Wanted) -> int | None:
    return number if "count.posts" in wanted.include else None


RESOURCES: Mapping[str, Resource] = {
    "posts": Resource("post", _NEWEST, _posts),
    "pages": Resource("page", (Order("title"),), _pages),
    "tags": Resource("tag", _BY_NAME, _tags),
    "authors": Resource("author", _BY_NAME, _authors),
}


@route(f"{API}content/{{rest:path}}", http_method=["GET", "OPTIONS"], sync_to_thread=True)
def show_content(
    request: Request[Any, Any, Any],
    exchange: NamedDependency[Exchange],
    posts: NamedDependency[PostService],
    site: NamedDependency[SiteService],
    origin: NamedDependency[str],
) -> Response[bytes]:
    """Every address there is below /ghost/api/content/."""
    if request.method == "OPTIONS":
        return Response(b"", status_code=204, headers=ALLOWED)
    asks_for_now = False
    parts = [part for part in exchange.path[len(f"{API}content/") :].split("/") if part]
    try:
        with reads(exchange):
            _require_key(exchange.parameter("key"), site)
            if parts == ["settings"]:
                found: dict[str, Any] = {"settings": shapes.settings(site.site(), origin), "meta": {}}
            elif len(parts) == 1 and parts[0] in EMPTY:
                found = {parts[0]: [], "meta": _meta(Page((), 1, 1, 0), 1)}
            elif parts and parts[0] in RESOURCES:
                wanted = _wanted(exchange, parts[0])
                asks_for_now = wanted.asks_for_now
                found = _resource(Api(posts, origin), parts, wanted)
            else:
                raise errors.not_found("resource", "There is no such resource")
    except errors.ApiError as error:
        return errors.answer(error, HEADERS)
    finally:
        if asks_for_now:
            exchange.revisions = None  # true for this moment only: never kept
    return Response(msgspec.json.encode(found), media_type="application/json", headers=HEADERS)


def _require_key(key: str, site: SiteService) -> None:
    if not key:
        raise errors.no_key()
    if not _KEY.fullmatch(key) or site.find_api_key(key) is None:
        raise errors.unknown_key()


def _wanted(exchange: Exchange, name: str) -> Wanted:
    try:
        return wanted_of(exchange, RESOURCES[name].order)
    except Invalid as error:
        is_filter = str(error).startswith("the filter")
        raise errors.bad_filter(str(error)) if is_filter else errors.bad_parameter(name, str(error)) from None


def _resource(api: Api, parts: list[str], wanted: Wanted) -> dict[str, Any]:
    name = parts[0]
    resource = RESOURCES[name]
    try:
        if len(parts) == 1:
            found = resource.browse(api, wanted)
            return {name: found.entries, "meta": _meta(found, wanted.per_page)}
        return {name: [_read(api, resource, parts[1:], wanted)]}
    except Invalid as error:
        raise errors.bad_filter(str(error)) from None


def _read(api: Api, resource: Resource, parts: list[str], wanted: Wanted) -> dict[str, Any]:
    for choice in _choices(resource, parts):
        narrowed = choice if wanted.filter is None else And((choice, wanted.filter))
        found = resource.browse(api, replace(wanted, filter=narrowed, page=1, per_page=1))
        if found.entries:
            shown: dict[str, Any] = found.entries[0]
            return shown
    raise errors.not_found(resource.one, f"{resource.one.capitalize()} not found.")


def _choices(resource: Resource, parts: list[str]) -> list[Filter]:
    """What one is looked up by, one after the other: a post without a slug goes by the end of its address."""
    if len(parts) == 2 and parts[0] == "slug":
        by_slug = Compare("slug", "=", parts[1])
        if resource.one not in ("post", "page"):
            return [by_slug]
        nameless = Compare("slug", "=", "")
        ends = Or((Compare("path", "ends", f"/{parts[1]}/"), Compare("path", "ends", f"/{parts[1]}")))
        return [by_slug, And((nameless, ends))]
    if len(parts) == 1 and _ID.fullmatch(parts[0]):
        return [Compare("id", "=", parts[0])]
    if len(parts) == 1:
        raise errors.bad_parameter(resource.one, f"{parts[0]!r} is no id: it has 24 hexadecimal digits")
    raise errors.not_found(resource.one, "There is nothing at this address")


def _meta(found: Page[Any], per_page: int) -> dict[str, Any]:
    pages = max(found.pages, 1)
    return {
        "pagination": {
            "page": found.number,
            "limit": per_page,
            "pages": pages,
            "total": found.total,
            "next": found.number + 1 if found.number < pages else None,
            "prev": found.number - 1 if found.number > 1 else None,
        }
    }


HANDLERS = [show_content]
