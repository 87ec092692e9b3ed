"""Comments that wait for a decision: the queue, and deciding one or many."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath

from app.errors import Invalid
from app.services.audit import AuditService
from app.services.inbox import Decision, InboxService, Submission
from app.services.posts import PostService
from app.services.users import User
from app.web.admin.deciding import (
    SHOWN,
    Place,
    back_to,
    decision_named,
    place_of,
    reasons_of,
    undo_of,
    without_undo,
)
from app.web.admin.pages import desk_page
from app.web.answers import page, page_number
from app.web.dates import calendar
from app.web.exchange import exchange_of
from app.web.theme import Theme

PER_PAGE = 30

AnyRequest = Request[Any, Any, Any]
Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]
Several = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.URL_ENCODED)]


@get("/admin/comments", sync_to_thread=True)
def list_comments(
    request: AnyRequest,
    editor: NamedDependency[User],
    inbox: NamedDependency[InboxService],
    posts: NamedDependency[PostService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    """In a thread: a search looks at every comment there is."""
    exchange = exchange_of(request.scope)
    asked = {"shown": exchange.parameter("decision"), "q": exchange.parameter("q"), "page": page_number(exchange)}
    place = place_of(asked)
    counts = inbox.counts()
    if place.query:
        found, total = inbox.search(place.query, place.page, PER_PAGE)
    else:
        found, total = inbox.list_submissions(place.decision, place.page, PER_PAGE), counts.get(place.decision, 0)
    undo = undo_of(request)
    answer = desk_page(
        request,
        theme,
        editor,
        "admin/comments.html",
        "Comments",
        submissions=found,
        total=total,
        counts=counts,
        place=place,
        undo=undo,
        newer=_turned(place, -1) if place.page > 1 else "",
        older=_turned(place, 1) if total > place.page * PER_PAGE else "",
        **_beside(found, inbox, posts),
    )
    return without_undo(answer) if undo else answer


@post("/admin/comments/{comment_id:str}/decision", sync_to_thread=True, status_code=303)
def decide(
    request: AnyRequest,
    comment_id: FromPath[str],
    data: Form,
    editor: NamedDependency[User],
    inbox: NamedDependency[InboxService],
    posts: NamedDependency[PostService],
    audit: NamedDependency[AuditService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    """One comment; htmx gets what stands in its place in the queue from now on."""
    decision, before = _decision(data), inbox.get(comment_id)
    if inbox.decide([comment_id], decision):
        audit.record(editor.id, decision, "comment", comment_id)
    place = place_of(data)
    if "hx-request" in request.headers:
        return _changed(theme, inbox, posts, inbox.get(comment_id), before.decision, place)
    return back_to(place, decision, {before.decision: [comment_id]})


@post("/admin/comments/decisions", sync_to_thread=True, status_code=303)
def decide_several(
    data: Several,
    editor: NamedDependency[User],
    inbox: NamedDependency[InboxService],
    audit: NamedDependency[AuditService],
) -> Response[bytes]:
    """Also the undo of itself: then the fields are those of the notice."""
    decision, ids = _decision(data), chosen(data)
    before: dict[Decision, list[str]] = defaultdict(list)
    for comment_id, submission in inbox.submissions_by_id(ids).items():
        if submission.decision != decision:
            before[submission.decision].append(comment_id)
    for comment_id in inbox.decide(ids, decision):
        audit.record(editor.id, decision, "comment", comment_id)
    return back_to(place_of(data), decision, None if data.get("undo") else before)


def chosen(data: Mapping[str, Any]) -> list[str]:
    """Raises: Invalid: none is."""
    ids = data.get("id", [])
    found = [ids] if isinstance(ids, str) else list(ids)
    if not found:
        raise Invalid("No comment was chosen; tick those you mean")
    return found


def _decision(data: Mapping[str, Any]) -> Decision:
    decision = decision_named(data.get("decision"))
    if decision is None:
        raise Invalid(f"A comment can be {', '.join(SHOWN)}; choose one of these")
    return decision


def _changed(
    theme: Theme, inbox: InboxService, posts: PostService, one: Submission, before: Decision, place: Place
) -> Response[bytes]:
    """The row of one comment: whole where it belongs, or what was done with it and the way back."""
    info = theme.site()
    is_at_home = bool(place.query) or one.decision == place.decision
    body = theme.templates.bare(
        "admin/_comment_changed.html",
        site=info,
        dates=calendar(info.language, info.timezone),
        one=one,
        before=before,
        is_at_home=is_at_home,
        place=place,
        counts=inbox.counts(),
        **_beside([one], inbox, posts),
    )
    return page(body)


def _beside(found: Sequence[Submission], inbox: InboxService, posts: PostService) -> dict[str, Any]:
    """What else a row shows: its post, whether its sender is trusted, and why it waits."""
    about: Collection[str] = {one.post_id for one in found}
    return {
        "posts": posts.posts_by_id(about),
        "trusted": inbox.trusted_of(found),
        "reasons_of": reasons_of,
        "shown": SHOWN,
    }


def _turned(place: Place, by: int) -> str:
    return Place(place.decision, place.page + by, place.query).address


HANDLERS = [list_comments, decide, decide_several]
