"""What front matter says of an entry, of people and of redirects."""

from pathlib import Path

import pytest

from app.importers.items import Unreadable
from tests.importers.markdown.conftest import Read, Write, stream

FULL = """---
title: "  The   Title "
date: 2020-01-02 03:04:05 +0100
last_modified_at: 2021-02-03
description: For engines
excerpt: A <b>short</b> one
canonical_url: https://c.example/x/
lang: fr
pin: true
comments: true
weight: 7
layout: post
toc: true
version: 1.10
rating: 4.5
nested: {a: [1, no, 2019-01-01], b: null}
---
Text
"""


def test_every_known_key_and_the_rest_as_metadata(read: Read) -> None:
    entry = read({"a.md": FULL}).only
    assert entry.title.split() == ["The", "Title"]
    assert str(entry.published_at) == "2020-01-02 02:04:05+00:00"
    assert str(entry.updated_at) == "2021-02-03 00:00:00+00:00"
    assert (entry.description, entry.excerpt) == ("For engines", "A <b>short</b> one")
    assert (entry.canonical_url, entry.language) == ("https://c.example/x/", "fr")
    assert (entry.pinned, entry.comments_open, entry.position, entry.base) == (True, True, 7, "")
    assert entry.metadata == {
        "layout": "post",
        "toc": True,
        "version": "1.10",
        "rating": "4.5",
        "nested": {"a": [1, "no", "2019-01-01"], "b": None},
    }


@pytest.mark.parametrize(
    ("matter", "status"),
    [
        ("draft: true", "draft"),
        ("draft: yes", "draft"),
        ("draft: no", "published"),
        ("published: false", "draft"),
        ("published: 2020-01-01", "published"),
        ("status: private", "private"),
        ("status: wip", "published"),
        ("password: secret", "protected"),
        ("date: 2999-01-01", "scheduled"),
    ],
)
def test_the_state(read: Read, matter: str, status: str) -> None:
    entry = read({"a.md": f"---\ntitle: A\n{matter}\n---\nx"}).only
    assert entry.status == status
    assert entry.password == ("secret" if status == "protected" else None)


@pytest.mark.parametrize("mark", ["<!--more-->", "<!-- more -->", "<!-- MORE -->"])
def test_the_excerpt_ends_at_its_mark(read: Read, mark: str) -> None:
    entry = read({"a.md": f"---\ntitle: A\n---\nSome *words*.\n\n{mark}\n\nMore"}).only
    assert entry.excerpt == "Some words."
    assert "<!--more-->" in entry.source


def test_a_separator_of_ones_own(read: Read) -> None:
    files = {
        "_config.yml": 'excerpt_separator: "<!--cut-->"',
        "_posts/2020-01-01-a.md": "---\n---\nOne\n\n<!--cut-->\n\nTwo",
    }
    assert read(files).only.excerpt == "One"


@pytest.mark.parametrize(
    ("matter", "authors"),
    [
        ("author: Jane Doe", ("Jane Doe",)),
        ("author: Doe, Jane and Joe", ("Doe, Jane and Joe",)),
        ("authors: [jane, joe]", ("jane", "joe")),
        ("authors:\n- name: Jane\n  url: https://j.example/\n- jane", ("Jane", "jane")),
        ("author:\n  name: Jane", ("Jane",)),
        ("params:\n  author: Jane", ("Jane",)),
        ("author:", ()),
    ],
)
def test_authors_as_they_stand(read: Read, matter: str, authors: tuple[str, ...]) -> None:
    found = read({"a.md": f"---\ntitle: A\n{matter}\n---\nx"})
    assert found.only.authors == authors
    assert tuple(found.authors) == authors


def test_ids_of_authors_lead_into_data_files(read: Read) -> None:
    found = read(
        {
            "_data/authors.yml": (
                "jane: {name: Jane Doe, web: 'https://j.example/', bio: Writes., avatar: /j.png}\nnobody: {name: N}"
            ),
            "data/authors/joe.toml": 'name = "Joe"\nemail = "joe@a.example"\n',
            "j.png": b"x",
            "a.md": "---\nauthors: [jane, joe, 'Ann <ann@a.example>']\n---\nx",
        }
    )
    jane, joe, ann = found.authors.values()
    assert (jane.name, jane.url, jane.bio, jane.image, jane.slug) == (
        "Jane Doe",
        "https://j.example/",
        "Writes.",
        "/j.png",
        "jane",
    )
    assert "/authors/jane/" in jane.old_paths
    assert "/author/jane-doe/" in jane.old_paths
    assert (joe.name, joe.email) == ("Joe", "joe@a.example")
    assert (ann.name, ann.email) == ("Ann", "ann@a.example")
    assert found.media["/j.png"].open is not None


def test_a_collection_of_authors_is_people(read: Read) -> None:
    found = read(
        {
            "_config.yml": "collections:\n  authors:\n    output: true",
            "_authors/jane.md": "---\nshort_name: jd\nname: Jane\n---\nShe writes.",
            "_posts/2020-01-01-a.md": "---\nauthor: jd\n---\nx",
        }
    )
    assert (found.authors["jd"].name, found.authors["jd"].bio) == ("Jane", "She writes.")
    assert "taken as the author's description" in found.skipped["_authors/jane.md"]


def test_tags_that_differ_in_case_are_one(read: Read) -> None:
    found = read({"a.md": "---\ntags: [API, api]\ncategories: [Api, 中文]\n---\nx"})
    assert found.only.tags == ("api", "中文")
    assert found.tags["api"].name == "API"
    assert found.tags["api"].old_paths == ("/tags/api/", "/categories/api/", "/category/api/")


def test_tags_that_only_signs_tell_apart_stay_apart(read: Read) -> None:
    found = read({"a.md": "---\ntags: [C, C++, 'C#', Google+, 'issue #1', a+b]\n---\nx"})
    assert found.only.tags == ("c", "c-plus-plus", "c-sharp", "google-plus", "issue-1", "a-plus-b")


def test_redirects_a_tree_brings_and_one_that_is_named(read: Read, tmp_path: Path) -> None:
    named = tmp_path / "more.csv"
    named.write_text("from,to\n/c,/d\n")
    found = read(
        {
            "a.md": "---\ntitle: A\n---\nx",
            "_redirects": "/x /y 301\n/old/* /new/:splat\n/rewrite /z 200\n",
            "netlify.toml": '[[redirects]]\nfrom = "/n"\nto = "/m"\nstatus = 302\n',
        },
        redirects=named,
    )
    assert found.redirects["/x"] == "/y"
    assert found.redirects["/n"] == "/m"
    assert found.redirects["/c"] == "/d"
    assert any("$1" in target for target in found.redirects.values())


def test_a_redirects_file_that_is_none_is_said(read: Read, write_tree: Write, tmp_path: Path) -> None:
    named = tmp_path / "redirects.json"
    named.write_text("{not json")
    root = write_tree({"a.md": "x"})
    with pytest.raises(Unreadable):
        stream(root, redirects=named)


def test_an_address_given_on_the_command_line_wins(read: Read) -> None:
    found = read(
        {"_config.yml": "url: https://a.example", "_posts/2020-01-01-a.md": "---\n---\nx"},
        site_url="https://b.example/base/",
    )
    assert (found.site.url, found.site.aliases) == ("https://b.example/base", ("https://a.example",))
    assert found.only.path == "/base/2020/01/01/a.html"


def test_empty_texts_are_drafts_and_say_so(read: Read) -> None:
    found = read({"a.md": "", "b.md": "---\ntemplate: x\n---\n", "c.md": "text"})
    assert [entry.status for entry in found.entries.values()] == ["draft", "draft", "published"]
    assert found.entries["a.md"].title == "A"
    assert len(found.warnings) == 2


def test_html_with_front_matter_is_content(read: Read) -> None:
    found = read(
        {"_posts/2020-01-01-a.html": "---\ntitle: A\n---\n<p>{{ page.title }} <img src='x.png'></p>", "x.html": "<p>"}
    )
    assert found.only.source_format == "html"
    assert found.only.source.startswith("<p>A <img src=")


def test_reading_twice_gives_the_same(write_tree: Write) -> None:
    root = write_tree({f"posts/{name}.md": FULL for name in "abc"})
    assert stream(root).items == stream(root).items


def test_the_order_of_the_stream(read: Read) -> None:
    found = read(
        {"posts/a.md": "---\ntags: [x]\nauthor: Jane\n---\n![](a.png)", "posts/a.png": b"x", "_redirects": "/x /y\n"}
    )
    kinds = [type(item).__name__ for item in found.items]
    assert kinds == ["Site", "Author", "Tag", "Media", "Entry", "Redirect"]


def test_bodies_beyond_the_memory_kept_for_them_are_read_again(
    write_tree: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_tree({f"posts/{name}.md": "# Title\n\n" + "Text [x](a.md) " * 20 for name in "abc"})
    whole = stream(root).items
    monkeypatch.setattr("app.importers.markdown.intake.KEPT_CHARS", 400)
    monkeypatch.setattr("app.importers.markdown.bodies.KEPT_CHARS", 0)
    assert stream(root).items == whole
