"""The redirects of the site: listed, tried, added, taken away, and as files both ways. For owners and admins."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Annotated, Any
from urllib.parse import unquote, urlsplit

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body

from app.errors import Invalid
from app.importers.items import Failed, Skipped, Unreadable
from app.importers.items import Redirect as Rule
from app.importers.redirects import OWN_KINDS, read_redirects
from app.services.audit import AuditService
from app.services.site import Redirect, SiteService
from app.services.users import User
from app.web.addresses import with_query
from app.web.admin.pages import desk_page
from app.web.answers import page_number
from app.web.exchange import exchange_of
from app.web.theme import Theme

ADDRESS = "/admin/redirects"
PER_PAGE = 100
GOOD = frozenset({"created", "updated", "unchanged"})

AnyRequest = Request[Any, Any, Any]
Form = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.URL_ENCODED)]
Upload = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.MULTI_PART)]


@get(ADDRESS, sync_to_thread=False)
def list_redirects(
    request: AnyRequest, admin: NamedDependency[User], site: NamedDependency[SiteService], theme: NamedDependency[Theme]
) -> Response[bytes]:
    return _page(request, theme, admin, site)


@post(ADDRESS, sync_to_thread=True, status_code=200)
def add_redirect(
    request: AnyRequest,
    data: Form,
    admin: NamedDependency[User],
    site: NamedDependency[SiteService],
    audit: NamedDependency[AuditService],
    theme: NamedDependency[Theme],
    origin: NamedDependency[str],
) -> Response[bytes]:
    """Also the undo of `delete_redirects`: `source`, `target` and the like may be there several times."""
    given = _given(data, origin)
    outcomes = site.put_redirects(given)
    refused = [f"{source}: {outcome}" for source, outcome in outcomes.items() if outcome not in GOOD]
    for redirect in given:
        if outcomes[redirect.source] in ("created", "updated"):
            audit.record(admin.id, "set a redirect", "redirect", redirect.source, {"target": redirect.target})
    typed = {name: _texts(data, name)[0] for name in ("source", "target") if _texts(data, name)} if refused else {}
    said = "" if refused else "Saved." if len(given) > 1 else f"{given[0].source} leads to {given[0].target} now."
    return _page(request, theme, admin, site, problems=refused, said=said, typed=typed)


@post(f"{ADDRESS}/delete", sync_to_thread=True, status_code=200)
def delete_redirects(
    request: AnyRequest,
    data: Form,
    admin: NamedDependency[User],
    site: NamedDependency[SiteService],
    audit: NamedDependency[AuditService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    exact = [Redirect(source, "") for source in _texts(data, "exact")]
    regular = [Redirect(source, "", is_regex=True) for source in _texts(data, "pattern")]
    if not exact and not regular:
        raise Invalid("No redirect was chosen; tick those to take away")
    gone = site.delete_redirects(exact + regular)
    for redirect in gone:
        audit.record(admin.id, "took a redirect away", "redirect", redirect.source, {"target": redirect.target})
    said = f"{gone[0].source} is taken away." if len(gone) == 1 else f"{len(gone)} redirects are taken away."
    return _page(request, theme, admin, site, said=said, gone=gone)


@post(f"{ADDRESS}/import", sync_to_thread=True, status_code=200)
def import_redirects(
    request: AnyRequest,
    data: Upload,
    admin: NamedDependency[User],
    site: NamedDependency[SiteService],
    audit: NamedDependency[AuditService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    file = data.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise Invalid("No file was chosen; choose a redirects file")
    try:
        items = list(read_redirects(file.file.read(), file.filename))
    except Unreadable as error:
        return _page(request, theme, admin, site, problems=[str(error)])
    rules = [Redirect(r.source, r.target, r.permanent, r.is_regex) for r in items if isinstance(r, Rule)]
    outcomes = site.put_redirects(rules)
    left = [f"{one.ref}: {one.reason}" for one in items if isinstance(one, Failed | Skipped)]
    left += [f"{source}: {outcome}" for source, outcome in outcomes.items() if outcome not in GOOD]
    taken = sum(outcome in ("created", "updated") for outcome in outcomes.values())
    same = sum(outcome == "unchanged" for outcome in outcomes.values())
    audit.record(admin.id, "imported redirects", "redirect", "", {"file": file.filename[:200], "taken": str(taken)})
    said = f"{taken} redirects are in, {same} were known, {len(left)} were left out."
    return _page(request, theme, admin, site, said=said, problems=left)


@get(f"{ADDRESS}/export", sync_to_thread=True)
def export_redirects(admin: NamedDependency[User], site: NamedDependency[SiteService]) -> Response[bytes]:
    """All of them, as `import_redirects` takes them."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(("from", "to", "status", "kind"))
    number = 1
    while found := site.list_redirects(number, 1000):
        for one in found:
            rows.writerow((one.source, one.target, 301 if one.permanent else 302, OWN_KINDS[one.is_regex]))
        number += 1
    headers = {"content-disposition": 'attachment; filename="redirects.csv"', "cache-control": "no-store"}
    return Response(text.getvalue().encode(), media_type="text/csv", headers=headers)


def _given(data: Mapping[str, Any], origin: str) -> list[Redirect]:
    sources, targets = _texts(data, "source"), _texts(data, "target")
    if not sources or len(sources) != len(targets):
        raise Invalid("A redirect needs an old address and a new one; give both")
    kinds = _texts(data, "kind") or [OWN_KINDS[0]]
    statuses = _texts(data, "status") or ["301"]
    given = []
    for at, (source, target) in enumerate(zip(sources, targets, strict=True)):
        is_regex = kinds[min(at, len(kinds) - 1)] == "pattern"
        old = source.strip() if is_regex else _local(source, origin)
        if not old or not target.strip():
            raise Invalid("A redirect needs an old address and a new one; give both")
        permanent = statuses[min(at, len(statuses) - 1)] != "302"
        given.append(Redirect(old, _target(target, origin), permanent, is_regex))
    return given


def _local(typed: str, origin: str) -> str:
    """A path as it is kept, from a path or a whole address of this site; decoded, for people copy addresses."""
    return unquote(_target(typed, origin).partition("#")[0])


def _target(typed: str, origin: str) -> str:
    text = typed.strip()
    if urlsplit(text).netloc and text.startswith(origin + "/"):
        return text[len(origin) :]
    return text


def _texts(data: Mapping[str, Any], name: str) -> list[str]:
    found = data.get(name, [])
    return found if isinstance(found, list) else [found]


def _page(
    request: AnyRequest,
    theme: Theme,
    admin: User,
    site: SiteService,
    *,
    problems: Sequence[str] = (),
    said: str = "",
    gone: Sequence[Redirect] = (),
    typed: Mapping[str, str] | None = None,
) -> Response[bytes]:
    exchange = exchange_of(request.scope)
    number, query, tried = page_number(exchange), exchange.parameter("q").strip(), exchange.parameter("try").strip()
    total = site.count_redirects(query)

    def address(page: int) -> str:
        return with_query(ADDRESS, q=query or None, page=page if page > 1 else None)

    return desk_page(
        request,
        theme,
        admin,
        "admin/redirects.html",
        "Redirects",
        status_code=422 if problems and not said else 200,
        problems=problems,
        said=said,
        gone=gone,
        kinds=OWN_KINDS,
        typed={"source": "", "target": "", **(typed or {})},
        query=query,
        tried=tried,
        leads=site.find_redirect(_local(tried, theme.origin)) if tried else None,
        redirects=site.list_redirects(number, PER_PAGE, query),
        total=total,
        newer=address(number - 1) if number > 1 else "",
        older=address(number + 1) if number * PER_PAGE < total else "",
    )


HANDLERS = [list_redirects, add_redirect, delete_redirects, import_redirects, export_redirects]
