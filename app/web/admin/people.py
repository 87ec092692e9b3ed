"""Who works here: roles, invitations, and new passwords for those who lost theirs. For owners and admins."""

from collections.abc import Mapping
from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath

from app.errors import Conflict, Invalid, WaypostError
from app.outbound import Mail, letters
from app.services.audit import AuditService
from app.services.users import ROLES, Role, User, UserService
from app.web.addresses import with_query
from app.web.admin.entry import sentence
from app.web.admin.notices import done
from app.web.admin.pages import desk_page
from app.web.theme import Theme

ADDRESS = "/admin/people"

AnyRequest = Request[Any, Any, Any]
Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]


@get(ADDRESS, sync_to_thread=False)
def list_people(
    request: AnyRequest,
    admin: NamedDependency[User],
    users: NamedDependency[UserService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    return _page(request, theme, admin, users)


@post(f"{ADDRESS}/invitations", sync_to_thread=True, status_code=200)
def invite(
    request: AnyRequest,
    data: Form,
    admin: NamedDependency[User],
    users: NamedDependency[UserService],
    audit: NamedDependency[AuditService],
    theme: NamedDependency[Theme],
    origin: NamedDependency[str],
    mail: NamedDependency[Mail],
) -> Response[bytes]:
    """Show an address to copy, as it is known only now; where there is a mail server, it goes out by mail too."""
    email = data.get("email", "").strip()
    try:
        role = _role(data)
        token = users.invite(admin, email, role)
    except (Invalid, Conflict) as error:
        return _page(request, theme, admin, users, error=error, typed=data)
    audit.record(admin.id, "invited", "user", "", {"email": email, "role": role})
    address = origin + with_query("/admin/invitation", token=token)
    mail.put(letters.invitation(email, theme.site().title, admin.name, role, address))
    return _page(request, theme, admin, users, link=address, link_for=email, lasts="seven days", mailed=mail.is_on)


@post(f"{ADDRESS}/{{user_id:str}}/role", sync_to_thread=True, status_code=303)
def change_role(
    request: AnyRequest,
    user_id: FromPath[str],
    data: Form,
    admin: NamedDependency[User],
    users: NamedDependency[UserService],
    audit: NamedDependency[AuditService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    try:
        user = users.change_role(admin, user_id, _role(data))
    except (Invalid, Conflict) as error:
        return _page(request, theme, admin, users, error=error)
    audit.record(admin.id, "changed the role", "user", user.id, {"role": user.role})
    return done(f"{ADDRESS}/", "role")


@post(f"{ADDRESS}/{{user_id:str}}/reset", sync_to_thread=True, status_code=200)
def reset_password(
    request: AnyRequest,
    user_id: FromPath[str],
    admin: NamedDependency[User],
    users: NamedDependency[UserService],
    audit: NamedDependency[AuditService],
    theme: NamedDependency[Theme],
    origin: NamedDependency[str],
) -> Response[bytes]:
    user = users.get_changeable(admin, user_id)
    token = users.new_reset(user.id, admin.id)
    audit.record(admin.id, "made a reset address", "user", user.id)
    address = origin + with_query("/admin/reset", token=token)
    return _page(request, theme, admin, users, link=address, link_for=user.name, lasts="one hour")


@post(f"{ADDRESS}/{{user_id:str}}/delete", sync_to_thread=True, status_code=303)
def remove(
    request: AnyRequest,
    user_id: FromPath[str],
    admin: NamedDependency[User],
    users: NamedDependency[UserService],
    audit: NamedDependency[AuditService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    try:
        user = users.remove(admin, user_id)
    except Conflict as error:
        return _page(request, theme, admin, users, error=error)
    audit.record(admin.id, "removed", "user", user.id, {"role": user.role})
    return done(f"{ADDRESS}/", "removed")


def _role(data: Mapping[str, str]) -> Role:
    role: Role | None = next((known for known in ROLES if known == data.get("role")), None)
    if role is None:
        raise Invalid(f"a role is one of {', '.join(ROLES)}; choose one of these")
    return role


def _page(
    request: AnyRequest,
    theme: Theme,
    admin: User,
    users: UserService,
    *,
    error: WaypostError | None = None,
    typed: Mapping[str, str] | None = None,
    link: str = "",
    link_for: str = "",
    lasts: str = "",
    mailed: bool = False,
) -> Response[bytes]:
    people = users.list_users()
    return desk_page(
        request,
        theme,
        admin,
        "admin/people.html",
        "People",
        status_code=422 if error else 200,
        problem=sentence(error) if error else "",
        people=[person for person in people if person.can_sign_in],
        authors=[person for person in people if not person.can_sign_in],
        roles=[role for role in ROLES if role != "owner" or admin.role == "owner"],
        typed={"email": "", "role": "author", **(typed or {})},
        link=link,
        link_for=link_for,
        lasts=lasts,
        mailed=mailed,
    )


HANDLERS = [list_people, invite, change_role, reset_password, remove]
