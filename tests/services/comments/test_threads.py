"""Threads: every comment stands exactly once, whatever its parents say."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.services.comments import Comment, Thread
from app.services.comments.threads import DEEPEST, threads_of

AT = datetime(2015, 1, 1, tzinfo=UTC)


def comment(number: int, parent: int | None = None) -> Comment:
    at = AT + timedelta(minutes=number)
    parent_id = None if parent is None else str(parent)
    return Comment(str(number), "p", parent_id, "comment", "Charlie", None, None, "", at)


def shape(threads: Sequence[Thread]) -> list[object]:
    return [(t.comment.id, shape(t.replies)) if t.replies else t.comment.id for t in threads]


def count(threads: Sequence[Thread]) -> int:
    return sum(1 + count(thread.replies) for thread in threads)


def depth(threads: Sequence[Thread]) -> int:
    return max((1 + depth(thread.replies) for thread in threads), default=0)


def test_answers_stand_under_what_they_answer() -> None:
    comments = [comment(1), comment(2), comment(3, 1), comment(4, 3), comment(5, 1)]
    assert shape(threads_of(comments)) == [("1", [("3", ["4"]), "5"]), "2"]


def test_answer_to_what_is_not_shown_is_a_root() -> None:
    assert shape(threads_of([comment(2, 1)])) == ["2"]


def test_circles_end() -> None:
    assert count(threads_of([comment(1, 2), comment(2, 3), comment(3, 1), comment(4, 4)])) == 4


def test_very_long_chain_stays_shallow() -> None:
    threads = threads_of([comment(0), *(comment(n, n - 1) for n in range(1, 5000))])
    assert count(threads) == 5000
    assert depth(threads) == DEEPEST + 1


@given(st.lists(st.one_of(st.none(), st.integers(0, 30)), max_size=30))
def test_each_stands_once(parents: list[int | None]) -> None:
    comments = [comment(number, parent) for number, parent in enumerate(parents)]
    threads = threads_of(comments)
    assert count(threads) == len(comments)
    assert depth(threads) <= DEEPEST + 1
