"""Cutting a damaged export into items: the same for every way the bytes arrive."""

from hypothesis import given
from hypothesis import strategies as st

from app.importers.wordpress.splitter import Segment, Splitter

PIECES = ["<item>", "</item>", "<item ", "<![CDATA[", "]]>", "</channel>", "<title>", "text", "\n", "]", "<", "<items>"]
DOCUMENTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=5)), max_size=60).map("".join)


def split(data: bytes, sizes: list[int]) -> list[Segment]:
    splitter, found, at = Splitter(), [], 0
    for size in [*sizes, len(data)]:
        found += splitter.feed(data[at : at + size])
        at += size
    return [*found, *splitter.close()]


@given(DOCUMENTS, st.lists(st.integers(0, 40), max_size=30))
def test_any_cutting_gives_the_same_segments(text: str, sizes: list[int]) -> None:
    data = text.encode("utf-8", "replace")
    whole = split(data, [])
    assert split(data, sizes) == whole
    assert split(data, [1] * len(data)) == whole


@given(DOCUMENTS)
def test_nothing_is_lost(text: str) -> None:
    data = text.encode("utf-8", "replace")
    assert b"".join(segment.data for segment in split(data, [7, 13])) == data


def test_items_in_text_are_no_items() -> None:
    data = b"<channel><item><![CDATA[ <item> </item> ]]></item></channel>"
    assert [segment.kind for segment in split(data, [])] == ["between", "item", "between"]


def test_section_without_end_stops_where_the_next_item_begins() -> None:
    data = b"<item><a><![CDATA[lost</a></item>\n<item><title>x</title></item>"
    found = split(data, [])
    assert (found[0].kind, found[0].closed) == ("item", False)
    assert found[-1].data == b"<item><title>x</title></item>"
