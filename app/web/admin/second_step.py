"""The second step of signing in, and setting it up: an authenticator app, and recovery codes on paper."""

from typing import Annotated, Any

import segno
from itsdangerous import BadSignature, URLSafeTimedSerializer
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body

from app.errors import Conflict, Invalid, TooMany, WaypostError
from app.outbound import letters
from app.services.audit import AuditService
from app.services.sessions import SessionService
from app.services.users import User, UserService
from app.settings import Settings
from app.settings.secret import keys_for
from app.web.admin.alerts import Alert
from app.web.admin.auth import Visit
from app.web.admin.confirming import Confirm
from app.web.admin.entry import let_in, outside_page, sentence
from app.web.admin.notices import done
from app.web.admin.pages import desk_page
from app.web.client import client_address, counted_address
from app.web.theme import Theme

ADDRESS = "/admin/account/two-step"
PURPOSE = "second factors"
PATIENCE_S = 300
TOO_LATE = "That took too long. Sign in again."

AnyRequest = Request[Any, Any, Any]
Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]


def ask_for_code(
    theme: Theme, settings: Settings, user: User, to: str, problem: str = "", status: int = 200
) -> Response[bytes]:
    """Go on with somebody whose password was right; the page carries who, signed, and for five minutes."""
    ticket = _tickets(settings).dumps([user.id, user.auth_epoch, to])
    return outside_page(theme, "admin/code.html", "Second step", status, ticket=ticket, problem=problem)


@post("/admin/sign-in/code", sync_to_thread=True, status_code=303)
def sign_in_by_code(
    request: AnyRequest,
    data: Form,
    alert: NamedDependency[Alert],
    theme: NamedDependency[Theme],
    users: NamedDependency[UserService],
    sessions: NamedDependency[SessionService],
    audit: NamedDependency[AuditService],
    settings: NamedDependency[Settings],
) -> Response[bytes]:
    user, to = _bearer(settings, users, data.get("ticket", ""))
    if user is None:
        values = {"email": "", "next": "", "problem": TOO_LATE, "notice": ""}
        return outside_page(theme, "admin/sign_in.html", "Sign in", 422, **values)
    counted = (f"code {user.id}", counted_address(request, settings))
    try:
        sessions.check_attempts(*counted)
    except TooMany as error:
        return ask_for_code(theme, settings, user, to, sentence(error), 429)
    if not users.check_factor(user.id, keys_for(settings, PURPOSE), data.get("code", "")[:100]):
        sessions.count_failure(*counted)
        audit.record(None, "second step failed", "user", user.id, {"address": client_address(request, settings)})
        return ask_for_code(theme, settings, user, to, "This code is not right, or was used already.", 422)
    sessions.forget_failures(*counted)
    audit.record(user.id, "signed in", "user", user.id, {"with": "second step"})
    return let_in(request, sessions, settings, user, to, alert)


def _tickets(settings: Settings) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(list(reversed(keys_for(settings, "second step"))))


def _bearer(settings: Settings, users: UserService, ticket: str) -> tuple[User | None, str]:
    try:
        user_id, auth_epoch, to = _tickets(settings).loads(ticket, max_age=PATIENCE_S)
    except (BadSignature, ValueError):
        return None, ""
    user = users.find_by_id(user_id)
    return (user, to) if user and user.can_sign_in and user.auth_epoch == auth_epoch else (None, "")


@get(ADDRESS, sync_to_thread=False)
def show_second_step(
    request: AnyRequest,
    visit: NamedDependency[Visit],
    users: NamedDependency[UserService],
    theme: NamedDependency[Theme],
    settings: NamedDependency[Settings],
) -> Response[bytes]:
    return _page(request, theme, visit, users, settings)


@post(ADDRESS, sync_to_thread=True, status_code=303)
def start_second_step(
    request: AnyRequest,
    data: Form,
    visit: NamedDependency[Visit],
    confirm: NamedDependency[Confirm],
    users: NamedDependency[UserService],
    theme: NamedDependency[Theme],
    settings: NamedDependency[Settings],
) -> Response[bytes]:
    try:
        confirm(data)
        users.start_factor(visit.user.id, keys_for(settings, PURPOSE))
    except (Invalid, Conflict, TooMany) as error:
        return _page(request, theme, visit, users, settings, error=error)
    return Response(b"", status_code=303, media_type="text/plain", headers={"location": ADDRESS})


@post(f"{ADDRESS}/confirmation", sync_to_thread=True, status_code=200)
def confirm_second_step(
    request: AnyRequest,
    data: Form,
    visit: NamedDependency[Visit],
    users: NamedDependency[UserService],
    audit: NamedDependency[AuditService],
    theme: NamedDependency[Theme],
    settings: NamedDependency[Settings],
) -> Response[bytes]:
    try:
        codes = users.confirm_factor(visit.user.id, keys_for(settings, PURPOSE), data.get("code", "")[:100])
    except Invalid as error:
        return _page(request, theme, visit, users, settings, error=error)
    audit.record(visit.user.id, "turned the second step on", "user", visit.user.id)
    return _page(request, theme, visit, users, settings, codes=codes)


@post(f"{ADDRESS}/codes", sync_to_thread=True, status_code=200)
def renew_codes(
    request: AnyRequest,
    data: Form,
    visit: NamedDependency[Visit],
    confirm: NamedDependency[Confirm],
    users: NamedDependency[UserService],
    audit: NamedDependency[AuditService],
    theme: NamedDependency[Theme],
    settings: NamedDependency[Settings],
) -> Response[bytes]:
    try:
        confirm(data)
        if not users.has_factor(visit.user.id):
            raise Invalid("the second step is off; turn it on first")
    except (Invalid, TooMany) as error:
        return _page(request, theme, visit, users, settings, error=error)
    audit.record(visit.user.id, "made new recovery codes", "user", visit.user.id)
    return _page(request, theme, visit, users, settings, codes=users.renew_codes(visit.user.id))


@post(f"{ADDRESS}/delete", sync_to_thread=True, status_code=303)
def remove_second_step(
    request: AnyRequest,
    data: Form,
    alert: NamedDependency[Alert],
    visit: NamedDependency[Visit],
    confirm: NamedDependency[Confirm],
    users: NamedDependency[UserService],
    audit: NamedDependency[AuditService],
    theme: NamedDependency[Theme],
    settings: NamedDependency[Settings],
) -> Response[bytes]:
    try:
        confirm(data)
    except (Invalid, TooMany) as error:
        return _page(request, theme, visit, users, settings, error=error)
    users.remove_factor(visit.user.id)
    audit.record(visit.user.id, "turned the second step off", "user", visit.user.id)
    alert(visit.user, letters.second_step_removed)
    return done(ADDRESS, "saved")


def _page(
    request: AnyRequest,
    theme: Theme,
    visit: Visit,
    users: UserService,
    settings: Settings,
    *,
    error: WaypostError | None = None,
    codes: list[str] | None = None,
) -> Response[bytes]:
    """`codes`: shown this once."""
    pending = users.pending_factor(visit.user, keys_for(settings, PURPOSE), theme.site().title)
    return desk_page(
        request,
        theme,
        visit.user,
        "admin/second_step.html",
        "Second step",
        status_code=200 if error is None else 429 if isinstance(error, TooMany) else 422,
        problem=sentence(error) if error else "",
        is_fresh=visit.is_fresh,
        is_on=users.has_factor(visit.user.id),
        left=users.codes_left(visit.user.id),
        codes=codes or [],
        seed=pending[0] if pending else "",
        picture=segno.make(pending[1], micro=False).svg_inline(scale=5, border=4) if pending else "",
    )


HANDLERS = [
    sign_in_by_code,
    show_second_step,
    start_second_step,
    confirm_second_step,
    renew_codes,
    remove_second_step,
]
