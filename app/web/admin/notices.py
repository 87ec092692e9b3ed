"""One sentence shown after a change, carried over the redirect by a cookie that names it."""

from collections.abc import Sequence
from typing import Any

from litestar import Request, Response
from litestar.datastructures import Cookie

COOKIE = "waypost_notice"
MOST_UNDONE = 100  # a cookie holds 4 KB
NOTICES = {
    "published": "Published.",
    "unpublished": "Taken back: it is a draft again.",
    "approved": "Comment approved.",
    "rejected": "Comment rejected.",
    "spam": "Comment marked as spam.",
    "pending": "Back among those that wait.",
    "replied": "Your reply is shown.",
    "trusted": "Trusted: what they send from that browser appears at once.",
    "comment-deleted": "Deleted for good.",
    "saved": "Saved.",
    "restored": "Restored. What was there is still in the history.",
    "set-aside": "Discarded; the history keeps it.",
    "submitted": "Submitted: an editor will read it.",
    "sent-back": "Sent back to its author.",
    "scheduled": "Scheduled: it is published by itself at that time.",
    "unscheduled": "Taken off the schedule: a draft again.",
    "private": "Private: only people at the desk see it.",
    "trashed": "Put into the trash.",
    "back": "It is back.",
    "deleted": "Deleted for good.",
    "copied": "Copied: the copy is a draft.",
    "tagged": "The tags are changed.",
    "given": "It has a new author.",
    "password": "Your password is changed; you are signed out everywhere else.",
    "new-password": "Your password is changed. Sign in with it.",
    "session-ended": "That session has ended.",
    "import-stopped": "The import is stopped; what has come in stays.",
    "job-again": "It is being tried again.",
    "role": "The role is changed.",
    "removed": "They can't sign in any more; what they wrote keeps their name.",
    "uploaded": "Uploaded. Say in words what a picture shows, for those who can't see it.",
    "media-deleted": "Deleted. It can be brought back for 30 days.",
    "media-restored": "It is back.",
    "export-gone": "The export is deleted.",
    "key-made": "The key is made; it stands in the list.",
    "key-gone": "The key is taken away; it opens nothing any more.",
    "preview-made": "The link is made. Copy it from here, now or later.",
    "preview-revoked": "Revoked: that link shows nothing any more.",
    "protected": "Saved. It asks for the password from now on.",
    "unprotected": "The password is gone: it is a draft again.",
    "tag-changed": "The tag is changed.",
    "tag-merged": "Merged.",
    "tag-deleted": "Deleted; the items that had it stay.",
    "signed-out": "You are signed out.",
}

AnyRequest = Request[Any, Any, Any]


def done(location: str, notice: str) -> Response[bytes]:
    """Send the browser on after a change."""
    return Response(
        b"", status_code=303, media_type="text/plain", headers={"location": location}, cookies=[notice_cookie(notice)]
    )


def done_with_undo(location: str, notice: str, ids: Sequence[str]) -> Response[bytes]:
    """The notice has a button that brings these items back; of very many there is only the trash to take them from."""
    return done(location, f"{notice}:{'.'.join(ids)}" if len(ids) <= MOST_UNDONE else notice)


def notice_cookie(notice: str) -> Cookie:
    return Cookie(key=COOKIE, value=notice, max_age=60, path="/admin", httponly=True, samesite="lax")


def notice_of(request: AnyRequest) -> str:
    return NOTICES.get(request.cookies.get(COOKIE, "").partition(":")[0], "")


def undo_of(request: AnyRequest) -> list[str]:
    """Ids of the items that were just put into the trash."""
    _, _, ids = request.cookies.get(COOKIE, "").partition(":")
    return [one for one in ids.split(".") if one.isalnum()]


def without_notice(answer: Response[bytes]) -> Response[bytes]:
    answer.set_cookie(Cookie(key=COOKIE, value="", max_age=0, path="/admin", httponly=True, samesite="lax"))
    return answer
