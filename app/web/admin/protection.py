"""A password for one item: set, changed, taken away."""

from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath

from app.errors import Conflict, Forbidden, Invalid, WaypostError
from app.services.audit import AuditService
from app.services.drafts import LEAST_PASSWORD, Draft, DraftService, ProtectionService
from app.services.users import User
from app.web.admin.editor.rights import may_publish
from app.web.admin.notices import done
from app.web.admin.pages import desk_page
from app.web.errors import status_of
from app.web.theme import Theme

ADDRESS = "/admin/posts/{draft_id:str}/protection"

AnyRequest = Request[Any, Any, Any]
Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]


@get(ADDRESS, sync_to_thread=False)
def show_protection(
    request: AnyRequest,
    draft_id: FromPath[str],
    user: NamedDependency[User],
    drafts: NamedDependency[DraftService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    return _page(request, theme, user, _get(drafts, user, draft_id))


@post(ADDRESS, sync_to_thread=True, status_code=303)
def protect(
    request: AnyRequest,
    draft_id: FromPath[str],
    data: Form,
    user: NamedDependency[User],
    drafts: NamedDependency[DraftService],
    protection: NamedDependency[ProtectionService],
    audit: NamedDependency[AuditService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    draft = _get(drafts, user, draft_id)
    try:
        protection.protect(draft.id, data.get("password", ""), theme.site().timezone)
    except (Invalid, Conflict) as error:
        return _page(request, theme, user, draft, error)
    was = "changed the password of" if draft.status == "protected" else "protected"
    audit.record(user.id, was, draft.kind, draft.id, {"title": draft.title})
    return done(f"/admin/posts/{draft.id}/protection", "protected")


@post(f"{ADDRESS}/delete", sync_to_thread=True, status_code=303)
def remove_protection(
    draft_id: FromPath[str],
    user: NamedDependency[User],
    drafts: NamedDependency[DraftService],
    protection: NamedDependency[ProtectionService],
    audit: NamedDependency[AuditService],
) -> Response[bytes]:
    draft = _get(drafts, user, draft_id)
    protection.remove(draft.id)
    audit.record(user.id, "took the password from", draft.kind, draft.id, {"title": draft.title})
    return done(f"/admin/posts/{draft.id}/protection", "unprotected")


def _get(drafts: DraftService, user: User, draft_id: str) -> Draft:
    """Raises: NotFound. Forbidden: they may not let anybody see it."""
    draft = drafts.get(draft_id)
    if not may_publish(user, draft):
        raise Forbidden("You may not show this to readers, with a password or without; ask an editor")
    return draft


def _page(
    request: AnyRequest, theme: Theme, user: User, draft: Draft, error: WaypostError | None = None
) -> Response[bytes]:
    return desk_page(
        request,
        theme,
        user,
        "admin/protection.html",
        "Password",
        status_code=status_of(error) if error else 200,
        draft=draft,
        problem=str(error) if error else "",
        least=LEAST_PASSWORD,
    )


HANDLERS = [show_protection, protect, remove_protection]
