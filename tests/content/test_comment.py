"""What strangers may write."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content import render_comment, render_typed_comment, typed_line, typed_text

REL = 'rel="nofollow ugc noopener"'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("one", "<p>one</p>"),
        ("one\ntwo\n\nthree", "<p>one<br>\ntwo</p>\n<p>three</p>"),
        ("<em>a</em> <b>b</b> <i>c</i> <code>d</code>",
         "<p><em>a</em> <strong>b</strong> <em>c</em> <code>d</code></p>"),
        ("<ul>\n<li>a</li>\n</ul>", "<ul><li>a</li></ul>"),
        ("<blockquote>a</blockquote>\nb", "<blockquote><p>a</p></blockquote>\n<p>b</p>"),
        ("<pre>a\n\n<b>b</b></pre>", "<pre>a\n\n<strong>b</strong></pre>"),
        ("see https://a.example/b?c=1&d=2.",
         f'<p>see <a href="https://a.example/b?c=1&amp;d=2" {REL}>https://a.example/b?c=1&amp;d=2</a>.</p>'),
        ('<a href="https://a.example" rel="me" onclick="x" id="y" class="z">a</a>',
         f'<p><a href="https://a.example" {REL}>a</a></p>'),
        ('<a href="mailto:a@b.example">a</a>', f'<p><a href="mailto:a@b.example" {REL}>a</a></p>'),
        ('<a href="javascript:x">a</a> <a href="/b">b</a> <a href="//c.example">c</a> <a>d</a>', "<p>a b c d</p>"),
        ('<a href="data:text/html,x">a</a>', "<p>a</p>"),
        ("List<T> and <stdio.h> and a < b > c <3 </",
         "<p>List&lt;T&gt; and &lt;stdio.h&gt; and a &lt; b &gt; c &lt;3 &lt;/</p>"),
        ("<h1>a</h1><div>b</div>", "<p>a</p>\n<p>b</p>"),
        ("<span style=x>a</span><img src=x onerror=y><table><tr><td>b", "<p>a</p>\n<p>b</p>"),
        ("a <script>b</script> c", "<p>a</p>\n\n<p>c</p>"),
        ("<iframe src=x></iframe><style>a</style>", ""),
        ("&lt;b&gt; &amp; AT&T", "<p>&lt;b&gt; &amp; AT&amp;T</p>"),
        ("", ""),
        (" \n ", ""),
    ],
)  # fmt: skip
def test_html(text: str, html: str) -> None:
    assert render_comment(text).html == html


def test_text_and_removed() -> None:
    rendered = render_comment('one\ntwo <a href="javascript:x">three</a>\n\n<script>four</script>')
    assert rendered.text == "one\ntwo three"
    assert rendered.removed == ("javascript: address", "script element")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("one\ntwo\n\nthree", "<p>one<br>\ntwo</p>\n<p>three</p>"),
        ("*a* **b** `c<d` 3 < 4 <b>e</b>",
         "<p><em>a</em> <strong>b</strong> <code>c&lt;d</code> 3 &lt; 4 &lt;b&gt;e&lt;/b&gt;</p>"),
        ("> quoted\n\n- x\n- y", "<blockquote>\n<p>quoted</p>\n</blockquote>\n<ul>\n<li>x</li>\n<li>y</li>\n</ul>"),
        ("# Loud", "<p>Loud</p>"),
        ("```\na < b\n\nc\n```", "<pre><code>a &lt; b\n\nc\n</code></pre>"),
        ("[a](javascript:x) [b](https://b.example) ![c](https://c.example/c.png)",
         f'<p>a <a href="https://b.example" {REL}>b</a> </p>'),
        ("https://a.example/b_c_d", f'<p><a href="https://a.example/b_c_d" {REL}>https://a.example/b_c_d</a></p>'),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("a &amp; b &lt;i&gt;", "<p>a &amp; b &lt;i&gt;</p>"),
        ("", ""),
    ],
)  # fmt: skip
def test_typed(text: str, html: str) -> None:
    assert render_typed_comment(text).html == html


@given(st.text(max_size=300))
def test_typed_is_always_safe(text: str) -> None:
    html = render_typed_comment(text).html
    assert set(re.findall(r"<(/?[a-z]+)", html)) <= {
        f"{slash}{tag}"
        for slash in ("", "/")
        for tag in ["p", "br", "a", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li"]
    }
    assert "\ue000" not in html


def test_what_deceives_is_taken_out() -> None:
    assert typed_text(" a\x00b\u202ec\u200bd\ufeff\r\ne\x1b[1m\n\n\n\n\nf ") == "abcd\ne[1m\n\n\nf"
    assert typed_text("e" + "\u0301" * 40) == "e" + "\u0301" * 4
    assert typed_text("می\u200cخواهم 👩\u200d🔬") == "می\u200cخواهم 👩\u200d🔬"
    assert typed_line(" a \n b\t c ") == "a b c"
