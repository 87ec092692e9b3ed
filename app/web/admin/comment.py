"""One comment at the desk: all that is known of it; edited, answered, trusted, deleted for good."""

from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath

from app.errors import Invalid
from app.services.audit import AuditService
from app.services.inbox import InboxService, Sent
from app.services.posts import PostService
from app.services.users import User
from app.web.admin.deciding import SHOWN, Place, back_to, place_of, reasons_of
from app.web.admin.entry import sentence
from app.web.admin.inbox import chosen
from app.web.admin.notices import done
from app.web.admin.pages import desk_page
from app.web.theme import Theme

AnyRequest = Request[Any, Any, Any]
Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]
Several = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.URL_ENCODED)]


@get("/admin/comments/{comment_id:str}", sync_to_thread=True)
def show_comment(
    request: AnyRequest,
    comment_id: FromPath[str],
    editor: NamedDependency[User],
    inbox: NamedDependency[InboxService],
    posts: NamedDependency[PostService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    return _page(request, comment_id, editor, inbox, posts, theme)


@post("/admin/comments/{comment_id:str}/text", sync_to_thread=True, status_code=303)
def edit_comment(
    request: AnyRequest,
    comment_id: FromPath[str],
    data: Form,
    editor: NamedDependency[User],
    inbox: NamedDependency[InboxService],
    posts: NamedDependency[PostService],
    audit: NamedDependency[AuditService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    try:
        inbox.edit(comment_id, data.get("comment", ""))
    except Invalid as error:
        typed = {"comment": data.get("comment", ""), "problem": sentence(error)}
        return _page(request, comment_id, editor, inbox, posts, theme, **typed)
    audit.record(editor.id, "edited", "comment", comment_id)
    return done(f"/admin/comments/{comment_id}", "saved")


@post("/admin/comments/{comment_id:str}/reply", sync_to_thread=True, status_code=303)
def reply(
    request: AnyRequest,
    comment_id: FromPath[str],
    data: Form,
    editor: NamedDependency[User],
    inbox: NamedDependency[InboxService],
    posts: NamedDependency[PostService],
    audit: NamedDependency[AuditService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    """What waits is approved by it: nobody can read an answer to what is not there."""
    answered = inbox.get(comment_id)
    text = data.get("reply", "")
    try:
        own = Sent(answered.post_id, editor.name, text, comment_id, author_id=editor.id, may_publish=True)
        receipt = inbox.reply(own)
    except Invalid as error:
        return _page(request, comment_id, editor, inbox, posts, theme, reply=text, problem=sentence(error))
    audit.record(editor.id, "replied", "comment", comment_id, {"reply": receipt.id})
    return back_to(Place("pending"), "replied")


@post("/admin/comments/{comment_id:str}/trust", sync_to_thread=True, status_code=303)
def trust(
    comment_id: FromPath[str],
    editor: NamedDependency[User],
    inbox: NamedDependency[InboxService],
    audit: NamedDependency[AuditService],
) -> Response[bytes]:
    approved = inbox.trust(comment_id)
    audit.record(editor.id, "trusted", "comment", comment_id, {"approved": str(len(approved))})
    return done(f"/admin/comments/{comment_id}", "trusted")


@post("/admin/comments/{comment_id:str}/trust/delete", sync_to_thread=True, status_code=303)
def distrust(
    comment_id: FromPath[str],
    editor: NamedDependency[User],
    inbox: NamedDependency[InboxService],
    audit: NamedDependency[AuditService],
) -> Response[bytes]:
    inbox.distrust(comment_id)
    audit.record(editor.id, "trusts no more", "comment", comment_id)
    return done(f"/admin/comments/{comment_id}", "saved")


@post("/admin/comments/delete", sync_to_thread=True, status_code=303)
def delete_comments(
    data: Several,
    editor: NamedDependency[User],
    inbox: NamedDependency[InboxService],
    audit: NamedDependency[AuditService],
) -> Response[bytes]:
    for comment_id in inbox.delete(chosen(data)):
        audit.record(editor.id, "deleted", "comment", comment_id)
    return back_to(place_of(data), "comment-deleted")


@post("/admin/comments/spam/delete", sync_to_thread=True, status_code=303)
def delete_spam(
    editor: NamedDependency[User], inbox: NamedDependency[InboxService], audit: NamedDependency[AuditService]
) -> Response[bytes]:
    deleted = inbox.delete_spam()
    audit.record(editor.id, "deleted all spam", "comment", "", {"comments": str(deleted)})
    return back_to(Place("spam"), "comment-deleted")


def _page(
    request: AnyRequest,
    comment_id: str,
    editor: User,
    inbox: InboxService,
    posts: PostService,
    theme: Theme,
    **typed: str,
) -> Response[bytes]:
    found = inbox.get(comment_id)
    parent = inbox.submissions_by_id([found.parent_id]).get(found.parent_id) if found.parent_id else None
    return desk_page(
        request,
        theme,
        editor,
        "admin/comment.html",
        "Comment",
        status_code=422 if typed else 200,
        one=found,
        parent=parent,
        post=posts.posts_by_id([found.post_id]).get(found.post_id),
        is_trusted=found.id in inbox.trusted_of([found]),
        reasons=reasons_of(found.reasons),
        shown=SHOWN,
        typed=typed,
    )


HANDLERS = [show_comment, edit_comment, reply, trust, distrust, delete_comments, delete_spam]
