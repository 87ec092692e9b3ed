"""The way out of letters about comments: an address in each letter that does this one thing, without signing in."""

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.errors import NotFound
from app.outbound import mail_user
from app.services.audit import AuditService
from app.services.users import UserService
from app.settings import Settings
from app.web.admin.entry import outside_page
from app.web.theme import Theme


@get("/comments/mail/{token:str}", sync_to_thread=False)
def show_comment_mail(
    token: FromPath[str], settings: NamedDependency[Settings], theme: NamedDependency[Theme]
) -> Response[bytes]:
    """Mail programs look at every address in a letter: looking changes nothing."""
    _user_id(settings, token)
    return outside_page(theme, "comments/mail.html", "Letters about comments", token=token, is_done=False, problem="")


@post("/comments/mail/{token:str}", sync_to_thread=True, status_code=200)
def end_comment_mail(
    token: FromPath[str],
    settings: NamedDependency[Settings],
    users: NamedDependency[UserService],
    audit: NamedDependency[AuditService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    """Also what a mail program's own button asks for (RFC 8058)."""
    user_id = _user_id(settings, token)
    users.set_comment_mail(user_id, wanted=False)
    audit.record(user_id, "wants no letters about comments", "user", user_id)
    return outside_page(theme, "comments/mail.html", "Letters about comments", token=token, is_done=True, problem="")


def _user_id(settings: Settings, token: str) -> str:
    """Raises: NotFound: the token is not ours."""
    user_id = mail_user(settings, token)
    if user_id is None:
        raise NotFound("This address is not whole; copy it from the letter again")
    return user_id


HANDLERS = [show_comment_mail, end_comment_mail]
