"""What is told apart of those who comment, without a look at anybody: a browser that was here before, and a pace.

Both are signed, so that nobody can make them up; neither is on a page that everybody gets.
"""

import secrets
import time
from typing import Any

from litestar import Request
from litestar.datastructures import Cookie

from app.settings import Settings
from app.web import signing

COOKIE = "waypost_commenter"
PATH = "/comments"  # no page is under it: what readers ask for never carries the cookie
DAYS_400_S = 400 * 24 * 3600
OLDEST_MARK_S = 12 * 3600

AnyRequest = Request[Any, Any, Any]


def known_browser(request: AnyRequest, settings: Settings) -> str | None:
    """The id this site once gave to the browser."""
    browser, _, mark = request.cookies.get(COOKIE, "").partition(".")
    return browser if browser and signing.is_ours(settings, "commenter", browser, mark) else None


def new_browser() -> str:
    return secrets.token_hex(16)


def browser_cookie(settings: Settings, browser: str) -> Cookie:
    return Cookie(
        key=COOKIE,
        value=f"{browser}.{signing.mark(settings, 'commenter', browser)}",
        max_age=DAYS_400_S,
        httponly=True,
        secure=settings.origin.startswith("https://"),
        samesite="lax",
        path=PATH,
    )


def time_mark(settings: Settings, post_id: str) -> str:
    """When somebody began to write under a post; the form's script asks for it at the first touch."""
    now = f"{int(time.time())}"
    return f"{now}.{signing.mark(settings, 'comment pace', f'{post_id} {now}')}"


def typing_s(settings: Settings, post_id: str, mark: str) -> float | None:
    """Seconds since the mark was given; None for none, one of another post, and one of yesterday."""
    at, _, signature = mark.partition(".")
    if not (at.isascii() and at.isdecimal() and len(at) < 12):
        return None
    if not signing.is_ours(settings, "comment pace", f"{post_id} {at}", signature):
        return None
    passed = time.time() - int(at)
    return passed if 0 <= passed <= OLDEST_MARK_S else None
