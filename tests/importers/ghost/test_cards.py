"""Each card of Koenig, in Lexical's and in mobiledoc's spelling."""

import pytest

from app.importers.ghost.cards import render_card
from app.importers.ghost.notes import Notes


def render(kind, **payload):
    return render_card(kind, payload, Notes())


CASES = {
    "image": (
        {"src": "/a.png", "alt": 'A "b"', "width": 10, "height": "x", "caption": "<b>c</b>",
            "cardWidth": "wide", "href": "/go"},
        '<figure class="kg-card kg-image-card kg-width-wide"><a href="/go"><img src="/a.png" class="kg-image" '
        'alt="A &quot;b&quot;" width="10" loading="lazy"></a><figcaption><b>c</b></figcaption></figure>',
    ),
    "code": ({"code": "x<1", "language": "c++"}, '<pre><code class="language-c++">x&lt;1</code></pre>'),
    "codeblock": (
        {"code": "x", "caption": "C"},
        '<figure class="kg-card kg-code-card"><pre><code>x</code></pre><figcaption>C</figcaption></figure>',
    ),
    "html": ({"html": "<b>raw</b>"}, "<b>raw</b>"),
    "hr": ({}, "<hr>"),
    "horizontalrule": ({}, "<hr>"),
    "markdown": ({"markdown": "#Lazy\n\n*em*"}, '<h1 id="lazy">Lazy</h1>\n<p><em>em</em></p>'),
    "callout": (
        {"calloutEmoji": "💡", "calloutText": "<b>W</b>", "backgroundColor": "blue"},
        '<div class="kg-card kg-callout-card kg-callout-card-blue"><div class="kg-callout-emoji">💡</div>'
        '<div class="kg-callout-text"><b>W</b></div></div>',
    ),
    "toggle": (
        {"heading": "Q", "content": "<p>A</p>"},
        '<details class="kg-card kg-toggle-card"><summary class="kg-toggle-heading">Q</summary>'
        '<div class="kg-toggle-content"><p>A</p></div></details>',
    ),
    "button": (
        {"buttonUrl": "/go", "buttonText": "Go", "alignment": "left"},
        '<div class="kg-card kg-button-card kg-align-left"><a class="kg-btn kg-btn-accent" href="/go">Go</a></div>',
    ),
    "audio": (
        {"src": "/a.mp3", "title": "T", "duration": 3},
        '<figure class="kg-card kg-audio-card"><audio controls="controls" preload="metadata" src="/a.mp3"></audio>'
        "<figcaption>T</figcaption></figure>",
    ),
    "video": (
        {"src": "/v.mp4", "thumbnailSrc": "/t.png", "width": 6, "height": 4, "loop": True, "cardWidth": "full"},
        '<figure class="kg-card kg-video-card kg-width-full"><video controls="controls" preload="metadata" '
        'playsinline="playsinline" src="/v.mp4" poster="/t.png" width="6" height="4" loop="loop" '
        'muted="muted"></video></figure>',
    ),
    "file": (
        {"src": "/f.pdf", "fileTitle": "F", "fileCaption": "C", "fileName": "f.pdf", "fileSize": 1234567},
        '<div class="kg-card kg-file-card"><div class="kg-file-card-title"><a href="/f.pdf">F</a></div>'
        '<div class="kg-file-card-caption">C</div><div class="kg-file-card-metadata">f.pdf 1 MB</div></div>',
    ),
    "bookmark": (
        {"url": "/b", "metadata": {"title": "B", "publisher": "P", "thumbnail": "/t.png"}, "caption": "C"},
        '<figure class="kg-card kg-bookmark-card"><a class="kg-bookmark-container" href="/b">'
        '<div class="kg-bookmark-content">'
        '<div class="kg-bookmark-title">B</div><div class="kg-bookmark-metadata">'
        '<span class="kg-bookmark-author">P</span></div>'
        '</div><div class="kg-bookmark-thumbnail"><img src="/t.png" alt=""></div></a>'
        '<figcaption>C</figcaption></figure>',
    ),
    "product": (
        {
            "productTitle": "P", "productDescription": "D", "productRatingEnabled": True, "productStarRating": 4,
            "productButtonEnabled": True, "productUrl": "/buy", "productButton": "Buy",
        },
        '<div class="kg-card kg-product-card"><h4 class="kg-product-card-title">P</h4>'
        '<p class="kg-product-card-rating" aria-label="4/5">★★★★☆</p><div class="kg-product-card-description">D</div>'
        '<p><a class="kg-product-card-button" href="/buy">Buy</a></p></div>',
    ),
    "header": (
        {"header": "H", "subheader": "S", "buttonEnabled": True, "buttonUrl": "/j", "buttonText": "J"},
        '<div class="kg-card kg-header-card"><h2 class="kg-header-card-heading">H</h2>'
        '<p class="kg-header-card-subheading">S</p><p><a class="kg-header-card-button" href="/j">J</a></p></div>',
    ),
    "call-to-action": (
        {"textValue": "<p>T</p>", "showButton": True, "buttonUrl": "/g", "buttonText": "G", "imageUrl": "/i.png"},
        '<div class="kg-card kg-cta-card"><div class="kg-cta-image-container"><a href="/g">'
        '<img src="/i.png" alt=""></a></div>'
        '<div class="kg-cta-text"><p>T</p></div><p><a class="kg-cta-button" href="/g">G</a></p></div>',
    ),
    "before-after": (
        {"beforeImage": {"src": "/1.png"}, "afterImage": {"src": "/2.png"}},
        '<figure class="kg-card kg-before-after-card"><img src="/1.png" alt="" loading="lazy">'
        '<img src="/2.png" alt="" loading="lazy"></figure>',
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", CASES)
def test_card(kind):
    payload, html = CASES[kind]
    assert render(kind, **payload) == html


def test_galleries_have_rows_of_three():
    shown = render("gallery", images=[{"src": f"/{n}.png"} for n in range(5)], caption="G")
    assert shown.count("<img") == 5
    assert shown.count("kg-gallery-row") == 2
    assert shown.endswith("<figcaption>G</figcaption></figure>")


@pytest.mark.parametrize("kind", ["email", "email-cta", "signup", "paywall", "transistor", "collection"])
def test_what_is_not_for_the_web_is_left_out_and_said(kind):
    notes = Notes()
    assert render_card(kind, {"html": "<p>secret</p>", "header": "secret"}, notes) == ""
    assert len(list(notes)) == 1
    assert not notes.incomplete


@pytest.mark.parametrize("kind", sorted(CASES))
def test_empty_cards_have_no_remains(kind):
    expected = {"hr": "<hr>", "horizontalrule": "<hr>"}.get(kind, "")
    shown = render(kind)
    assert shown == expected or kind in ("toggle", "callout")


@pytest.mark.parametrize(
    ("visibility", "shown"),
    [
        (None, True),
        ({"web": {"nonMember": True, "memberSegment": "status:free,status:-free"}}, True),
        ({"web": {"nonMember": False, "memberSegment": "status:free,status:-free"}}, False),
        ({"web": {"nonMember": False, "memberSegment": ""}, "email": {"memberSegment": "status:free"}}, False),
        ({"web": {"nonMember": "yes"}}, False),
        ({"emailOnly": True, "segment": ""}, False),
        ({"emailOnly": False}, True),
        ({"showOnWeb": False, "showOnEmail": True}, False),
        ({"showOnWeb": True}, True),
    ],
)
@pytest.mark.parametrize("kind", ["html", "call-to-action"])
def test_rules_of_visibility(kind, visibility, shown):
    html = render(kind, html="x", textValue="x", visibility=visibility)
    assert bool(html) is shown


def test_a_known_embed_is_a_card():
    shown = render(
        "embed",
        url="https://www.youtube.com/watch?v=NRAlPdiWXN8",
        html="<iframe src=x></iframe>",
        metadata={"title": "T"},
    )
    assert 'data-embed="https://www.youtube' in shown
    assert "<iframe" not in shown
    assert ">T</a>" in shown


def test_a_frame_without_a_page_is_known_by_its_own_address():
    shown = render(
        "embed", html='<iframe src="https://www.youtube.com/embed/NRAlPdiWXN8?a=1&amp;b=2"></iframe>', caption="C"
    )
    assert "data-embed" in shown
    assert shown.endswith("<figcaption>C</figcaption></figure>")


def test_an_unknown_embed_is_a_link_and_said():
    notes = Notes()
    shown = render_card(
        "embed", {"url": "https://x.example/1", "html": "<iframe src='https://x.example/f'></iframe>"}, notes
    )
    assert shown == '<figure class="embed"><a href="https://x.example/1">https://x.example/1</a></figure>'
    assert list(notes)


def test_a_quoted_post_keeps_its_words():
    shown = render(
        "embed", url="https://social.example/1", html="<blockquote><p>Hi</p></blockquote><script>x()</script>"
    )
    assert shown == "<blockquote><p>Hi</p></blockquote>"


@pytest.mark.parametrize("payload", [None, 7, [], "x"])
def test_a_payload_of_another_shape_is_an_empty_card(payload):
    assert render_card("image", payload, Notes()) == ""
