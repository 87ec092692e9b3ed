"""What a reader sees, in words."""

import pytest

from app.content import excerpt_of, plain_text, reading_minutes


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("", ""),
        ("plain  text\nwith lines", "plain text with lines"),
        ("<p>a</p><p>b</p>", "a\nb"),
        ("<p>a<br>b</p>", "a\nb"),
        ("<b>a</b><i>b</i> c", "ab c"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a\nb"),
        ("<p> a \n b&nbsp; </p>", "a b"),
        ("a &amp; b &lt;c&gt; &eacute;", "a & b <c> é"),
        ("<p>a</p><script>b</script><style>c</style><!-- d --><template>e</template>", "a"),
        ("<p>a<!-- b > c -->d</p>", "ad"),
        ('<a title="1 > 0">a</a>', "a"),
        ("<pre>a\n  b</pre>", "a b"),
        ("a < b", "a < b"),
        ("<p>unclosed <b>a", "unclosed a"),
        ('<img alt="not seen" src=x>seen', "seen"),
    ],
)
def test_plain_text(markup: str, text: str) -> None:
    assert plain_text(markup) == text


@pytest.mark.parametrize(
    ("given", "limit", "excerpt"),
    [
        ("", 10, ""),
        ("short", 10, "short"),
        ("exactly te", 10, "exactly te"),
        ("one two three four", 10, "one two…"),
        ("one two, three four", 11, "one two…"),
        ("onelongword", 5, "onel…"),
        ("一二三四五六七八九十", 5, "一二三四…"),
        ("a\n\nb", 10, "a b"),
        ("<h1>Title</h1><p>One <b>two</b></p><pre>code</pre><p>three</p>", 50, "One two three"),
        ("<figure><figcaption>x</figcaption></figure><p>a<sup class='footnote-reference'>1</sup></p>", 50, "a"),
        ("<h1>Only a title</h1>", 50, "Only a title"),
    ],
)
def test_excerpt(given: str, limit: int, excerpt: str) -> None:
    assert excerpt_of(given, limit) == excerpt
    assert len(excerpt_of(given, limit)) <= limit


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("", 0),
        (" \n", 0),
        ("one word", 1),
        ("слово " * 460, 2),
        ("word " * 230, 1),
        ("word " * 1150, 5),
        ("字" * 1500, 3),
        ("字 word " * 230, 1),
    ],
)
def test_reading_minutes(text: str, minutes: int) -> None:
    assert reading_minutes(text) == minutes
