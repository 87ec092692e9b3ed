"""Markdown as old blogs wrote it."""

import pytest

from app.content import render_markdown


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("*a* **b** `c` ~~d~~", "<p><em>a</em> <strong>b</strong> <code>c</code> <del>d</del></p>"),
        ('"quotes" -- and... it\'s', '<p>"quotes" -- and... it\'s</p>'),
        ("a  \nb", "<p>a<br>\nb</p>"),
        ("Term\n: One\n: Two", "<dl>\n<dt>Term</dt>\n<dd>One</dd>\n<dd>Two</dd>\n</dl>"),
        ("- [ ] a\n- [x] b", '<ul>\n<li><input disabled="" type="checkbox">\na</li>\n'
         '<li><input disabled="" type="checkbox" checked="">\nb</li>\n</ul>'),
        ("|a|b|\n|:-:|--:|\n|1|2|",
         '<table><thead><tr><th class="has-text-align-center">a</th><th class="has-text-align-right">b</th></tr>'
         '</thead><tbody>\n<tr><td class="has-text-align-center">1</td><td class="has-text-align-right">2</td></tr>\n'
         "</tbody></table>"),
        ("```python\na < b\n```", '<pre tabindex="0"><code class="language-python">a &lt; b\n</code></pre>'),
        ("```rust,ignore\nx\n```", '<pre tabindex="0"><code class="language-rust">x\n</code></pre>'),
        ("    indented", '<pre tabindex="0"><code>indented</code></pre>'),
        ("<kbd>Ctrl</kbd> <mark>x</mark>", "<p><kbd>Ctrl</kbd> <mark>x</mark></p>"),
        ("<details>\n<summary>a</summary>\n\n*b*\n\n</details>",
         "<details>\n<summary>a</summary>\n<p><em>b</em></p>\n</details>"),
        ("> [!NOTE]\n> a",
         '<blockquote class="markdown-alert-note"><p class="markdown-alert-title">Note</p>\n<p>a</p>\n</blockquote>'),
        ("", ""),
    ],
)  # fmt: skip
def test_html(source: str, html: str) -> None:
    assert render_markdown(source).html == html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("# One {#two}", '<h1 id="two">One</h1>'),
        ("## One {: #two}", '<h2 id="two">One</h2>'),
        ("## One\n{: #two .highlight}", '<h2 id="two" class="highlight">One</h2>'),
        ("a\n{: .highlight}", '<p class="highlight">a</p>'),
        ("{: .highlight}\na", '<p class="highlight">a</p>'),
        ("[a](/b){: .unknown target=\"_blank\"}", '<p><a href="/b" rel="noopener" target="_blank">a</a></p>'),
        ("[a](/b){:target=\"_blank\"}.", '<p><a href="/b" target="_blank" rel="noopener">a</a>.</p>'),
        ("![a](/b.png){: width=\"300\" .alignleft}",
         '<p><img src="/b.png" alt="a" width="300" class="alignleft" loading="lazy" decoding="async"></p>'),
        ("* TOC\n{:toc}\n\na", "<p>a</p>"),
        ("{:toc}\n\na", "<p>a</p>"),
        ("`{: .a}`", "<p><code>{: .a}</code></p>"),
        ("    {: .a}", '<pre tabindex="0"><code>{: .a}</code></pre>'),
        ("returns {:ok, value} or {:error, 1}", "<p>returns {:ok, value} or {:error, 1}</p>"),
        ("{::options parse_block_html=\"true\" /}\n\na", "<p>a</p>"),
    ],
)  # fmt: skip
def test_attribute_list(source: str, html: str) -> None:
    assert render_markdown(source).html == html


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("$a_1 + b_1$ and $$\\frac{a}{b}$$", "$a_1 + b_1$ and $$\\frac{a}{b}$$"),
        ("$x_{i}$ costs $5 or $10", "$x_{i}$ costs $5 or $10"),
        ("**$5** to **$10**", "$5 to $10"),
        ("$HOME and $PATH", "$HOME and $PATH"),
        ("$$\na \\\\\nb\n$$", "$$ a \\\\ b $$"),
    ],
)
def test_formula_stays_text(source: str, text: str) -> None:
    assert render_markdown(source).text == text


def test_formula_is_marked() -> None:
    assert render_markdown("$a_1$").html == '<p><span class="math math-inline">$a_1$</span></p>'


def test_money_is_not_a_formula() -> None:
    assert render_markdown("**$5** to **$10**").html == "<p><strong>$5</strong> to <strong>$10</strong></p>"


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("see https://a.example/b.", '<p>see <a href="https://a.example/b">https://a.example/b</a>.</p>'),
        ("(https://a.example/b_(c))",
         '<p>(<a href="https://a.example/b_(c)">https://a.example/b_(c)</a>)</p>'),
        ("见https://a.example/b。好",
         '<p>见<a href="https://a.example/b">https://a.example/b</a>。好</p>'),
        ("`https://a.example`", "<p><code>https://a.example</code></p>"),
        ("[https://a.example](/b)", '<p><a href="/b">https://a.example</a></p>'),
        ("<https://a.example>", '<p><a href="https://a.example">https://a.example</a></p>'),
        ("https://a.example https://b.example",
         '<p><a href="https://a.example">https://a.example</a> '
         '<a href="https://b.example">https://b.example</a></p>'),
    ],
)  # fmt: skip
def test_bare_address_is_linked(source: str, html: str) -> None:
    assert render_markdown(source).html == html


def test_bare_address_of_a_video_alone_is_a_card() -> None:
    html = render_markdown("a\n\nhttps://youtu.be/dQw4w9WgXcQ\n\nb").html
    assert 'data-embed="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"' in html
    assert html.startswith("<p>a</p>\n<figure")
    assert html.endswith("</figure>\n<p>b</p>")


def test_footnotes_link_there_and_back() -> None:
    html = render_markdown("a[^x] b[^2] c[^x]\n\n[^2]: Two\n\n[^x]: One\n\n    more\n\n[^unused]: gone").html
    assert html == (
        '<p>a<sup class="footnote-reference" id="fnref-1"><a href="#fn-1" role="doc-noteref">1</a></sup> '
        'b<sup class="footnote-reference" id="fnref-2"><a href="#fn-2" role="doc-noteref">2</a></sup> '
        'c<sup class="footnote-reference" id="fnref-1-2"><a href="#fn-1" role="doc-noteref">1</a></sup></p>\n\n\n\n'
        '<section class="footnotes" role="doc-endnotes"><ol><li id="fn-1"><p>One</p>\n<p>more '
        '<a href="#fnref-1" class="footnote-backref" role="doc-backlink" aria-label="1">↩</a> '
        '<a href="#fnref-1-2" class="footnote-backref" role="doc-backlink" aria-label="1">↩</a></p></li>'
        '<li id="fn-2"><p>Two '
        '<a href="#fnref-2" class="footnote-backref" role="doc-backlink" aria-label="2">↩</a></p></li></ol></section>'
    )


def test_footnotes_keep_clear_of_own_ids() -> None:
    html = render_markdown('<p id="fn-1">mine</p>\n\na[^1]\n\n[^1]: note').html
    assert 'href="#note-1"' in html
    assert 'id="note-1"' in html


def test_untrusted_links_are_not_vouched_for() -> None:
    html = render_markdown("[a](https://a.example) [b](/b)", trusted=False).html
    assert html.count('rel="nofollow ugc noopener"') == 2


def test_text_and_removed() -> None:
    rendered = render_markdown("# Title\n\nOne *two*\nthree\n\n- four\n\n<script>five</script>")
    assert rendered.text == "Title\nOne two three\nfour"
    assert rendered.removed == ("script element",)
