"""Signing in and out."""

from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body

from app.errors import TooMany
from app.services.audit import AuditService
from app.services.sessions import SessionService
from app.services.users import UserService
from app.settings import Settings
from app.web.admin.auth import find_token, session_cookie
from app.web.admin.notices import done, notice_of, without_notice
from app.web.answers import page
from app.web.client import client_address
from app.web.theme import Theme

HOME = "/admin/"
WRONG = "This e-mail address and password don't belong together."
LONGEST_PASSWORD = 1024

AnyRequest = Request[Any, Any, Any]
Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]


@get("/admin/sign-in", sync_to_thread=False)
def show_sign_in(request: AnyRequest, theme: NamedDependency[Theme]) -> Response[bytes]:
    notice = notice_of(request)
    answer = _form(theme, next_path=request.query_params.get("next", ""), notice=notice)
    return without_notice(answer) if notice else answer


@post("/admin/sign-in", sync_to_thread=True, status_code=303)
def sign_in(
    request: AnyRequest,
    data: Form,
    theme: NamedDependency[Theme],
    users: NamedDependency[UserService],
    sessions: NamedDependency[SessionService],
    audit: NamedDependency[AuditService],
    settings: NamedDependency[Settings],
) -> Response[bytes]:
    email, password, next_path = data.get("email", "").strip(), data.get("password", ""), data.get("next", "")
    address = client_address(request, settings)
    try:
        sessions.check_attempts(email, address)
    except TooMany as error:
        answer = _form(theme, email=email, next_path=next_path, problem=_sentence(error), status=429)
        answer.headers["retry-after"] = str(error.retry_after_s)
        return answer
    user = users.verify(email, password) if len(password) <= LONGEST_PASSWORD else None
    if user is None or not user.can_sign_in:
        sessions.count_failure(email, address)
        return _form(theme, email=email, next_path=next_path, problem=WRONG, status=422)
    sessions.forget_failures(email, address)
    token = sessions.start(user)
    audit.record(user.id, "signed in", "user", user.id)
    to = next_path if next_path.startswith(HOME) and "\\" not in next_path else HOME
    return Response(
        b"",
        status_code=303,
        media_type="text/plain",
        headers={"location": to.encode("ascii", "ignore").decode()},
        cookies=[session_cookie(settings.origin, token)],
    )


@post("/admin/sign-out", sync_to_thread=True, status_code=303)
def sign_out(
    request: AnyRequest, sessions: NamedDependency[SessionService], settings: NamedDependency[Settings]
) -> Response[bytes]:
    token = find_token(request, settings.origin)
    if token:
        sessions.end(token)
    answer = done("/admin/sign-in", "signed-out")
    answer.set_cookie(session_cookie(settings.origin, ""))
    return answer


def _form(
    theme: Theme, *, email: str = "", next_path: str = "", problem: str = "", notice: str = "", status: int = 200
) -> Response[bytes]:
    body = theme.templates.bare(
        "admin/sign_in.html", site=theme.site(), email=email, next=next_path, problem=problem, notice=notice
    )
    return page(body, status)


def _sentence(error: TooMany) -> str:
    text = str(error)
    return text[:1].upper() + text[1:] + "."


HANDLERS = [show_sign_in, sign_in, sign_out]
