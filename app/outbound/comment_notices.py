"""Letters about new comments: to those who write and edit here, one for all that came within two minutes.

A flood of comments makes no flood of letters, and what is taken for spam makes none.
"""

import hmac
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta

from app.content import excerpt_of
from app.outbound.letters import Letter
from app.outbound.mail import Mail
from app.services.inbox import InboxService, Submission
from app.services.jobs import Job, JobService
from app.services.posts import PostService, PostSummary
from app.services.site import SiteService
from app.services.users import Role, User, UserService
from app.settings import Settings
from app.settings.secret import keys_for

WRITE = "comments.letters"  # key: the number of a window
WINDOW_S = 120
MOST_LISTED = 10
PURPOSE = "comment mail"
EDITORS: frozenset[Role] = frozenset({"owner", "admin", "editor"})


class CommentNotices:
    def __init__(
        self,
        settings: Settings,
        inbox: InboxService,
        posts: PostService,
        users: UserService,
        site: SiteService,
        jobs: JobService,
    ) -> None:
        self._settings, self._jobs, self._mail = settings, jobs, Mail(jobs, settings)
        self._inbox, self._posts, self._users, self._site = inbox, posts, users, site

    def put(self, ids: Collection[str]) -> None:
        """Let letters about these be written when their window is over."""
        if self._mail.is_on:
            for number in {_window(one.created_at) for one in self._inbox.submissions_by_id(ids).values()}:
                self._jobs.put(WRITE, str(number), _start(number + 1))

    def carry_out(self, job: Job) -> None:
        number = int(job.key)
        found = [one for one in self._inbox.sent_between(_start(number), _start(number + 1)) if not one.author_id]
        posts = self._posts.posts_by_id({one.post_id for one in found})
        for user in self._users.list_users():
            wanted = [one for one in found if concerns(user, posts.get(one.post_id))]
            if wanted and user.email:
                self._mail.put(self._letter(user, wanted, posts), key=f"{number} {user.id}")

    def _letter(self, user: User, found: Sequence[Submission], posts: dict[str, PostSummary]) -> Letter:
        site, origin = self._site.site(), self._settings.origin
        many = "A new comment" if len(found) == 1 else f"{len(found)} new comments"
        listed = [f"{_said(one)}, on “{_title(posts.get(one.post_id))}”: {_words(one)}" for one in found[:MOST_LISTED]]
        more = [f"… and {len(found) - MOST_LISTED} more."] if len(found) > MOST_LISTED else []
        post = posts.get(found[0].post_id)
        queue = ("Look at the comments", f"{origin}/admin/comments/")
        link = queue if user.role in EDITORS or post is None else ("Look at the post", f"{origin}{post.path}")
        unsubscribe = f"{origin}/comments/mail/{mail_token(self._settings, user.id)}"
        return Letter(
            user.email or "",
            f"{many} on {site.title}",
            (*listed, *more),
            link,
            (f"You get this because you write or edit there. No letters about comments any more: {unsubscribe}",),
            unsubscribe=unsubscribe,
        )


def concerns(user: User, post: PostSummary | None) -> bool:
    """Whether somebody hears of comments on a post: editors of all, authors of their own."""
    if not user.can_sign_in or not user.comment_mail:
        return False
    return user.role in EDITORS or (post is not None and any(author.id == user.id for author in post.authors))


def mail_token(settings: Settings, user_id: str) -> str:
    """What lets its bearer do one thing: end the letters to that person."""
    return f"{user_id}.{_sign(keys_for(settings, PURPOSE)[0], user_id)}"


def mail_user(settings: Settings, token: str) -> str | None:
    user_id, _, mark = token.partition(".")
    signs = [_sign(key, user_id).encode() for key in keys_for(settings, PURPOSE)]
    return user_id if any(hmac.compare_digest(sign, mark.encode("utf-8", "replace")) for sign in signs) else None


def _sign(key: bytes, user_id: str) -> str:
    return hmac.digest(key, user_id.encode("utf-8", "replace"), "sha256").hex()[:40]


def _said(one: Submission) -> str:
    waits = "" if one.decision == "approved" else " (waits for a decision)"
    return f"{one.author_name}{waits}"


def _title(post: PostSummary | None) -> str:
    return "a post that is not public" if post is None else post.title or post.excerpt[:60]


def _words(one: Submission) -> str:
    return excerpt_of(one.html)


def _window(at: datetime) -> int:
    return int(at.timestamp()) // WINDOW_S


def _start(number: int) -> datetime:
    return datetime.fromtimestamp(0, UTC) + timedelta(seconds=number * WINDOW_S)
