"""The list of everything being written, and publishing."""

from typing import Any, get_args

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.errors import Forbidden
from app.services.audit import AuditService
from app.services.drafts import Draft, DraftService, Status
from app.services.users import User
from app.web.addresses import with_query
from app.web.admin.auth import EDITORS
from app.web.admin.notices import done
from app.web.admin.pages import desk_page
from app.web.answers import page_number
from app.web.exchange import exchange_of
from app.web.theme import Theme

PER_PAGE = 50
STATUSES: tuple[Status, ...] = get_args(Status)

AnyRequest = Request[Any, Any, Any]


@get("/admin/posts", sync_to_thread=False)
def list_posts(
    request: AnyRequest,
    user: NamedDependency[User],
    drafts: NamedDependency[DraftService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    exchange = exchange_of(request.scope)
    asked = exchange.parameter("status")
    status: Status | None = next((known for known in STATUSES if known == asked), None)
    shown = drafts.list_drafts(status, None, page_number(exchange), PER_PAGE)
    return desk_page(
        request,
        theme,
        user,
        "admin/posts.html",
        "Posts and pages",
        list=shown,
        status=status,
        statuses=STATUSES,
        counts=drafts.count_by_status(),
        newer=_address(status, shown.number - 1) if shown.number > 1 else "",
        older=_address(status, shown.number + 1) if shown.number < shown.pages else "",
    )


@post("/admin/posts/{draft_id:str}/publication", sync_to_thread=True, status_code=303)
def publish(
    draft_id: FromPath[str],
    user: NamedDependency[User],
    drafts: NamedDependency[DraftService],
    audit: NamedDependency[AuditService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    draft = _get_writable(drafts, user, draft_id)
    drafts.publish(draft.id, timezone=theme.site().timezone)
    audit.record(user.id, "published", draft.kind, draft.id, {"title": draft.title})
    return done("/admin/posts/?status=published", "published")


@post("/admin/posts/{draft_id:str}/publication/delete", sync_to_thread=True, status_code=303)
def unpublish(
    draft_id: FromPath[str],
    user: NamedDependency[User],
    drafts: NamedDependency[DraftService],
    audit: NamedDependency[AuditService],
) -> Response[bytes]:
    draft = _get_writable(drafts, user, draft_id)
    drafts.unpublish(draft.id)
    audit.record(user.id, "unpublished", draft.kind, draft.id, {"title": draft.title})
    return done("/admin/posts/?status=draft", "unpublished")


def _get_writable(drafts: DraftService, user: User, draft_id: str) -> Draft:
    """Raises: NotFound. Forbidden: it is somebody else's, or a contributor asks."""
    draft = drafts.get(draft_id)
    is_own = any(author.id == user.id for author in draft.authors)
    if user.role in EDITORS or (user.role == "author" and is_own):
        return draft
    raise Forbidden("You may not publish this; ask an editor")


def _address(status: Status | None, number: int) -> str:
    return with_query("/admin/posts/", status=status, page=number if number > 1 else None)


HANDLERS = [list_posts, publish, unpublish]
