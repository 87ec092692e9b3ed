"""Asking for a new password by mail. The answer is the same whoever asks, and takes as long: nobody is looked up."""

from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body

from app.errors import TooMany
from app.outbound import Mail
from app.services.sessions import SessionService
from app.settings import Settings
from app.web.admin.entry import outside_page, sentence
from app.web.client import counted_address
from app.web.theme import Theme

ADDRESS = "/admin/forgotten"
LONGEST = 320
MOST_LETTERS = 3  # to one account in fifteen minutes; what is asked for beyond them is not sent

AnyRequest = Request[Any, Any, Any]
Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]


@get(ADDRESS, sync_to_thread=False)
def show_forgotten(theme: NamedDependency[Theme], mail: NamedDependency[Mail]) -> Response[bytes]:
    return _form(theme, mail)


@post(ADDRESS, sync_to_thread=True, status_code=200)
def ask_for_reset(
    request: AnyRequest,
    data: Form,
    theme: NamedDependency[Theme],
    mail: NamedDependency[Mail],
    sessions: NamedDependency[SessionService],
    settings: NamedDependency[Settings],
) -> Response[bytes]:
    """Whether there is such an account, and whether it has had too many letters, is nothing the asker learns."""
    email = data.get("email", "").strip()[:LONGEST]
    if not mail.is_on or "@" not in email:
        return _form(theme, mail, email, "Give the e-mail address you sign in with." if mail.is_on else "", 422)
    account, address = f"letters to {email}", f"letters asked from {counted_address(request, settings)}"
    try:
        sessions.check_attempts("", "", address)
    except TooMany as error:
        answer = _form(theme, mail, email, sentence(error), 429)
        answer.headers["retry-after"] = str(error.retry_after_s)
        return answer
    sessions.count_failure("", "", address)
    if sessions.count_failure("", "", account) <= MOST_LETTERS:
        mail.put_reset(email)
    return _form(theme, mail, email, sent=True)


def _form(
    theme: Theme, mail: Mail, email: str = "", problem: str = "", status: int = 200, *, sent: bool = False
) -> Response[bytes]:
    return outside_page(
        theme,
        "admin/forgotten.html",
        "New password",
        status,
        is_on=mail.is_on,
        email=email,
        problem=problem,
        sent=sent,
    )


HANDLERS = [show_forgotten, ask_for_reset]
