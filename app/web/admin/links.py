"""Where links lead that let somebody in once: an invitation, a new password. Looking at one never uses it up."""

from collections.abc import Mapping
from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body

from app.errors import Conflict, Invalid
from app.outbound import letters
from app.services.audit import AuditService
from app.services.sessions import SessionService
from app.services.users import UserService
from app.settings import Settings
from app.web.admin.alerts import Alert
from app.web.admin.entry import let_in, outside_page, sentence
from app.web.admin.notices import done
from app.web.theme import Theme

AnyRequest = Request[Any, Any, Any]
Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]


@get("/admin/invitation", sync_to_thread=False)
def show_invitation(
    request: AnyRequest, theme: NamedDependency[Theme], users: NamedDependency[UserService]
) -> Response[bytes]:
    return _invitation(theme, users, {"token": request.query_params.get("token", "")})


@post("/admin/invitation", sync_to_thread=True, status_code=303)
def join(
    request: AnyRequest,
    data: Form,
    theme: NamedDependency[Theme],
    users: NamedDependency[UserService],
    sessions: NamedDependency[SessionService],
    audit: NamedDependency[AuditService],
    settings: NamedDependency[Settings],
) -> Response[bytes]:
    try:
        user = users.join(data.get("token", ""), name=data.get("name", ""), password=data.get("password", ""))
    except (Invalid, Conflict) as error:
        return _invitation(theme, users, data, sentence(error), 422)
    audit.record(user.id, "joined", "user", user.id, {"role": user.role})
    return let_in(request, sessions, settings, user)


@get("/admin/reset", sync_to_thread=False)
def show_reset(
    request: AnyRequest, theme: NamedDependency[Theme], users: NamedDependency[UserService]
) -> Response[bytes]:
    return _reset(theme, users, request.query_params.get("token", ""))


@post("/admin/reset", sync_to_thread=True, status_code=303)
def reset(
    data: Form,
    alert: NamedDependency[Alert],
    theme: NamedDependency[Theme],
    users: NamedDependency[UserService],
    sessions: NamedDependency[SessionService],
    audit: NamedDependency[AuditService],
) -> Response[bytes]:
    """Not a way around the second step: the new password is for signing in with."""
    token = data.get("token", "")
    try:
        user = users.reset_password(token, data.get("password", ""))
    except Invalid as error:
        return _reset(theme, users, token, sentence(error), 422)
    sessions.end_all(user.id)
    audit.record(user.id, "reset the password", "user", user.id)
    alert(user, letters.password_changed)
    return done("/admin/sign-in", "new-password")


def _invitation(
    theme: Theme, users: UserService, typed: Mapping[str, str], problem: str = "", status: int = 200
) -> Response[bytes]:
    link = users.get_link("invitation", typed.get("token", ""))
    return outside_page(theme, "admin/invitation.html", "Join", status, typed=typed, link=link, problem=problem)


def _reset(theme: Theme, users: UserService, token: str, problem: str = "", status: int = 200) -> Response[bytes]:
    users.get_link("reset", token)
    return outside_page(theme, "admin/reset.html", "New password", status, token=token, problem=problem)


HANDLERS = [show_invitation, join, show_reset, reset]
