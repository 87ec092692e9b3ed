"""One's own account: name, e-mail, password, and where one is signed in."""

from collections.abc import Mapping
from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath

from app.errors import Conflict, Invalid, TooMany, WaypostError
from app.outbound import letters
from app.services.audit import AuditService
from app.services.sessions import SessionService
from app.services.users import UserService
from app.settings import Settings
from app.web.admin.alerts import Alert
from app.web.admin.auth import Visit
from app.web.admin.confirming import Confirm
from app.web.admin.devices import device_of
from app.web.admin.entry import let_in, sentence
from app.web.admin.notices import done, notice_cookie
from app.web.admin.pages import desk_page
from app.web.theme import Theme

ADDRESS = "/admin/account"

AnyRequest = Request[Any, Any, Any]
Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]


@get(ADDRESS, sync_to_thread=False)
def show_account(
    request: AnyRequest,
    visit: NamedDependency[Visit],
    users: NamedDependency[UserService],
    sessions: NamedDependency[SessionService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    return _page(request, theme, visit, users, sessions)


@post(f"{ADDRESS}/profile", sync_to_thread=True, status_code=303)
def change_profile(
    request: AnyRequest,
    data: Form,
    alert: NamedDependency[Alert],
    visit: NamedDependency[Visit],
    confirm: NamedDependency[Confirm],
    users: NamedDependency[UserService],
    sessions: NamedDependency[SessionService],
    audit: NamedDependency[AuditService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    name, email = data.get("name", ""), data.get("email", "")
    try:
        if email.strip() != visit.user.email:
            confirm(data)
        user = users.update_profile(visit.user.id, name, email)
    except (Invalid, Conflict, TooMany) as error:
        return _page(request, theme, visit, users, sessions, "profile", error, data)
    what = "changed the name"
    if user.email != visit.user.email:
        what = "changed the e-mail address"
        alert(visit.user, letters.email_changed)
    audit.record(user.id, what, "user", user.id)
    return done(ADDRESS, "saved")


@post(f"{ADDRESS}/comment-mail", sync_to_thread=True, status_code=303)
def change_comment_mail(
    data: Form, visit: NamedDependency[Visit], users: NamedDependency[UserService], audit: NamedDependency[AuditService]
) -> Response[bytes]:
    wanted = "wanted" in data
    users.set_comment_mail(visit.user.id, wanted=wanted)
    said = "wants letters about comments" if wanted else "wants no letters about comments"
    audit.record(visit.user.id, said, "user", visit.user.id)
    return done(ADDRESS, "saved")


@post(f"{ADDRESS}/password", sync_to_thread=True, status_code=303)
def change_password(
    request: AnyRequest,
    data: Form,
    alert: NamedDependency[Alert],
    visit: NamedDependency[Visit],
    confirm: NamedDependency[Confirm],
    users: NamedDependency[UserService],
    sessions: NamedDependency[SessionService],
    audit: NamedDependency[AuditService],
    theme: NamedDependency[Theme],
    settings: NamedDependency[Settings],
) -> Response[bytes]:
    """All sessions end; this browser gets a new one."""
    try:
        confirm(data, always=True)
        user = users.set_password(visit.user.id, data.get("password", ""))
    except (Invalid, TooMany) as error:
        return _page(request, theme, visit, users, sessions, "password", error)
    sessions.end_all(user.id)
    audit.record(user.id, "changed the password", "user", user.id)
    alert(user, letters.password_changed)
    answer = let_in(request, sessions, settings, user, ADDRESS)
    answer.set_cookie(notice_cookie("password"))
    return answer


@post(f"{ADDRESS}/sessions/{{session_id:str}}/delete", sync_to_thread=True, status_code=303)
def end_session(
    session_id: FromPath[str],
    visit: NamedDependency[Visit],
    sessions: NamedDependency[SessionService],
    audit: NamedDependency[AuditService],
) -> Response[bytes]:
    sessions.end_named(visit.user.id, session_id)
    audit.record(visit.user.id, "ended a session", "user", visit.user.id)
    return done(ADDRESS, "session-ended")


def _page(
    request: AnyRequest,
    theme: Theme,
    visit: Visit,
    users: UserService,
    sessions: SessionService,
    at: str = "",
    error: WaypostError | None = None,
    typed: Mapping[str, str] | None = None,
) -> Response[bytes]:
    """`at`: the form that has a problem."""
    return desk_page(
        request,
        theme,
        visit.user,
        "admin/account.html",
        "Your account",
        status_code=200 if error is None else 429 if isinstance(error, TooMany) else 422,
        at=at,
        problem=sentence(error) if error else "",
        typed={"name": visit.user.name, "email": visit.user.email or "", **(typed or {})},
        has_factor=users.has_factor(visit.user.id),
        is_fresh=visit.is_fresh,
        sessions=sessions.list_sessions(visit.user),
        current=visit.session.id,
        device_of=device_of,
    )


HANDLERS = [show_account, change_profile, change_comment_mail, change_password, end_session]
