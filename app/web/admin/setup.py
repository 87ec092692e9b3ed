"""Setting a new site up: whoever has the address that the terminal shows becomes its owner."""

from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body

from app.errors import Conflict, Invalid
from app.services.audit import AuditService
from app.services.sessions import SessionService
from app.services.users import UserService
from app.settings import Settings
from app.web.admin.entry import let_in, outside_page, sentence
from app.web.theme import Theme

AnyRequest = Request[Any, Any, Any]
Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]


@get("/admin/setup", sync_to_thread=False)
def show_setup(
    request: AnyRequest, theme: NamedDependency[Theme], users: NamedDependency[UserService]
) -> Response[bytes]:
    """Only look at the token: a mail scanner or a preview that opens the address must not use it up."""
    token = request.query_params.get("token", "")
    users.get_link("setup", token)
    return _form(theme, {"token": token})


@post("/admin/setup", sync_to_thread=True, status_code=303)
def set_up(
    request: AnyRequest,
    data: Form,
    theme: NamedDependency[Theme],
    users: NamedDependency[UserService],
    sessions: NamedDependency[SessionService],
    audit: NamedDependency[AuditService],
    settings: NamedDependency[Settings],
) -> Response[bytes]:
    try:
        user = users.set_up(
            data.get("token", ""),
            name=data.get("name", ""),
            email=data.get("email", ""),
            password=data.get("password", ""),
        )
    except (Invalid, Conflict) as error:
        return _form(theme, data, sentence(error), 422)
    audit.record(user.id, "set the site up", "user", user.id)
    return let_in(request, sessions, settings, user)


def _form(theme: Theme, typed: dict[str, str], problem: str = "", status: int = 200) -> Response[bytes]:
    return outside_page(theme, "admin/setup.html", "Set up your site", status, typed=typed, problem=problem)


HANDLERS = [show_setup, set_up]
