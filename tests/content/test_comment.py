"""What strangers may write."""

import pytest

from app.content import render_comment

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
