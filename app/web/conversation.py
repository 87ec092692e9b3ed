"""The comments under a post, laid out as a flat list of rows: however deep a thread is, nothing recurses."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.services.comments import Comment, Thread
from app.services.posts import PostSummary
from app.services.site import SiteInfo
from app.services.users import User

DEEPEST = 4  # answers below this are shown side by side, in order of time


@dataclass(frozen=True, slots=True)
class Row:
    comment: Comment
    before: Markup  # what closes the lists before it and opens its own
    by_writer: bool  # by somebody who wrote the post
    by_staff: bool  # by somebody of the site: nobody else can have that id, whatever name they type


@dataclass(frozen=True, slots=True)
class Conversation:
    rows: tuple[Row, ...]
    closing: Markup
    mentions: tuple[Comment, ...]
    post_id: str = ""
    is_open: bool = False
    visitor: User | None = None  # who is signed in; for everybody else the page is the same


def is_open(info: SiteInfo, post: PostSummary) -> bool:
    """Whether people may comment on it. No clock is asked: the page stays right for as long as it is kept."""
    closed_before = info.comments_closed_before
    return info.comments and post.comments_open and (closed_before is None or post.local_date >= closed_before)


def converse(threads: Sequence[Thread], writers: frozenset[str]) -> Conversation:
    rows: list[Row] = []
    mentions: list[Comment] = []
    last = -1
    waiting = [(thread, 0) for thread in reversed(threads)]
    while waiting:
        thread, depth = waiting.pop()
        comment = thread.comment
        waiting.extend((reply, depth if comment.kind == "mention" else depth + 1) for reply in reversed(thread.replies))
        if comment.kind == "mention":
            mentions.append(comment)
            continue
        shown = min(depth, DEEPEST, last + 1)
        rows.append(Row(comment, _step(last, shown), comment.author_id in writers, comment.author_id is not None))
        last = shown
    return Conversation(tuple(rows), Markup("</li></ol>") * (last + 1), tuple(mentions))


def _step(last: int, depth: int) -> Markup:
    if depth > last:
        return Markup("<ol>")
    return Markup("</li>") + Markup("</ol></li>") * (last - depth)
