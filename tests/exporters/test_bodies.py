"""Texts and front matter come back as they were, whatever is in them."""

import re
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from app.exporters.bodies import body_of, moved
from app.exporters.matter import front_matter
from app.importers.waypost.matter import read_matter
from tests.exporters.hard_cases import draft

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)
AWKWARD = st.lists(st.sampled_from(["{{<", ">}}", "{{%", "%}}", "/*", "*/", "{{", "a", " ", "\n", "`"]), max_size=12)


@given(TEXT, TEXT, st.dictionaries(TEXT, TEXT | st.integers() | st.booleans() | st.none() | st.lists(TEXT), max_size=4))
def test_front_matter_comes_back(title: str, excerpt: str, metadata: dict[str, object]) -> None:
    one = draft("x", "text", title=title, excerpt=excerpt, metadata=metadata)
    matter, body = read_matter(front_matter(one, timezone="Europe/Berlin", aliases=(), url=None, mark={}) + "---\nb")
    assert body == "---\nb"
    assert matter["title"] == title
    assert matter.get("summary", "") == excerpt
    assert matter.get("metadata", {}) == metadata
    assert datetime.fromisoformat(matter["date"]).astimezone(UTC) == one.published_at


@given(AWKWARD.map("".join))
def test_hugo_meets_no_shortcode(source: str) -> None:
    """What Hugo would take for one is a comment of its own, or the text is HTML."""
    body = body_of(draft("x", source), lambda address: None)
    opened = re.sub(r"\{\{</\*.*?\*/>\}\}|\{\{%/\*.*?\*/%\}\}", "", body.text, flags=re.DOTALL)
    assert not re.search(r"\{\{[<%]", opened)
    assert body.text == source or body.beside


def test_only_addresses_of_files_move() -> None:
    there = {"/a.png": "/media/1/a.png", "http://old.example/b.pdf": "/media/2/b.pdf"}
    source = '![x](/a.png) <img src="/a.png"> /a.png http://old.example/b.pdf\n\n[b]: http://old.example/b.pdf\n(/c)'
    assert moved(source, there.get).splitlines() == [
        '![x](/media/1/a.png) <img src="/media/1/a.png"> /a.png http://old.example/b.pdf',
        "",
        "[b]: /media/2/b.pdf",
        "(/c)",
    ]
