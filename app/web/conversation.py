"""The comments under a post, laid out as a flat list of rows: however deep a thread is, nothing recurses."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.services.comments import Comment, Thread

DEEPEST = 4  # answers below this are shown side by side, in order of time


@dataclass(frozen=True, slots=True)
class Row:
    comment: Comment
    before: Markup  # what closes the lists before it and opens its own
    by_writer: bool  # by somebody who wrote the post


@dataclass(frozen=True, slots=True)
class Conversation:
    rows: tuple[Row, ...]
    closing: Markup
    mentions: tuple[Comment, ...]


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
        rows.append(Row(comment, _step(last, shown), comment.author_id in writers))
        last = shown
    return Conversation(tuple(rows), Markup("</li></ol>") * (last + 1), tuple(mentions))


def _step(last: int, depth: int) -> Markup:
    if depth > last:
        return Markup("<ol>")
    return Markup("</li>") + Markup("</ol></li>") * (last - depth)
