"""Signing in and out."""

import re
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
from app.web.admin.alerts import Alert
from app.web.admin.auth import find_token, session_cookie
from app.web.admin.entry import known_device, let_in, outside_page, sentence
from app.web.admin.notices import done, notice_of, without_notice
from app.web.admin.second_step import ask_for_code
from app.web.client import client_address, counted_address
from app.web.theme import Theme

HOME = "/admin/"
WRONG = "This e-mail address and password don't belong together."
LONGEST_PASSWORD = 1024
_INSIDE = re.compile(r"/admin/[!-\[\]-~]{0,2000}")  # visible ASCII but for the backslash

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
    alert: NamedDependency[Alert],
    theme: NamedDependency[Theme],
    users: NamedDependency[UserService],
    sessions: NamedDependency[SessionService],
    audit: NamedDependency[AuditService],
    settings: NamedDependency[Settings],
) -> Response[bytes]:
    email, password, next_path = data.get("email", "").strip(), data.get("password", ""), data.get("next", "")
    counted = (email, counted_address(request, settings), known_device(request, settings, email))
    try:
        sessions.check_attempts(*counted)
    except TooMany as error:
        answer = _form(theme, email=email, next_path=next_path, problem=sentence(error), status=429)
        answer.headers["retry-after"] = str(error.retry_after_s)
        return answer
    user = users.verify(email, password) if len(password) <= LONGEST_PASSWORD else None
    if user is None or not user.can_sign_in:
        sessions.count_failure(*counted)
        known = users.find_by_email(email)
        audit.record(
            None, "sign-in failed", "user", known.id if known else "", {"address": client_address(request, settings)}
        )
        return _form(theme, email=email, next_path=next_path, problem=WRONG, status=422)
    sessions.forget_failures(*counted)
    if users.has_factor(user.id):
        return ask_for_code(theme, settings, user, _inside(next_path))
    audit.record(user.id, "signed in", "user", user.id)
    return let_in(request, sessions, settings, user, _inside(next_path), alert)


def _inside(path: str) -> str:
    """Only a plain address of the desk: nothing a browser would read as another, or tidy up into one."""
    return path if _INSIDE.fullmatch(path) and ".." not in path and "//" not in path.partition("?")[0] else HOME


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
    return outside_page(
        theme, "admin/sign_in.html", "Sign in", status, email=email, next=next_path, problem=problem, notice=notice
    )


HANDLERS = [show_sign_in, sign_in, sign_out]
