"""Who did what, for owners and admins."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency

from app.services.audit import AuditService
from app.services.users import User, UserService
from app.web.addresses import with_query
from app.web.admin.pages import desk_page
from app.web.exchange import exchange_of
from app.web.theme import Theme

PER_PAGE = 50

AnyRequest = Request[Any, Any, Any]


@get("/admin/audit", sync_to_thread=False)
def show_log(
    request: AnyRequest,
    admin: NamedDependency[User],
    users: NamedDependency[UserService],
    audit: NamedDependency[AuditService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    before = exchange_of(request.scope).parameter("before")
    is_later = before.isascii() and before.isdecimal() and len(before) < 19
    found = audit.latest(PER_PAGE + 1, int(before)) if is_later else audit.latest(PER_PAGE + 1)
    events = found[:PER_PAGE]
    ids = {event.actor_id for event in events if event.actor_id}
    ids |= {event.target_id for event in events if event.target_kind == "user"}
    older = with_query("/admin/audit", before=events[-1].id) if len(found) > PER_PAGE else ""
    newer = "/admin/audit" if is_later else ""
    return desk_page(
        request,
        theme,
        admin,
        "admin/audit.html",
        "Log",
        events=events,
        people=users.users_by_id(ids),
        newer=newer,
        older=older,
    )


HANDLERS = [show_log]
