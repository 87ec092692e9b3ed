"""Damaged files: repaired where that is safe, and always said."""

import gzip
from typing import Any

import pytest

from app.importers.items import Entry


def titles(stream: Any) -> list[str]:
    return [entry.title for entry in stream.all(Entry)]


@pytest.mark.parametrize(
    ("before", "says"),
    [
        (b"\xef\xbb\xbf", None),
        (b"\n\n  ", "blank lines"),
        (b"\xef\xbb\xbf\n", "blank lines"),
        (b"<br />\n<b>Warning</b>: Undefined variable in plugin.php\n", "dropped"),
    ],
)
def test_dirt_before_the_xml(exports: Any, item: Any, head: str, before: bytes, says: str | None) -> None:
    stream = exports.read_bytes(before + (head + item() + "</channel></rss>").encode())
    assert titles(stream) == ["A post"]
    assert bool(stream.warnings) == (says is not None)
    assert says is None or says in stream.warnings[0]


@pytest.mark.parametrize(
    ("broken", "title", "says"),
    [
        ("<title>Tom & Jerry</title>", "Tom & Jerry", "bare & escaped"),
        ("<title>a=1&b=2;c</title>", "a=1&b=2;c", "bare & escaped"),
        ("<title>x&nbsp;y &hellip;</title>", "x\xa0y …", "HTML entities"),
        ("<title>3 < 4</title>", "3 < 4", "bare < escaped"),
        ("<title>one\x0btwo\x00</title>", "onetwo", "control characters"),
        ("<title>one&#11;two&#x0;</title>", "onetwo", "illegal characters"),
        ("<title><![CDATA[a ]]> b]]></title>", "a ]]> b", "kept as text"),
        ("<title><![CDATA[no end</title>", "no end", "CDATA added"),
        ("<title>I <b>mean</b> it</title></oops>", "I <b>mean</b> it", "damaged"),
        ("<title>no end tag", "no end tag", "damaged"),
        ("<title>half <b>bold</title>", "half <b>bold</b>", "damaged"),
    ],
)
def test_damage_in_one_item(exports: Any, item: Any, broken: str, title: str, says: str) -> None:
    bad = item(post_id="2").replace("<title><![CDATA[A post]]></title>", broken)
    if "</oops>" not in broken and "<b>" not in broken:
        assert bad != item(post_id="2")
    stream = exports.read(item(post_id="1", title="before"), bad, item(post_id="3", post_name="c", title="after"))
    assert titles(stream) == ["before", title, "after"]
    assert [entry.status for entry in stream.all(Entry)] == ["published"] * 3
    assert "not well-formed" in stream.warnings[0]
    assert any(says in warning for warning in stream.warnings)


def test_body_with_an_unclosed_section_does_not_swallow_what_follows(exports: Any, item: Any) -> None:
    bad = item(post_id="2", excerpt="Short.").replace("Words.]]>", "Words.")
    stream = exports.read(bad, item(post_id="3", post_name="c"))
    assert [(entry.source, entry.excerpt) for entry in stream.all(Entry)] == [
        ("<p>Words.</p>", "Short."),
        ("<p>Words.</p>", ""),
    ]


def test_cut_off_export_keeps_what_is_there_and_says_so(exports: Any, item: Any, head: str) -> None:
    whole = head + item() + item(post_id="2", title="the last", post_name="b")
    stream = exports.read_bytes(whole.encode()[:-5])
    assert titles(stream) == ["A post", "the last"]
    assert any("cut off" in warning for warning in stream.warnings)


def test_cut_off_packed_export(exports: Any, item: Any, head: str) -> None:
    items = "".join(
        item(post_id=str(n), post_name=f"p{n}", content=" ".join(str(hash((n, m))) for m in range(500)))
        for n in range(1, 40)
    )
    stream = exports.read_bytes(gzip.compress((head + items).encode())[:-2000])
    assert 0 < len(titles(stream)) < 40
    assert any("packed file is damaged" in warning for warning in stream.warnings)


def test_exports_glued_together(exports: Any, item: Any, head: str) -> None:
    one = head + item() + "</channel></rss>\n"
    two = head + item(post_id="2", title="second", post_name="b") + "</channel></rss>"
    assert titles(exports.read_bytes((one + two).encode())) == ["A post", "second"]


def test_missing_end_of_an_item(exports: Any, item: Any) -> None:
    stream = exports.read(item().replace("</item>", ""), item(post_id="2", title="second", post_name="b"))
    assert titles(stream) == ["A post", "second"]


def test_prefix_nobody_declared(exports: Any, item: Any, head: str) -> None:
    stream = exports.read(item(), head=head.replace('xmlns:wp="http://wordpress.org/export/1.2/"', ""))
    assert stream.entry.slug == "a-post"


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2", "1.3"])
def test_namespace_of_any_version(exports: Any, item: Any, head: str, version: str) -> None:
    stream = exports.read(item(excerpt="x"), head=head.replace("/1.2/", f"/{version}/"))
    assert (stream.entry.slug, stream.entry.excerpt) == ("a-post", "x")


def test_other_prefix_for_the_same_namespace(exports: Any, item: Any, head: str) -> None:
    text = (head + item() + "</channel></rss>").replace("wp:", "w:").replace("xmlns:wp=", "xmlns:w=")
    assert exports.read_bytes(text.encode()).entry.slug == "a-post"


@pytest.mark.parametrize(
    ("declared", "codec", "says"),
    [
        ("UTF-8", "utf-16", None),
        ("ISO-8859-1", "latin-1", None),
        ("windows-1252", "cp1252", None),
        ("ISO-8859-1", "utf-8", "is UTF-8"),
        ("UTF-8", "cp1252", "Windows-1252"),
        ("x-unknown", "utf-8", "unknown encoding"),
        ("Shift_JIS", "shift_jis", None),
    ],
)
def test_encodings(exports: Any, item: Any, head: str, declared: str, codec: str, says: str | None) -> None:
    title = "日本語" if codec == "shift_jis" else "Café"
    text = head.replace("UTF-8", declared) + item(title=title) + "</channel></rss>"
    stream = exports.read_bytes(text.encode(codec))
    assert titles(stream) == [title]
    assert says is None or any(says in warning for warning in stream.warnings)


def test_version_that_is_missing_or_unknown(exports: Any, item: Any, head: str) -> None:
    version = "<wp:wxr_version>1.2</wp:wxr_version>"
    assert "doesn't say which version" in exports.read(item(), head=head.replace(version, "")).warnings[0]
    unknown = exports.read(item(), head=head.replace(version, "<wp:wxr_version>abc</wp:wxr_version>"))
    assert "'abc'" in unknown.warnings[0]


def test_sections_split_by_the_exporter_are_one_text(exports: Any, item: Any) -> None:
    split = item().replace("Words.", "a ]]]]><![CDATA[> b")
    stream = exports.read(split)
    assert stream.entry.source == "<p>a ]]> b</p>"
    assert not stream.warnings


def test_items_with_the_same_id(exports: Any, item: Any) -> None:
    stream = exports.read(item(), item(), item(title="another", post_name="another"))
    assert titles(stream) == ["A post", "another"]
    assert stream.skipped == [("posts", "1")]
    assert stream.all(Entry)[1].ref.startswith("1-")


@pytest.mark.parametrize("start", ['<item a="', "<item <", '<item " >', "<item =", '<item xmlns="http://x.example/">'])
def test_damaged_start_of_an_item(exports: Any, item: Any, start: str) -> None:
    bad = item(post_id="2", post_name="b").replace("<item>", start)
    stream = exports.read(item(), bad, item(post_id="3", post_name="c"))
    assert [(entry.ref, entry.title) for entry in stream.all(Entry)] == [(ref, "A post") for ref in "123"]


def test_elements_of_other_namespaces_are_others(exports: Any, item: Any) -> None:
    other = '<media:title xmlns:media="http://search.yahoo.com/mrss/">Not mine</media:title>'
    stream = exports.read(item().replace("<title>", other + "<title>"))
    assert stream.entry.title == "A post"
