"""Damaged pieces of XML become well-formed text, whatever they were."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from app.importers.wordpress.charset import decode
from app.importers.wordpress.clean import CONTROL, clean

PIECES = ["&", "&amp;", "&#11;", "&#x41;", "&nbsp;", "&bogus;", "<", "<![CDATA[", "]]>", "]]", ">", "\x0b", "a", " "]
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=40).map("".join)


@given(TEXTS)
def test_text_without_tags_always_parses(text: str) -> None:
    text = text.replace("</", "< /").replace("<!--", "< !--")
    plain = "".join(f"{char} " if char == "<" else char for char in text.replace("<![CDATA[", "\ue000"))
    cleaned = clean(f"<t>{plain.replace(chr(0xE000), '<![CDATA[')}</t>", Counter())
    assert etree.fromstring(cleaned).tag == "t"


@given(st.text())
def test_never_raises(text: str) -> None:
    assert not CONTROL.search(clean(text, Counter()))


@given(TEXTS)
def test_cleaning_again_changes_nothing(text: str) -> None:
    once = clean(f"<t><![CDATA[{text}]]></t>", Counter())
    counts: Counter[str] = Counter()
    assert clean(once, counts) == once


@given(st.binary())
def test_any_bytes_are_some_text(data: bytes) -> None:
    text, foreign = decode(data)
    assert isinstance(text, str)
    assert foreign or text.encode() == data


def test_well_formed_xml_is_left_alone() -> None:
    counts: Counter[str] = Counter()
    xml = (
        '<item a="1"><t>x &amp; y &#8217; &#x41;</t><c><![CDATA[a & b < c ]]]]><![CDATA[> d]]></c><!-- note --></item>'
    )
    assert clean(xml, counts) == xml
    assert not +counts
