"""Comments that wait for a decision."""

from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath

from app.errors import Invalid, NotFound
from app.services.audit import AuditService
from app.services.inbox import Decision, InboxService
from app.services.posts import PostService
from app.services.users import User
from app.web.addresses import with_query
from app.web.admin.notices import done
from app.web.admin.pages import desk_page
from app.web.answers import page_number
from app.web.exchange import exchange_of
from app.web.theme import Theme

PER_PAGE = 30
DECISIONS: tuple[Decision, ...] = ("approved", "rejected", "spam")
SHOWN: tuple[Decision, ...] = ("pending", *DECISIONS)

AnyRequest = Request[Any, Any, Any]
Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]


@get("/admin/comments", sync_to_thread=False)
def list_comments(
    request: AnyRequest,
    editor: NamedDependency[User],
    inbox: NamedDependency[InboxService],
    posts: NamedDependency[PostService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    exchange = exchange_of(request.scope)
    asked = exchange.parameter("decision")
    decision: Decision = next((known for known in SHOWN if known == asked), "pending")
    number = page_number(exchange)
    found = inbox.list_submissions(decision, number, PER_PAGE)
    counts = inbox.counts()
    return desk_page(
        request,
        theme,
        editor,
        "admin/comments.html",
        "Comments",
        submissions=found,
        posts=posts.posts_by_id({submission.post_id for submission in found}),
        decision=decision,
        shown=SHOWN,
        decisions=DECISIONS,
        counts=counts,
        newer=_address(decision, number - 1) if number > 1 else "",
        older=_address(decision, number + 1) if counts.get(decision, 0) > number * PER_PAGE else "",
    )


@post("/admin/comments/{comment_id:str}/decision", sync_to_thread=True, status_code=303)
def decide(
    comment_id: FromPath[str],
    data: Form,
    editor: NamedDependency[User],
    inbox: NamedDependency[InboxService],
    audit: NamedDependency[AuditService],
) -> Response[bytes]:
    decision: Decision | None = next((known for known in DECISIONS if known == data.get("decision")), None)
    if decision is None:
        raise Invalid(f"A comment can be {', '.join(DECISIONS)}; choose one of these")
    if comment_id not in inbox.submissions_by_id([comment_id]):
        raise NotFound("There is no such comment")
    if inbox.decide([comment_id], decision):
        audit.record(editor.id, decision, "comment", comment_id)
    return done("/admin/comments/", decision)


def _address(decision: Decision, number: int) -> str:
    return with_query("/admin/comments/", decision=decision, page=number if number > 1 else None)


HANDLERS = [list_comments, decide]
