"""Authors: declared, named by items, and guests."""

from typing import Any

import pytest

from app.importers.items import Author
from app.importers.wordpress.people import nicename_of

DECLARED = """<wp:author><wp:author_id>7</wp:author_id><wp:author_login><![CDATA[alice
]]></wp:author_login><wp:author_email>a@alice.example</wp:author_email>
<wp:author_display_name><![CDATA[Alice A.]]></wp:author_display_name></wp:author>"""
COAUTHOR = '<category domain="author" nicename="{}"><![CDATA[{}]]></category>'


def test_declared_author(exports: Any, item: Any, head: str) -> None:
    stream = exports.read(item(creator="alice"), head=head + DECLARED)
    author = stream.one(Author)
    assert (author.ref, author.slug, author.name, author.email) == ("alice", "alice", "Alice A.", "a@alice.example")
    assert author.old_paths == ("/author/alice/", "/?author=7")
    assert stream.entry.authors == ("alice",)


def test_author_nobody_declared(exports: Any, item: Any) -> None:
    author = exports.read(item(creator="John.Doe")).one(Author)
    assert (author.ref, author.slug, author.name) == ("John.Doe", "john-doe", "John.Doe")


def test_coauthors_are_the_byline(exports: Any, item: Any, head: str) -> None:
    more = COAUTHOR.format("cap-alice", "Alice A.") * 2 + COAUTHOR.format("cap-guest-carol", "Carol")
    stream = exports.read(item(more, creator="bob"), head=head + DECLARED)
    assert stream.entry.authors == ("alice", "guest-carol")
    assert {author.ref: author.name for author in stream.all(Author)} == {
        "alice": "Alice A.",
        "bob": "bob",
        "guest-carol": "Carol",
    }


def test_nobody(exports: Any, item: Any) -> None:
    assert exports.read(item()).entry.authors == ()


@pytest.mark.parametrize(
    ("login", "nicename"),
    [("alice", "alice"), ("Jöhn Doe", "john-doe"), ("a.b@c.example", "a-bc-example"), ("Иван", "иван"), ("--", "")],
)
def test_nicenames(login: str, nicename: str) -> None:
    assert nicename_of(login) == nicename
