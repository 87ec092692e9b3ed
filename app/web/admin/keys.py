"""The keys with which programs read the site: made, shown, taken away. For owners and admins."""

from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath

from app.errors import Invalid
from app.services.audit import AuditService
from app.services.site import SiteService
from app.services.users import User
from app.web.admin.entry import sentence
from app.web.admin.notices import done
from app.web.admin.pages import desk_page
from app.web.theme import Theme

ADDRESS = "/admin/keys"

AnyRequest = Request[Any, Any, Any]
Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]


@get(ADDRESS, sync_to_thread=False)
def list_keys(
    request: AnyRequest, admin: NamedDependency[User], site: NamedDependency[SiteService], theme: NamedDependency[Theme]
) -> Response[bytes]:
    return _page(request, theme, admin, site)


@post(ADDRESS, sync_to_thread=True, status_code=303)
def add_key(
    request: AnyRequest,
    data: Form,
    admin: NamedDependency[User],
    site: NamedDependency[SiteService],
    audit: NamedDependency[AuditService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    name = data.get("name", "")
    try:
        key = site.add_api_key(name)
    except Invalid as error:
        return _page(request, theme, admin, site, problem=sentence(error), typed=name)
    audit.record(admin.id, "made", "API key", key.id, {"name": key.name})
    return done(ADDRESS, "key-made")


@post(f"{ADDRESS}/{{key_id:str}}/delete", sync_to_thread=True, status_code=303)
def delete_key(
    key_id: FromPath[str],
    admin: NamedDependency[User],
    site: NamedDependency[SiteService],
    audit: NamedDependency[AuditService],
) -> Response[bytes]:
    key = site.delete_api_key(key_id)
    audit.record(admin.id, "took away", "API key", key.id, {"name": key.name})
    return done(ADDRESS, "key-gone")


def _page(
    request: AnyRequest, theme: Theme, admin: User, site: SiteService, *, problem: str = "", typed: str = ""
) -> Response[bytes]:
    status = 422 if problem else 200
    values = {"keys": site.api_keys(), "problem": problem, "typed": typed, "origin": theme.origin}
    return desk_page(request, theme, admin, "admin/keys.html", "API keys", status_code=status, **values)


HANDLERS = [list_keys, add_key, delete_key]
