"""What lies behind a password: the form at its own address, and the item for a browser that has been let in.

The cookie is bound to the item and to its password: a new password asks everybody again. Neither answer is kept.
"""

import time
from datetime import timedelta
from typing import Annotated, Any

from litestar import Request, Response, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath

from app.services.drafts import Draft, ProtectionService
from app.services.sessions import SessionService
from app.settings import Settings
from app.web.addresses import href
from app.web.answers import moved, page
from app.web.client import counted_address
from app.web.head import Head
from app.web.old_addresses import Moved
from app.web.services import Services
from app.web.signing import is_ours, mark
from app.web.theme import Theme
from app.web.unlisted import kept_by_nobody, unlisted_page
from app.web.words import translate

PURPOSE = "unlock"
LASTS_S = int(timedelta(days=10).total_seconds())
LARGEST_FORM_BYTES = 8 * 2**10

AnyRequest = Request[Any, Any, Any]
Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]


class Protected:
    """Answers at the addresses of protected items. Called inside `reading()`."""

    def __init__(self, services: Services, settings: Settings, theme: Theme) -> None:
        self._services, self._settings, self._theme = services, settings, theme

    def find(self, request: AnyRequest, path: str) -> Response[bytes] | None:
        """What to answer at a path at which nothing is public; None: nothing is protected there either."""
        found = self._services.posts.find_protected(path)
        if found is None:
            return None
        known_path, draft_id = found
        if known_path != path:
            return moved(Moved(href(known_path), permanent=False))
        value = request.cookies.get(_cookie_name(draft_id), "")
        draft = self._services.protection.find(draft_id) if value else None
        if draft is None or not _lets_in(self._settings, draft, value):
            return self.form(draft_id)
        info = self._theme.site()
        shown = self._services.drafts.shown(draft, info.timezone)
        return unlisted_page(self._theme, info, shown, self._services.media)

    def form(self, draft_id: str, *, was_wrong: bool = False) -> Response[bytes]:
        info = self._theme.site()
        head = Head("/", translate(info.language, "Protected"), hidden=True)
        problem = translate(info.language, "That is not the password. Please try again.")
        values = {"draft_id": draft_id, "problem": problem if was_wrong else ""}
        return kept_by_nobody(
            page(self._theme.page("posts/locked.html", info, head, **values), 403 if was_wrong else 200)
        )


@post("/unlock/{draft_id:str}", sync_to_thread=True, status_code=303, request_max_body_size=LARGEST_FORM_BYTES)
def unlock(
    request: AnyRequest,
    draft_id: FromPath[str],
    data: Form,
    protection: NamedDependency[ProtectionService],
    protected: NamedDependency[Protected],
    sessions: NamedDependency[SessionService],
    settings: NamedDependency[Settings],
) -> Response[bytes]:
    """Whether there is such an item can't be told from the answer, nor from the time it takes."""
    counted = _counted(counted_address(request, settings), draft_id)
    sessions.check_attempts(*counted)
    draft = protection.unlock(draft_id, data.get("password", ""))
    if draft is None:
        sessions.count_failure(*counted)
        return protected.form(draft_id, was_wrong=True)
    sessions.forget_failures(*counted)
    headers = {"location": href(draft.path)}
    answer = Response(b"", status_code=303, media_type="text/plain", headers=headers)
    answer.set_cookie(_cookie(settings, draft))
    return kept_by_nobody(answer)


def _counted(address: str, draft_id: str) -> tuple[str, str]:
    """For one item and address, and for the address: apart from those of signing in, which this must not use up."""
    return f"unlock {draft_id} {address}", f"unlock {address}"


def _cookie_name(draft_id: str) -> str:
    return f"waypost_unlock_{draft_id}"


def _cookie(settings: Settings, draft: Draft) -> Cookie:
    until = str(int(time.time()) + LASTS_S)
    return Cookie(
        key=_cookie_name(draft.id),
        value=f"{until}.{mark(settings, PURPOSE, _let_in(draft, until))}",
        max_age=LASTS_S,
        httponly=True,
        secure=settings.origin.startswith("https://"),
        samesite="lax",
        path=href(draft.path),
    )


def _lets_in(settings: Settings, draft: Draft, value: str) -> bool:
    until, _, given = value.partition(".")
    if not (until.isascii() and until.isdecimal() and len(until) < 12 and int(until) > time.time()):
        return False
    return is_ours(settings, PURPOSE, _let_in(draft, until), given)


def _let_in(draft: Draft, until: str) -> str:
    """The hash of the password is another one whenever a password is set."""
    return f"{draft.id} {until} {draft.password}"


HANDLERS = [unlock]
