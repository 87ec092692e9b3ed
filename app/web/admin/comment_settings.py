"""How comments are dealt with: the site's switches for admins, the list of what is blocked for editors."""

from datetime import UTC, datetime
from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body

from app.errors import Invalid
from app.services.audit import AuditService
from app.services.inbox import InboxService
from app.services.site import SiteService
from app.services.users import User
from app.web.admin.entry import sentence
from app.web.admin.notices import done
from app.web.admin.pages import desk_page
from app.web.theme import Theme

ADDRESS = "/admin/comments/settings"

AnyRequest = Request[Any, Any, Any]
Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]


@get(ADDRESS, sync_to_thread=False)
def show_settings(
    request: AnyRequest,
    editor: NamedDependency[User],
    inbox: NamedDependency[InboxService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    return _page(request, editor, inbox, theme)


@post(ADDRESS, sync_to_thread=True, status_code=303)
def save_settings(
    request: AnyRequest,
    data: Form,
    admin: NamedDependency[User],
    inbox: NamedDependency[InboxService],
    site: NamedDependency[SiteService],
    audit: NamedDependency[AuditService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    changes: dict[str, Any] = {name: name in data for name in ("comments", "comments_for_new", "comments_known")}
    try:
        changes["comments_close_after_days"] = _days(data.get("days", ""))
        site.update(**changes)
    except Invalid as error:
        return _page(request, admin, inbox, theme, problem=sentence(error), days=data.get("days", ""))
    site.close_old_comments(datetime.now(UTC))
    audit.record(admin.id, "changed", "settings", "comments", {name: str(value) for name, value in changes.items()})
    return done(ADDRESS, "saved")


@post("/admin/comments/blocked", sync_to_thread=True, status_code=303)
def save_blocked(
    request: AnyRequest,
    data: Form,
    editor: NamedDependency[User],
    inbox: NamedDependency[InboxService],
    audit: NamedDependency[AuditService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    lines = data.get("blocked", "").splitlines()
    try:
        inbox.set_blocked(lines)
    except Invalid as error:
        return _page(request, editor, inbox, theme, problem=sentence(error), blocked="\n".join(lines))
    audit.record(editor.id, "changed", "settings", "blocked", {"lines": str(len(lines))})
    return done(ADDRESS, "saved")


def _days(text: str) -> int | None:
    """Raises: Invalid: it is no number."""
    if not text.strip():
        return None
    if not (text.strip().isascii() and text.strip().isdecimal()):
        raise Invalid(f"{text[:20]!r} is no number of days; give one, or nothing")
    return int(text.strip()[:9])


def _page(
    request: AnyRequest,
    user: User,
    inbox: InboxService,
    theme: Theme,
    *,
    problem: str = "",
    days: str | None = None,
    blocked: str | None = None,
) -> Response[bytes]:
    kept = theme.site().comments_close_after_days
    return desk_page(
        request,
        theme,
        user,
        "admin/comment_settings.html",
        "Settings for comments",
        status_code=422 if problem else 200,
        problem=problem,
        days=(kept or "") if days is None else days,
        blocked="\n".join(inbox.blocked()) if blocked is None else blocked,
    )


HANDLERS = [show_settings, save_settings, save_blocked]
