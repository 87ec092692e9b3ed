"""Comments as a tree."""

from collections import defaultdict
from collections.abc import Sequence

from app.services.comments.models import Comment, Thread

DEEPEST = 8  # answers deeper than this stand beside the one they answer


def threads_of(comments: Sequence[Comment]) -> list[Thread]:
    """Return the roots, oldest first; answers to what is not shown, or in a circle, become roots."""
    by_id = {comment.id: comment for comment in comments}
    parents = {comment.id: _parent(comment, by_id) for comment in comments}
    _break_circles(parents)
    under = _raised(parents, _depths(parents))
    answers: dict[str | None, list[Comment]] = defaultdict(list)
    for comment in comments:
        answers[under[comment.id]].append(comment)
    return [_thread(comment, answers) for comment in answers[None]]


def _parent(comment: Comment, by_id: dict[str, Comment]) -> str | None:
    return comment.parent_id if comment.parent_id in by_id and comment.parent_id != comment.id else None


def _break_circles(parents: dict[str, str | None]) -> None:
    """Make the first one met in each circle a root."""
    settled: set[str] = set()
    for start in parents:
        path: dict[str, None] = {}
        at: str | None = start
        while at is not None and at not in settled and at not in path:
            path[at] = None
            at = parents[at]
        if at is not None and at in path:
            parents[at] = None
        settled.update(path)


def _depths(parents: dict[str, str | None]) -> dict[str, int]:
    """Return id -> number of ancestors, without recursion: threads of old blogs can be very long."""
    depths: dict[str, int] = {}
    for start in parents:
        path = []
        at: str | None = start
        while at is not None and at not in depths:
            path.append(at)
            at = parents[at]
        depth = -1 if at is None else depths[at]
        for number, one in enumerate(reversed(path), 1):
            depths[one] = depth + number
    return depths


def _raised(parents: dict[str, str | None], depths: dict[str, int]) -> dict[str, str | None]:
    """Return id -> the one it stands under: its parent, or where that is too deep what its parent stands under."""
    under: dict[str, str | None] = {}
    for one in sorted(parents, key=depths.__getitem__):
        parent = parents[one]
        under[one] = under[parent] if parent is not None and depths[parent] >= DEEPEST else parent
    return under


def _thread(comment: Comment, answers: dict[str | None, list[Comment]]) -> Thread:
    return Thread(comment, tuple(_thread(answer, answers) for answer in answers.get(comment.id, ())))
