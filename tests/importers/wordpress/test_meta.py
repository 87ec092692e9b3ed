"""Custom fields, and PHP's serialised values in them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importers.wordpress.meta import value_of
from app.importers.wordpress.php import find_strings, loads, looks_serialized

VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(2**40), 2**40), st.text()),
    lambda inner: st.dictionaries(st.text(min_size=1).filter(lambda key: not key.lstrip("-").isdigit()), inner),
    max_leaves=10,
)
PIECES = ["a:1:{", "s:3:", '"', "i:1;", "O:8:", "}", ";", "b:1;", "N;", "d:0.5;", ":", "9999999999"]


@given(VALUES)
def test_values_come_back(value: Any) -> None:
    expected = [] if value == {} else value
    assert loads(dumps(value)) == _with_lists(expected)


def dumps(value: Any) -> str:
    """Write a value as PHP does."""
    if value is None:
        return "N;"
    if isinstance(value, bool):
        return f"b:{int(value)};"
    if isinstance(value, int):
        return f"i:{value};"
    if isinstance(value, str):
        return f's:{len(value.encode())}:"{value}";'
    return f"a:{len(value)}:{{{''.join(dumps(key) + dumps(one) for key, one in value.items())}}}"


def _with_lists(value: Any) -> Any:
    return ({key: _with_lists(one) for key, one in value.items()} or []) if isinstance(value, dict) else value


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=30).map("".join)))
def test_anything_is_a_value_or_stays_text(text: str) -> None:
    value_of(text)
    find_strings(text, "file")


@pytest.mark.parametrize(
    "text",
    [
        'O:8:"stdClass":1:{s:1:"a";i:1;}',
        'a:1:{i:0;O:8:"Evil":0:{}}',
        's:99:"no end',
        'a:2:{i:0;s:5:"wrong";}',
        'a:1:{a:0:{}s:1:"a";}',
        "i:1;i:2;",
        "a:1:{i:0;" * 3000 + "}" * 3000,
        "a:1:{i:0;" * 100 + "N;" + "}" * 100,
        "a:99999999999:{}",
        "d:NAN",
        "r:1;",
    ],
)
def test_objects_and_damage_stay_text(text: str) -> None:
    with pytest.raises(ValueError, match=r" at | before \d|too large"):
        loads(text)
    assert value_of(text) == text


def test_lists_and_maps() -> None:
    assert loads('a:2:{i:0;s:1:"a";i:1;d:0.5;}') == ["a", 0.5]
    assert loads('a:1:{s:3:"ü1";b:1;}') == {"ü1": True}
    assert loads("d:INF;") == "INF"
    assert loads("d:1.5E+3;") == 1500.0


def test_texts_whose_lengths_are_wrong() -> None:
    assert loads('a:2:{s:9:"a";s:1:"https";s:1:"b";i:1;}') == {"a": "https", "b": 1}
    assert not looks_serialized("a: just words")


def test_search_engine_plugins(exports: Any, item: Any, meta: Any) -> None:
    more = meta(
        _yoast_wpseo_title="For engines",
        _yoast_wpseo_metadesc="In short",
        _yoast_wpseo_canonical="https://alice.example/canon/",
    )
    entry = exports.read(item(more)).entry
    assert (entry.description, entry.canonical_url) == ("In short", "https://alice.example/canon/")
    assert entry.metadata["seo_title"] == "For engines"
    other = meta(rank_math_title="%title% %sep% %sitename%", rank_math_description="By Rank Math")
    entry = exports.read(item(other)).entry
    assert entry.description == "By Rank Math"
    assert "seo_title" not in entry.metadata


def test_podcast(exports: Any, item: Any, meta: Any) -> None:
    value = 'https://alice.example/a.mp3\n1234\naudio/mpeg\na:1:{s:8:"duration";s:5:"29:24";}'
    entry = exports.read(item(meta(enclosure=value))).entry
    assert entry.metadata["enclosures"] == [
        {"url": "https://alice.example/a.mp3", "length": 1234, "type": "audio/mpeg", "duration": "29:24"}
    ]
    assert "enclosures" not in exports.read(item(meta(enclosure="nonsense"))).entry.metadata


def test_fields_people_wrote(exports: Any, item: Any, meta: Any) -> None:
    more = meta(mood="calm", tempo='a:1:{i:0;s:4:"slow";}', _edit_last="1") + meta(mood="glad")
    assert exports.read(item(more)).entry.metadata["custom_fields"] == {"mood": ["calm", "glad"], "tempo": ["slow"]}


def test_guid_is_kept_for_feeds(exports: Any, item: Any) -> None:
    assert exports.read(item(guid="https://alice.example/?p=1")).entry.metadata["guid"] == "https://alice.example/?p=1"


def test_image_of_another_site(exports: Any, item: Any, meta: Any) -> None:
    assert (
        exports.read(item(meta(fifu_image_url="https://pics.example/a.jpg"))).entry.image
        == "https://pics.example/a.jpg"
    )
