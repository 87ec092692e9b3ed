"""Any damage to a file ends in a stream or in a sentence, never in a traceback."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.importers.items import Author, Comment, Entry, Media, Options, Site, Skipped, Tag, Unreadable
from app.importers.wordpress import matches, open_reader

SMALL = Path(__file__).with_name("fixtures") / "small.xml"
GOOD = SMALL.read_bytes()
PIECES = [
    b"",
    b"<",
    b">",
    b"&",
    b"]]>",
    b"<![CDATA[",
    b"<item>",
    b"</item>",
    b"\x00",
    b"\xff",
    b"<!--",
    b"</wp:comment>",
]
EDITS = st.lists(
    st.tuples(st.integers(0, len(GOOD)), st.integers(0, 60), st.one_of(st.sampled_from(PIECES), st.binary(max_size=8))),
    min_size=1,
    max_size=4,
)
DAMAGED = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def test_undamaged(read: Callable[..., Any]) -> None:
    stream = read([SMALL])
    counts = {kind: len(stream.all(kind)) for kind in (Site, Author, Tag, Media, Entry, Comment, Skipped)}
    assert counts == {Site: 1, Author: 1, Tag: 2, Media: 1, Entry: 2, Comment: 1, Skipped: 0}
    assert len(stream.warnings) == 2  # the form and the list of posts
    post, page = stream.all(Entry)
    assert post.excerpt == "A classic post. A boat"
    assert post.image == "https://alice.example/wp-content/uploads/2024/05/boat.jpg"
    assert post.metadata["custom_fields"] == {"mood": ["calm"]}
    assert (page.kind, page.status, page.source) == ("page", "draft", "<p>Blocks.</p>")


@DAMAGED
@given(EDITS)
def test_damage_anywhere(tmp_path: Path, edits: list[tuple[int, int, bytes]]) -> None:
    data = GOOD
    for at, removed, added in edits:
        data = data[:at] + added + data[at + removed :]
    _read(tmp_path / "damaged.xml", data)


@DAMAGED
@given(st.integers(0, len(GOOD)))
def test_cut_off_anywhere(tmp_path: Path, size: int) -> None:
    _read(tmp_path / "cut.xml", GOOD[:size])


@DAMAGED
@given(st.binary(max_size=300), st.sampled_from([b"", b"<?xml version='1.0' encoding='idna'?>", b"<rss><channel>"]))
def test_noise(tmp_path: Path, noise: bytes, before: bytes) -> None:
    _read(tmp_path / "noise.xml", before + noise)


@DAMAGED
@given(st.integers(0, 900), st.integers(0, 40), st.one_of(st.sampled_from(PIECES), st.binary(max_size=8)))
def test_damage_in_one_item_leaves_the_others_whole(
    exports: Any, item: Callable[..., str], at: int, removed: int, added: bytes
) -> None:
    items = [item(post_id=str(number), post_name=f"post-{number}", content=f"Text {number}") for number in range(1, 6)]
    before = exports.write(*items[:2], tail="").read_bytes()
    third, after = items[2].encode(), exports.write(*items[3:], head="").read_bytes()
    start = min(len("<item>") + at, len(third) - len("</item>") - 1)
    end = min(start + removed, len(third) - len("</item>") - 1)
    if any(sign in added for sign in (b"<item", b"</item")):
        return
    stream = exports.read_bytes(before + third[:start] + added + third[end:] + after)
    others = [(one.ref, one.source) for one in stream.all(Entry) if one.ref in "1245"]
    assert others == [(number, f"<p>Text {number}</p>") for number in "1245"]


def _read(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    matches([path])
    with suppress(Unreadable):
        list(open_reader([path], Options()).items())
