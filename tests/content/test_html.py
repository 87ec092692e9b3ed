"""Imported HTML: mended, its looks kept as classes, its addresses put right."""

import re

import pytest

from app.content import render_html


@pytest.mark.parametrize(
    ("markup", "html"),
    [
        ("<p>a<p>b<b>c", "<p>a</p><p>b<b>c</b></p>"),
        ("<ul><li>a<li>b", "<ul><li>a</li><li>b</li></ul>"),
        ("<!-- gone --><p>a</p>", "<p>a</p>"),
        ("<p></p><p> \n</p><p>&nbsp;</p><h2></h2><p>a</p>", "<p>a</p>"),
        ('<p id="here"></p>', '<p id="here"></p>'),
        ("<p><br></p>", "<p><br></p>"),
        ("<center>a</center>", '<div class="has-text-align-center">a</div>'),
        ("<font color=red>a</font> <tt>b</tt> <strike>c</strike> <acronym title=x>d</acronym>",
         'a <code>b</code> <s>c</s> <abbr title="x">d</abbr>'),
        ('<p align="right">a</p>', '<p class="has-text-align-right">a</p>'),
        ('<p style="TEXT-ALIGN: center; color: red">a</p>', '<p class="has-text-align-center">a</p>'),
        ('<img src="/a.png" align="left" border=0 width="300px" height="auto">',
         '<img src="/a.png" width="300" alt="" class="alignleft" loading="lazy" decoding="async">'),
        ('<img src="/a.png" style="float:right">',
         '<img src="/a.png" alt="" class="alignright" loading="lazy" decoding="async">'),
        ('<img src="data:image/gif;base64,AAAA" data-src="/a.png"><noscript><img src="/a.png"></noscript>',
         '<img src="/a.png" alt="" loading="lazy" decoding="async">'),
        ("<noscript><p>a</p></noscript>", "<p>a</p>"),
        ("<pre>\n\n\na\n</pre>", '<pre tabindex="0">a\n</pre>'),
        ('<div class="wp-block-gallery columns-3 is-cropped evil-modal"><figure class="kg-card">a</figure></div>',
         '<div class="wp-block-gallery columns-3 is-cropped"><figure class="kg-card">a</figure></div>'),
        ('<code class="language-rust,ignore hl nav">a</code><span class="nf btn">b</span>',
         '<code class="language-rust">a</code><span class="nf btn">b</span>'),
        ('<a href="/a" target="_top">a</a><a href="/b" target="_blank">b</a>',
         '<a href="/a" rel="noopener">a</a><a href="/b" target="_blank" rel="noopener">b</a>'),
        ('<a href="https://a.example" rel="me evil NOFOLLOW">a</a>',
         '<a href="https://a.example" rel="me nofollow">a</a>'),
        ('<a href=" https://a.example/\nb ">a</a>', '<a href="https://a.example/b">a</a>'),
        ('<td headers="x">a</td>', "a"),
        ('<table><tr><th scope="col" colspan="2">a</th></tr></table>',
         '<table><tbody><tr><th scope="col" colspan="2">a</th></tr></tbody></table>'),
        ('<video src="/a.mp4" autoplay onplay=x><track src="/a.vtt" kind="captions"></video>',
         '<video src="/a.mp4" controls=""><track src="/a.vtt" kind="captions"></video>'),
        ("<ruby>a<rt>b</rt></ruby>", "<ruby>a<rt>b</rt></ruby>"),
        ('<p dir="rtl" lang="ar">a</p>', '<p dir="rtl" lang="ar">a</p>'),
        ('<math display="block"><mfrac><mn>1</mn><mi>x</mi></mfrac></math>',
         '<math display="block"><mfrac><mn>1</mn><mi>x</mi></mfrac></math>'),
        ("<form><p>kept <input><button>too</button></p></form>", "<p>kept too</p>"),
        ("<x-card>kept</x-card>", "kept"),
        ('<meter value="2" max="3">2</meter>', '<meter value="2" max="3">2</meter>'),
    ],
)  # fmt: skip
def test_html(markup: str, html: str) -> None:
    assert sorted_attributes(render_html(markup).html) == sorted_attributes(html)
    assert render_html(html).html == html


def sorted_attributes(html: str) -> str:
    """Put attributes in order: the sanitiser fills a removed one's place with the last."""
    return re.sub(
        r'( [\w-]+="[^"]*")+(?=>)', lambda found: "".join(sorted(re.findall(r' [\w-]+="[^"]*"', found[0]))), html
    )


@pytest.mark.parametrize(
    ("markup", "html"),
    [
        ("<h2>A b</h2><h2>A b</h2>", '<h2 id="a-b">A b</h2><h2 id="a-b-1">A b</h2>'),
        ("<h2>A &amp; b: c!</h2>", '<h2 id="a--b-c">A &amp; b: c!</h2>'),
        (
            "<h2>Größe</h2><h2>标题</h2><h2>?</h2>",
            '<h2 id="größe">Größe</h2><h2 id="标题">标题</h2><h2 id="section">?</h2>',
        ),
        ('<h2 id="x">A</h2><p id="x">b</p>', '<h2 id="x">A</h2><p id="x-1">b</p>'),
        (
            '<p id="wp-main">a</p><a href="#wp-main">b</a>',
            '<p id="content-wp-main">a</p><a href="#content-wp-main">b</a>',
        ),
        ('<a href="#:~:text=' + "a" * 300 + '">a</a>', '<a href="#:~:text=' + "a" * 300 + '">a</a>'),
        ("<h2>wp-main</h2>", '<h2 id="content-wp-main">wp-main</h2>'),
        ('<a name="old">a</a>', '<a id="old">a</a>'),
        ('<a href="#a-b">x</a><h2>A, b</h2>', '<a href="#a-b">x</a><h2 id="a-b">A, b</h2>'),
        ('<a href="#a_b">x</a><h2>A & b</h2>', '<a href="#a_b">x</a><h2 id="a_b">A &amp; b</h2>'),
    ],
)
def test_ids(markup: str, html: str) -> None:
    assert render_html(markup).html == html


def test_rewrite_reaches_every_address() -> None:
    markup = (
        '<a href="/a">a</a><img src="b.png" srcset="c.png 1x, d.png?w=1,2 2x, e.png"><video poster="f.png" src="g.mp4">'
        '</video><picture><source srcset="h.webp 100w"></picture><a href="#stay">i</a>'
    )
    html = render_html(markup, rewrite=lambda address: "/new/" + address.strip("/")).html
    assert 'href="/new/a"' in html
    assert 'src="/new/b.png"' in html
    assert 'srcset="/new/c.png 1x, /new/d.png?w=1,2 2x, /new/e.png"' in html
    assert 'poster="/new/f.png"' in html
    assert 'src="/new/g.mp4"' in html
    assert 'srcset="/new/h.webp 100w"' in html
    assert 'href="#stay"' in html


def test_rewrite_can_move_pictures_out_of_the_page() -> None:
    markup = '<img src="data:image/png;base64,AAAA">'
    assert 'src="/media/1"' in render_html(markup, rewrite=lambda address: "/media/1").html


def test_large_picture_in_the_page_goes() -> None:
    rendered = render_html(f'<img alt="x" src="data:image/png;base64,{"A" * 70_000}">')
    assert rendered.html == '<img alt="x" loading="lazy" decoding="async">'
    assert rendered.removed == ("data: address",)


def test_formula_drawn_twice_is_read_once() -> None:
    markup = (
        '<span class="katex"><span class="katex-mathml"><math><semantics><mi>x</mi>'
        '<annotation encoding="application/x-tex">x</annotation></semantics></math></span>'
        '<span class="katex-html" aria-hidden="true">x</span></span>'
    )
    assert render_html(markup).text == "x"
