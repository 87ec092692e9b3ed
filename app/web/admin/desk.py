"""The first page after signing in: what waits for somebody."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency

from app.services.drafts import DraftService
from app.services.inbox import InboxService
from app.services.users import User
from app.web.admin.auth import EDITORS
from app.web.admin.pages import desk_page
from app.web.theme import Theme

RECENT = 8

AnyRequest = Request[Any, Any, Any]


@get("/admin", sync_to_thread=False)
def show_desk(
    request: AnyRequest,
    user: NamedDependency[User],
    drafts: NamedDependency[DraftService],
    inbox: NamedDependency[InboxService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    """Comments are only shown to whoever may decide them: they carry e-mail addresses."""
    pending = inbox.list_submissions("pending", 1, 3) if user.role in EDITORS else []
    return desk_page(
        request,
        theme,
        user,
        "admin/desk.html",
        "Desk",
        counts=drafts.count_by_status(),
        comments=inbox.counts(),
        pending=pending,
        recent=drafts.list_drafts("draft", None, 1, RECENT).entries,
    )


HANDLERS = [show_desk]
