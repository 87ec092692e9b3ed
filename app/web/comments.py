"""What readers say: the form under a post, and what becomes of what is sent. Writes Inbox.db and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath

from app.db import reading
from app.errors import NotFound, TooMany, Unavailable, WaypostError
from app.services.comments import Comment, CommentService
from app.services.inbox import InboxService, Mistake, Sent
from app.services.posts import PostService, PostSummary
from app.services.users import User
from app.settings import Settings
from app.web.addresses import href
from app.web.admin.auth import WRITERS
from app.web.answers import page
from app.web.client import client_address
from app.web.commenters import browser_cookie, known_browser, new_browser, time_mark, typing_s
from app.web.conversation import is_open
from app.web.errors import status_of
from app.web.exchange import Exchange
from app.web.head import Head
from app.web.reads import reads
from app.web.theme import Theme
from app.web.words import translate

LARGEST_FORM_BYTES = 2**18
TRAP = "subject"  # the field people don't see

AnyRequest = Request[Any, Any, Any]
Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form, and stays there when it can't be taken."""

    name: str = ""
    email: str = ""
    website: str = ""
    comment: str = ""


@get("/comments/{post_id:str}", sync_to_thread=False)
def show_form(
    request: AnyRequest,
    post_id: FromPath[str],
    visitor: NamedDependency[User | None],
    posts: NamedDependency[PostService],
    comments: NamedDependency[CommentService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    """The form alone, to answer one comment without a script. It is never kept."""
    with reading():
        about = _get_post(posts, post_id)
        parent = _answered(comments, about, request.query_params.get("reply", ""))
        return _form(theme, about, visitor, parent)


@post("/comments/{post_id:str}", sync_to_thread=True, status_code=303, request_max_body_size=LARGEST_FORM_BYTES)
def send_comment(
    request: AnyRequest,
    post_id: FromPath[str],
    data: Form,
    visitor: NamedDependency[User | None],
    posts: NamedDependency[PostService],
    comments: NamedDependency[CommentService],
    inbox: NamedDependency[InboxService],
    settings: NamedDependency[Settings],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    with reading():
        about, info = _get_post(posts, post_id), theme.site()
    browser = None if visitor else known_browser(request, settings) or new_browser()
    try:
        if not is_open(info, about):
            raise Mistake("closed", "comments on this post are closed")
        sent = _sent(request, settings, about, data, visitor, browser)
        receipt = inbox.submit(sent, known_at_once=info.comments_known)
    except (Mistake, TooMany, Unavailable) as error:
        with reading():
            parent = _answered(comments, about, data.get("parent", ""))
            return _form(theme, about, visitor, parent, _typed(data), error)
    shown = receipt.decision == "approved"
    to = f"{href(about.path)}#wp-comment-{receipt.id}" if shown else f"/comments/{about.id}/sent"
    cookies = [browser_cookie(settings, browser)] if browser else []
    return Response(b"", status_code=303, media_type="text/plain", headers={"location": to}, cookies=cookies)


@get("/comments/{post_id:str}/sent", sync_to_thread=False)
def show_sent(
    exchange: NamedDependency[Exchange],
    post_id: FromPath[str],
    posts: NamedDependency[PostService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    """The same for everybody and for whatever was sent: it tells nobody what this site thinks of them."""
    with reads(exchange):
        about, info = _get_post(posts, post_id), theme.site()
        head = Head(f"/comments/{about.id}/sent", translate(info.language, "Thank you"), hidden=True)
        return page(theme.page("comments/sent.html", info, head, post=about))


@get("/comments/{post_id:str}/mark", sync_to_thread=False)
def give_mark(post_id: FromPath[str], settings: NamedDependency[Settings]) -> Response[bytes]:
    return Response(time_mark(settings, post_id[:40]).encode(), media_type="text/plain")


def _get_post(posts: PostService, post_id: str) -> PostSummary:
    """Raises: NotFound: no such post, or none for everybody."""
    found = posts.posts_by_id([post_id]).get(post_id)
    if found is None:
        raise NotFound("There is no such post")
    return found


def _answered(comments: CommentService, about: PostSummary, comment_id: str) -> Comment | None:
    found = comments.find(comment_id) if comment_id else None
    return found if found is not None and found.post_id == about.id and found.kind == "comment" else None


def _sent(
    request: AnyRequest,
    settings: Settings,
    about: PostSummary,
    data: Mapping[str, str],
    visitor: User | None,
    browser: str | None,
) -> Sent:
    return Sent(
        post_id=about.id,
        parent_id=data.get("parent") or None,
        author_name=visitor.name if visitor else data.get("name", ""),
        author_id=visitor.id if visitor else None,
        may_publish=visitor is not None and visitor.role in WRITERS,
        body=data.get("comment", ""),
        email=None if visitor else data.get("email"),
        url=None if visitor else data.get("website"),
        address=None if visitor else client_address(request, settings),
        browser=browser,
        has_trap=bool(data.get(TRAP)),
        typing_s=typing_s(settings, about.id, data.get("mark", "")),
    )


def _typed(data: Mapping[str, str]) -> Typed:
    return Typed(*(data.get(name, "") for name in Typed.__dataclass_fields__))


def _form(
    theme: Theme,
    about: PostSummary,
    visitor: User | None,
    parent: Comment | None,
    typed: Typed | None = None,
    error: WaypostError | None = None,
) -> Response[bytes]:
    info = theme.site()
    head = Head(f"/comments/{about.id}", translate(info.language, "Leave a comment"), hidden=True)
    problem = "" if error is None else error.field if isinstance(error, Mistake) else "later"
    body = theme.page(
        "comments/form.html",
        info,
        head,
        post=about,
        is_open=is_open(info, about),
        visitor=visitor,
        parent=parent,
        typed=typed or Typed(),
        problem=problem,
    )
    answer = page(body, 200 if error is None else status_of(error))
    if isinstance(error, TooMany | Unavailable):
        answer.headers["retry-after"] = str(error.retry_after_s)
    return answer


HANDLERS = [show_form, send_comment, show_sent, give_mark]
