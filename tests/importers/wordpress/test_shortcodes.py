"""Shortcodes and bare addresses of classic bodies."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importers.wordpress.body import Context, convert
from app.importers.wordpress.body.attributes import read_attributes
from app.importers.wordpress.body.shortcodes import render_shortcodes

PIECES = [
    *(
        "[caption]",
        "[/caption]",
        "[[gallery]]",
        "[[",
        "]]",
        "[code]",
        "[/code]",
        "[embed]",
        "[/embed]",
        "[audio src=x]",
    ),
    *(
        "[foo",
        "]",
        "[",
        "/",
        "=",
        '"',
        "'",
        "<pre>",
        "</pre>",
        "<!--",
        "-->",
        "<a href='[x]'>",
        "text",
        " ",
        "[c]",
        "[x/]",
    ),
]
UPLOADS = "https://alice.example/wp-content/uploads"


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=60).map("".join))
def test_any_text_may_be_given(text: str) -> None:
    render_shortcodes(text, Context())
    read_attributes(text)


@given(st.text(alphabet="abc <>/\n\"'").map(lambda text: f"<pre>[gallery]{text}[[x]]</pre>"))
def test_nothing_changes_in_code(text: str) -> None:
    assert render_shortcodes(text, Context()) == text


def test_many_openings_without_ends_take_no_long_time() -> None:
    text = "[caption]" * 20_000 + "<pre>" * 20_000 + "<!--" * 20_000 + "[[x" * 20_000 + "[/caption]"
    convert(text + "<!--more" * 20_000 + " " * 50_000 + "<!--nextpage" + "\n" * 50_000, Context())


@pytest.mark.parametrize(
    ("text", "made"),
    [
        (
            '[caption id="attachment_5" align="alignright" width="300"]'
            '<a href="/b"><img src="/a.jpg" /></a> A <em>boat</em>[/caption]',
            '<figure id="attachment_5" class="wp-caption alignright"><a href="/b"><img src="/a.jpg" /></a>'
            "<figcaption>A <em>boat</em></figcaption></figure>",
        ),
        (
            '[caption align="alignnone" caption="Old &quot;style&quot;"]<img src="/a.jpg" />[/caption]',
            '<figure class="wp-caption alignnone"><img src="/a.jpg" /><figcaption>Old "style"</figcaption></figure>',
        ),
        ("[[gallery]]", "[gallery]"),
        ('[[caption id="x"]text[/caption]]', '[caption id="x"]text[/caption]'),
        (
            "[embed width=5]https://acme.example/1[/embed]",
            '<p><a href="https://acme.example/1">https://acme.example/1</a></p>',
        ),
        (
            '[audio mp3="/a.mp3"][/audio]',
            '<figure class="wp-block-audio"><audio controls preload="none" src="/a.mp3"></audio></figure>',
        ),
        (
            '[video src="/a.mp4" poster="/p.jpg"]',
            '<figure class="wp-block-video">'
            '<video controls preload="none" src="/a.mp4" poster="/p.jpg"></video></figure>',
        ),
        (
            '[code lang="Python"]\nif a < b:\n    [x]\n[/code]',
            '<pre><code class="language-python">if a &lt; b:\n    [x]</code></pre>',
        ),
        (
            "[sourcecode language='css']a &gt; b & c[/sourcecode]",
            '<pre><code class="language-css">a &gt; b &amp; c</code></pre>',
        ),
        ("[php]$a = 1;[/php]", '<pre><code class="language-php">$a = 1;</code></pre>'),
        ("a word [sic] and [1] and [see below]", "a word [sic] and [1] and [see below]"),
        ('<a href="[gallery]">x</a>', '<a href="[gallery]">x</a>'),
        ("<code>[gallery]</code>", "<code>[gallery]</code>"),
    ],
)
def test_shortcodes(text: str, made: str) -> None:
    assert render_shortcodes(text, Context()) == made


@pytest.mark.parametrize(
    "text",
    [
        "[youtube=https://www.youtube.com/watch?v=abcdefghijk&w=640]",
        "[youtube https://www.youtube.com/watch?v=abcdefghijk]",
        "[youtube id='abcdefghijk']",
        "[embed]https://youtu.be/abcdefghijk[/embed]",
        "https://youtu.be/abcdefghijk",
        "  https://www.youtube.com/watch?v=abcdefghijk&amp;feature=x  ",
        "<p>https://youtu.be/abcdefghijk</p>",
        '[video src="https://youtu.be/abcdefghijk"]',
    ],
)
def test_films_become_cards(exports: Any, text: str) -> None:
    made = exports.body(f"before\n\n{text}\n\nafter")
    assert made.count('data-embed="https://www.youtube-nocookie.com/embed/abcdefghijk"') == 1
    assert made.startswith("<p>before</p>")
    assert made.endswith("<p>after</p>")


def test_lone_addresses(exports: Any) -> None:
    assert (
        exports.body("https://acme.example/a") == '<p><a href="https://acme.example/a">https://acme.example/a</a></p>'
    )
    assert "<audio" in exports.body("https://alice.example/song.mp3")
    assert "<video" in exports.body("https://alice.example/film.mp4")
    assert exports.body("see https://youtu.be/abcdefghijk there") == "<p>see https://youtu.be/abcdefghijk there</p>"
    assert exports.body("<pre>\nhttps://youtu.be/abcdefghijk\n</pre>") == "<pre>\nhttps://youtu.be/abcdefghijk\n</pre>"


def test_gallery_by_ids_and_by_parent(exports: Any, item: Any, attachment: Any, meta: Any) -> None:
    files = [
        attachment(5, "2024/05/a.jpg", meta(_wp_attachment_image_alt="A"), excerpt="First"),
        attachment(6, "2024/05/b.jpg", post_parent="1", menu_order="2"),
        attachment(7, "2024/05/c.jpg", post_parent="1", menu_order="1"),
        attachment(8, "2024/05/d.pdf", post_parent="1"),
    ]
    assert exports.body('[gallery ids="5,6" columns="2"]', *files) == (
        '<figure class="wp-block-gallery has-nested-images columns-2"><figure class="wp-block-image">'
        f'<img src="{UPLOADS}/2024/05/a.jpg" alt="A" /><figcaption>First</figcaption></figure>\n'
        f'<figure class="wp-block-image"><img src="{UPLOADS}/2024/05/b.jpg" alt="" /></figure></figure>'
    )
    own = exports.body("[gallery]", *files)
    assert own.index("c.jpg") < own.index("b.jpg")
    assert "a.jpg" not in own
    assert "d.pdf" not in own


def test_gallery_of_files_that_are_missing(exports: Any, item: Any) -> None:
    stream = exports.read(item(content='[gallery ids="98,99"]'))
    assert "[gallery ids" in stream.entry.source
    assert any("98, 99" in warning for warning in stream.warnings)


def test_playlist(exports: Any, attachment: Any) -> None:
    made = exports.body('[playlist ids="5"]', attachment(5, "2024/05/a.mp3"))
    assert f'src="{UPLOADS}/2024/05/a.mp3"' in made
    assert "<figcaption>file 5</figcaption>" in made


def test_unknown_ones_stay_and_are_said_once(exports: Any, item: Any) -> None:
    body = (
        '[contact-form-7 id="4"] [vc_row][vc_column]a[/vc_column][/vc_row] [box]b[/box] [contact-form-7 id="5"] [sic]'
    )
    stream = exports.read(item(content=body))
    assert '[contact-form-7 id="4"]' in stream.entry.source
    (warning,) = stream.warnings
    assert warning.endswith(": [contact-form-7], [vc_row], [vc_column], [box]")


def test_known_ones_inside_of_unknown_ones(exports: Any) -> None:
    assert "<figure" in exports.body('[vc_row][caption]<img src="/a.jpg" /> x[/caption][/vc_row]')


def test_classic_text_gets_paragraphs_and_breaks(exports: Any) -> None:
    assert exports.body("one\ntwo\r\n\r\nthree") == "<p>one<br />\ntwo</p>\n<p>three</p>"


@pytest.mark.parametrize("more", ["<!--more-->", "<!--more Read on-->", "<!--noteaser--><!--more-->", "<!-- more -->"])
def test_more(exports: Any, item: Any, more: str) -> None:
    entry = exports.read(item(content=f"First\n\n{more}\n\nSecond")).entry
    assert (entry.excerpt, entry.source) == ("First", "<p>First</p>\n<p>Second</p>")
    assert exports.read(item(content=f"a{more}b", excerpt="Own")).entry.excerpt == "Own"


def test_pages_are_joined(exports: Any) -> None:
    assert exports.body("one\n<!--nextpage-->\ntwo") == "<p>one</p>\n<p>two</p>"


def test_excerpt_is_inline(exports: Any, item: Any) -> None:
    assert exports.read(item(excerpt="<p>Short &amp; <em>sweet</em></p>")).entry.excerpt == "Short &amp; <em>sweet</em>"


def test_attributes() -> None:
    found = read_attributes(""" a="1 2" B='x' c=3 “quoted” d=“4” plain &amp; """)
    assert found.named == {"a": "1 2", "b": "x", "c": "3", "d": "4"}
    assert found.bare == ["quoted", "plain", "&"]
