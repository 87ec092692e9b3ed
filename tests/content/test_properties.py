"""Whatever comes in: nothing raises, nothing acts, and what is safe once stays as it is."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.content import (
    autop,
    embed_card,
    excerpt_of,
    plain_text,
    reading_minutes,
    render_comment,
    render_html,
    render_markdown,
    slugify,
)
from app.content.words import words

from .test_safety import VECTORS, assert_harmless

FAST = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])

TAGS = words(
    "p div span a b i em strong table tr td th tbody caption ul ol li dl dt dd pre code blockquote h1 h2 img br hr svg "
    "math mi mtext mo annotation-xml style script template noscript iframe object embed form input button select "
    "option textarea title figure figcaption picture source video audio details summary font center tt nobr ruby rt x-y"
)
ATTRIBUTES = [
    'href="/a"',
    'href="javascript:x"',
    'src="a.png"',
    'src="https://youtu.be/dQw4w9WgXcQ"',
    'id="a"',
    'id="wp-a"',
    'class="alignleft x"',
    'class="twitter-tweet"',
    'style="text-align:center"',
    "onclick=x",
    'hx-get="/"',
    'title="<b>"',
    "align=right",
    "name=n",
    'srcset="a 1x, b,c 2x"',
    "type=checkbox",
    'data-embed="https://evil.example"',
    'width="10px"',
    'data-src="b.png"',
    'cite="https://twitter.com/a/status/1"',
]

some_tag = st.builds(
    lambda slash, name, attributes: f"<{slash}{name}{''.join(' ' + a for a in attributes)}>",
    st.sampled_from(["", "", "/"]),
    st.sampled_from(sorted(TAGS)),
    st.lists(st.sampled_from(ATTRIBUTES), max_size=2),
)
some_markup = st.lists(
    st.one_of(
        some_tag,
        some_tag,
        st.sampled_from(
            ["text", " ", "\n\n", "&nbsp;", "&lt;script>", "<!--", "-->", "]]>", "<![CDATA[", "\x00", "{: .a}"]
        ),
        st.sampled_from(VECTORS),
        st.text(max_size=5),
    ),
    max_size=12,
).map("".join)
some_markdown = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "# a",
                "- b",
                "> c",
                "1. d",
                "| a | b |\n|--|--|\n| c | d |",
                "[^1]",
                "[^1]: n",
                "```",
                "**",
                "_",
                "$x_1$",
                "\n",
            ]
        ),
        st.sampled_from(
            ["[a](b)", "![a](b)", "{: #a}", "https://a.example/b", ": d", "- [x] t", "\n\n", "    ", "<div>"]
        ),
        st.text(max_size=8),
    ),
    max_size=15,
).map("".join)
some_word = st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=8)


@FAST
@given(some_markup)
def test_html_is_harmless_and_stable(markup: str) -> None:
    once = render_html(markup)
    assert_harmless(once)
    again = render_html(once.html)
    assert again.html == once.html
    assert again.text == once.text
    assert again.removed == ()


@FAST
@given(some_markdown)
def test_markdown_is_harmless_and_stable(source: str) -> None:
    once = render_markdown(source)
    assert_harmless(once)
    assert render_html(once.html).html == once.html


@FAST
@given(some_markup)
def test_markup_in_markdown_is_harmless(source: str) -> None:
    assert_harmless(render_markdown(source, rewrite=lambda address: "javascript:" + address))
    assert_harmless(render_comment(source))


@FAST
@given(st.text(st.characters()))  # lone surrogates too
def test_any_text_is_taken(text: str) -> None:
    for render in (render_markdown, render_html, render_comment):
        assert_harmless(render(text))
    assert isinstance(autop(text), str)
    plain_text(text).encode()
    assert len(excerpt_of(text, 20).encode().decode()) <= 20
    assert reading_minutes(text) >= 0
    assert embed_card(text) is None or "data-embed" in (embed_card(text) or "")


@FAST
@given(st.text())
def test_slug_is_an_address_part(text: str) -> None:
    slug = slugify(text)
    assert bool(slug) == bool(text.strip())
    assert len(slug.encode()) <= 200
    assert not set(slug) & set(" /?#%<>\"'&")
    assert slugify(slug) == slug


@FAST
@given(st.lists(some_word, min_size=1, max_size=20))
def test_words_stay(written: list[str]) -> None:
    text = " ".join(written)
    assert render_markdown(text).text.split() == text.split()
    assert render_comment(text).text.split() == text.split()
    assert plain_text(autop(text)).split() == text.split()
