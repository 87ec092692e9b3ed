"""Approved comments: an older version never replaces a newer one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.db import Database
from app.services.comments import Comment, CommentService


@pytest.fixture
def comments(open_database: Callable[[str], Database]) -> CommentService:
    return CommentService(open_database("Comments"))


def comment(number: int, html: str = "x", version: int = 1, post: str = "p") -> Comment:
    return Comment(
        str(number), post, None, "comment", "C", None, None, html, datetime(2015, 1, number, tzinfo=UTC), version
    )


def test_put_count_and_take_back(comments: CommentService) -> None:
    comments.put([comment(1), comment(2), comment(3, post="q")])
    assert comments.counts(["p", "q", "r"]) == {"p": 2, "q": 1}
    assert [c.id for c in comments.latest(2)] == ["3", "2"]
    comments.put([], gone=["1"])
    assert comments.counts(["p"]) == {"p": 1}


def test_late_step_does_not_bring_back_the_old(comments: CommentService) -> None:
    comments.put([comment(1, "new", version=2)])
    comments.put([comment(1, "old", version=1)])
    assert [t.comment.html for t in comments.threads("p")] == ["new"]


def test_two_folders_do_not_mix(open_database: Callable[..., Database]) -> None:
    one, two = (CommentService(open_database("Comments", site)) for site in ("one", "two"))
    one.put([comment(1)])
    assert two.threads("p") == []


def test_months_are_counted_from_one_on(comments: CommentService) -> None:
    comments.put([comment(1), comment(2), replace(comment(3), created_at=datetime(2014, 12, 31, tzinfo=UTC))])
    assert comments.months("2014-12") == [(2014, 12, 1), (2015, 1, 2)]
    assert comments.months("2015-01") == [(2015, 1, 2)]
