"""Comments, their threads and states."""

from datetime import UTC, datetime
from typing import Any

import pytest


def comment(number: int, **fields: str) -> str:
    texts = {
        "comment_id": str(number),
        "comment_author": "Bob",
        "comment_author_email": "bob@bob.example",
        "comment_author_url": "https://bob.example",
        "comment_author_IP": "192.0.2.7",
        "comment_date": "2024-05-06 12:00:00",
        "comment_date_gmt": "2024-05-06 10:00:00",
        "comment_content": "Well\n\nsaid.",
        "comment_approved": "1",
        "comment_type": "comment",
        "comment_parent": "0",
        "comment_user_id": "0",
        **fields,
    }
    rows = "".join(f"<wp:{name}><![CDATA[{text}]]></wp:{name}>" for name, text in texts.items())
    meta = "<wp:commentmeta><wp:meta_key>k</wp:meta_key><wp:meta_value>v</wp:meta_value></wp:commentmeta>"
    return f"<wp:comment>{rows}{meta}</wp:comment>"


def test_comment(exports: Any, item: Any) -> None:
    (found,) = exports.read(item(comment(5))).comments
    assert (found.ref, found.entry_ref, found.author_name, found.email) == ("5", "1", "Bob", "bob@bob.example")
    assert (found.url, found.address, found.body) == ("https://bob.example", "192.0.2.7", "Well\n\nsaid.")
    assert found.created_at == datetime(2024, 5, 6, 10, tzinfo=UTC)
    assert (found.kind, found.status, found.parent_ref, found.user_ref) == ("comment", "approved", None, None)


@pytest.mark.parametrize(
    ("approved", "status"),
    [("1", "approved"), ("0", "pending"), ("spam", "spam"), ("trash", "trash"), ("post-trashed", "trash")],
)
def test_states(exports: Any, item: Any, approved: str, status: str) -> None:
    assert exports.read(item(comment(5, comment_approved=approved))).comments[0].status == status


def test_unknown_state_waits(exports: Any, item: Any) -> None:
    stream = exports.read(item(comment(5, comment_approved="")))
    assert stream.comments[0].status == "pending"
    assert "waits for a decision" in stream.warnings[0]


@pytest.mark.parametrize(
    ("kind", "expected"), [("", "comment"), ("review", "comment"), ("pingback", "mention"), ("trackback", "mention")]
)
def test_kinds(exports: Any, item: Any, kind: str, expected: str) -> None:
    assert exports.read(item(comment(5, comment_type=kind))).comments[0].kind == expected


@pytest.mark.parametrize("kind", ["note", "order_note", "editorial-comment"])
def test_notes_of_the_staff_are_no_comments(exports: Any, item: Any, kind: str) -> None:
    stream = exports.read(item(comment(5, comment_type=kind)))
    assert not stream.comments
    assert stream.skipped == [("comments", "5")]


def test_threads_come_parents_first(exports: Any, item: Any) -> None:
    stream = exports.read(item(comment(5, comment_parent="7") + comment(6) + comment(7, comment_parent="6")))
    assert [(one.ref, one.parent_ref) for one in stream.comments] == [("6", None), ("7", "6"), ("5", "7")]


def test_missing_parent_is_said(exports: Any, item: Any) -> None:
    stream = exports.read(item(comment(5, comment_parent="99")))
    assert stream.comments[0].parent_ref is None
    assert "99" in stream.warnings[0]


def test_circles_are_broken(exports: Any, item: Any) -> None:
    stream = exports.read(item(comment(5, comment_parent="6") + comment(6, comment_parent="5")))
    assert {one.ref for one in stream.comments} == {"5", "6"}
    assert not any(one.parent_ref for one in stream.comments)
    assert exports.read(item(comment(5, comment_parent="5"))).comments[0].parent_ref is None


def test_signed_in_author(exports: Any, item: Any, head: str) -> None:
    head += "<wp:author><wp:author_id>7</wp:author_id><wp:author_login>alice</wp:author_login></wp:author>"
    assert exports.read(item(comment(5, comment_user_id="7")), head=head).comments[0].user_ref == "alice"


def test_same_comment_twice(exports: Any, item: Any) -> None:
    stream = exports.read(item(comment(5) + comment(5)))
    assert len(stream.comments) == 1
    assert stream.skipped == [("comments", "5")]


def test_comment_without_an_id(exports: Any, item: Any) -> None:
    assert exports.read(item(comment(5, comment_id=""))).comments[0].ref == "1-1"


def test_fields_of_plugins_are_counted(exports: Any, item: Any) -> None:
    assert exports.read(item(comment(5) + comment(6))).warnings == [
        "2 fields that plugins keep about comments were left out"
    ]
