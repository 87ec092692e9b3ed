"""Letting somebody in: a new session, and the cookie by which this browser is known to their account."""

import hmac
from typing import Any

from litestar import Request, Response
from litestar.datastructures import Cookie

from app.errors import WaypostError
from app.outbound import letters
from app.services.sessions import SessionService
from app.services.users import User
from app.settings import Settings
from app.settings.secret import keys_for
from app.web.admin.alerts import Alert
from app.web.admin.auth import session_cookie
from app.web.answers import page
from app.web.theme import Theme

DEVICE_COOKIE = "waypost_device"
DAYS_400_S = 400 * 24 * 3600

AnyRequest = Request[Any, Any, Any]


def let_in(
    request: AnyRequest,
    sessions: SessionService,
    settings: Settings,
    user: User,
    to: str = "/admin/",
    alert: Alert | None = None,
) -> Response[bytes]:
    """`alert`: tell the person by mail where this browser has never signed in to their account."""
    if alert and not known_device(request, settings, user.email or ""):
        alert(user, letters.new_device)
    token = sessions.start(user, request.headers.get("user-agent", ""))
    return Response(
        b"",
        status_code=303,
        media_type="text/plain",
        headers={"location": to.encode("ascii", "ignore").decode()},
        cookies=[session_cookie(settings.origin, token), _device_cookie(settings, user.email or "")],
    )


def outside_page(theme: Theme, template: str, title: str, status: int = 200, **values: Any) -> Response[bytes]:
    """A page for somebody who is not in yet."""
    body = theme.templates.bare(template, site=theme.site(), title=title, **values)
    return page(body, status)


def known_device(request: AnyRequest, settings: Settings, email: str) -> str:
    """Return this browser's mark if it has signed in to that account before; it is throttled by itself then.

    OWASP, "Slow Down Online Guessing Attacks with Device Cookies".
    """
    given = request.cookies.get(DEVICE_COOKIE, "")
    is_known = any(hmac.compare_digest(given.encode(), mark.encode()) for mark in _marks(settings, email))
    return given if is_known else ""


def _device_cookie(settings: Settings, email: str) -> Cookie:
    return Cookie(
        key=DEVICE_COOKIE,
        value=_marks(settings, email)[0],
        max_age=DAYS_400_S,
        httponly=True,
        secure=settings.origin.startswith("https://"),
        samesite="lax",
        path="/admin",
    )


def _marks(settings: Settings, email: str) -> list[str]:
    account = email.strip().lower().encode()
    return [hmac.digest(key, account, "sha256").hex() for key in keys_for(settings, "device")]


def sentence(error: WaypostError) -> str:
    text = str(error)
    return text[:1].upper() + text[1:] + "."
