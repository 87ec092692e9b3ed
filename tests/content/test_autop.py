"""What WordPress did to classic posts when it showed them."""

import re

import pytest

from app.content import autop

CASES = [
    # Paragraphs and lines
    ("", ""),
    (" \n\t\n ", ""),
    ("one", "<p>one</p>"),
    ("one\n\ntwo", "<p>one</p>\n<p>two</p>"),
    ("one\ntwo", "<p>one<br />\ntwo</p>"),
    ("one\r\n\r\ntwo\r\nthree", "<p>one</p>\n<p>two<br />\nthree</p>"),
    ("one\rtwo", "<p>one<br />\ntwo</p>"),
    ("one\n\n\n\n\ntwo", "<p>one</p>\n<p>two</p>"),
    ("one\n \t \ntwo", "<p>one</p>\n<p>two</p>"),
    ("  one  \n  two  ", "<p>one<br />\ntwo</p>"),
    ("one<br />\ntwo", "<p>one<br />\ntwo</p>"),
    ("one<br>two", "<p>one<br>two</p>"),
    ("one<br /><br />two", "<p>one</p>\n<p>two</p>"),
    ("one<br>\n<br>\ntwo", "<p>one</p>\n<p>two</p>"),
    # Inline elements belong to the text
    ("<em>one</em>\n\n<strong>two</strong> three", "<p><em>one</em></p>\n<p><strong>two</strong> three</p>"),
    ('<img src="a.jpg" />', '<p><img src="a.jpg" /></p>'),
    ('<a href="x"><img src="a.jpg" /></a>\nwords', '<p><a href="x"><img src="a.jpg" /></a><br />\nwords</p>'),
    ("<del>a</del> <sup>b</sup>", "<p><del>a</del> <sup>b</sup></p>"),
    ('<span\n\nclass="x">a</span>', '<p><span\n\nclass="x">a</span></p>'),
    ('<a title="1 > 0\n\nx" href="y">a</a>', '<p><a title="1 > 0\n\nx" href="y">a</a></p>'),
    ('<a id="here"></a>\n\none', '<a id="here"></a>\n<p>one</p>'),
    ("a < b and c > d", "<p>a < b and c > d</p>"),
    ("<3", "<p><3</p>"),
    # Block elements are not wrapped
    ("<h2>Title</h2>\ntext", "<h2>Title</h2>\n<p>text</p>"),
    ("text\n<h2>Title</h2>\nmore", "<p>text</p>\n<h2>Title</h2>\n<p>more</p>"),
    ("<h2>\nTitle\n</h2>", "<h2>Title</h2>"),
    ("<h2>One\ntwo</h2>", "<h2>One<br />\ntwo</h2>"),
    ("<p>ready</p>", "<p>ready</p>"),
    ("<p>ready\nmade</p>\n\n<p>two</p>", "<p>ready<br />\nmade</p>\n<p>two</p>"),
    ('<p class="x">a\n\nb</p>', '<p class="x">a</p>\n<p>b</p>'),
    ("<p>open\n\n<p>two", "<p>open</p>\n<p>two"),
    ("<p>open\n<div>box</div>", "<p>open</p>\n<div>box</div>"),
    ("one\n<hr />\ntwo", "<p>one</p>\n<hr />\n<p>two</p>"),
    ("one<hr>two", "<p>one</p>\n<hr>\n<p>two</p>"),
    ("<div>one</div>", "<div>one</div>"),
    ("<div>\none\n</div>", "<div>one</div>"),
    ("<div>\n\none\n\n</div>", "<div><p>one</p></div>"),
    ("<div>one\n\ntwo</div>", "<div><p>one</p>\n<p>two</p></div>"),
    ("<div>one\ntwo</div>", "<div>one<br />\ntwo</div>"),
    ("<div><p>one</p>two</div>", "<div><p>one</p>\n<p>two</p></div>"),
    ("<DIV>one</DIV>\n\ntwo", "<DIV>one</DIV>\n<p>two</p>"),
    ("<section><h2>a</h2>\n\nb\n\n</section>", "<section><h2>a</h2>\n<p>b</p></section>"),
    ("<blockquote>one</blockquote>", "<blockquote><p>one</p></blockquote>"),
    ("<blockquote>one\n\ntwo</blockquote>", "<blockquote><p>one</p>\n<p>two</p></blockquote>"),
    ("<blockquote><p>one</p></blockquote>", "<blockquote><p>one</p></blockquote>"),
    ("<address>a\nb</address>", "<address>a<br />\nb</address>"),
    ("<details><summary>a</summary>b</details>", "<details><summary>a</summary>\n<p>b</p></details>"),
    ("<figure><img src=a>\n<figcaption>b\nc</figcaption></figure>",
     "<figure><img src=a><figcaption>b<br />\nc</figcaption></figure>"),
    # Lists and tables
    ("<ul>\n<li>a</li>\n<li>b</li>\n</ul>", "<ul><li>a</li>\n<li>b</li></ul>"),
    ("one\n<ul>\n\t<li>a</li>\n\n\t<li>b</li>\n</ul>\ntwo", "<p>one</p>\n<ul><li>a</li>\n<li>b</li></ul>\n<p>two</p>"),
    ("<ul><li>a\n\nb</li></ul>", "<ul><li><p>a</p>\n<p>b</p></li></ul>"),
    ("<ul><li>a\n<ul><li>b</li></ul>\n</li></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
    ("<ul><li>a<li>b</ul>", "<ul><li>a<li>b</ul>"),
    ("<ol><li>a\nb</li></ol>", "<ol><li>a<br />\nb</li></ol>"),
    ("<dl>\n<dt>a</dt>\n<dd>b</dd>\n</dl>", "<dl><dt>a</dt>\n<dd>b</dd></dl>"),
    ("<table>\n<tr>\n<td>a</td>\n<td>b\nc</td>\n</tr>\n</table>",
     "<table><tr><td>a</td>\n<td>b<br />\nc</td></tr></table>"),
    ("<table><tr><td>a\n\nb</td></tr></table>", "<table><tr><td><p>a</p>\n<p>b</p></td></tr></table>"),
    # Untouched
    ("<pre>a\n\nb\nc</pre>", "<pre>a\n\nb\nc</pre>"),
    ("one\n<pre><code>a\n\nb</code></pre>\ntwo", "<p>one</p>\n<pre><code>a\n\nb</code></pre>\n<p>two</p>"),
    ("<pre>a <br><br> b</pre>", "<pre>a <br><br> b</pre>"),
    ("<pre>never\n\nclosed", "<pre>never\n\nclosed"),
    ("<script>\nvar a;\n\nvar b;\n</script>", "<script>\nvar a;\n\nvar b;\n</script>"),
    ("<style>\na {}\n\nb {}\n</style>\nx", "<style>\na {}\n\nb {}\n</style>\n<p>x</p>"),
    ("a <textarea>\n\n</textarea>", "<p>a <textarea>\n\n</textarea></p>"),
    ("<object>\n<param>\n\n<embed>\n</object>", "<p><object>\n<param>\n\n<embed>\n</object></p>"),
    ("<video>\n<source>\n</video>", "<p><video>\n<source>\n</video></p>"),
    ("one\n\n<!--more-->\n\ntwo", "<p>one</p>\n<!--more-->\n<p>two</p>"),
    ("one\n<!--more-->\ntwo", "<p>one\n<!--more-->\ntwo</p>"),
    ("one <!-- a\n\nb --> two", "<p>one <!-- a\n\nb --> two</p>"),
    ("one\n\n<!--nextpage-->\n\ntwo", "<p>one</p>\n<!--nextpage-->\n<p>two</p>"),
    # Shortcodes
    ('one\n\n[gallery ids="1,2"]\n\ntwo', '<p>one</p>\n[gallery ids="1,2"]\n<p>two</p>'),
    ("[a][b]\n[c /]", "[a][b]\n[c /]"),
    ("[caption]\n<img src=a> words[/caption]", "<p>[caption]<br />\n<img src=a> words[/caption]</p>"),
    ("see [1] there", "<p>see [1] there</p>"),
    ("https://youtu.be/dQw4w9WgXcQ", "<p>https://youtu.be/dQw4w9WgXcQ</p>"),
    # Crossed and broken
    ("</div>one", "</div>\n<p>one</p>"),
    ("one</p>\n\n<p>two", "<p>one</p>\n<p>two"),
    ("<div>one", "<div>one"),
    ("<div><ul><li>a</div>b", "<div><ul><li>a</div>\n<p>b</p>"),
    ("a\x00b", "<p>ab</p>"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "wanted"), CASES)
def test_autop(written: str, wanted: str) -> None:
    assert autop(written) == wanted


@pytest.mark.parametrize("written", [case[0] for case in CASES])
def test_text_outside_tags_stays(written: str) -> None:
    assert letters(autop(written)) == letters(written)


def letters(markup: str) -> str:
    return "".join(re.sub(r"<[a-zA-Z/!][^>]*>|\x00", " ", markup).split())
