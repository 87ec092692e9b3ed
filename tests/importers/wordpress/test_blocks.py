"""Bodies of the block editor."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importers.items import Entry
from app.importers.wordpress.body import Context, convert
from app.importers.wordpress.body.blocks import MAX_DEPTH, tokens, without_comments

PIECES = [
    *("<!-- wp:a -->", "<!-- /wp:a -->", "<!-- wp:b/c {} /-->", '<!-- wp:query {"a":1} -->', "<!-- /wp:query -->"),
    *("<!-- wp:embed -->", "<!-- /wp:embed -->", "<!-- wp:", "-->", "<!--", "{", "}", "/", "text", "<p>", "</p>", "\n"),
    *('<!-- wp:block {"ref":1} /-->', "<!--more-->", "<!--nextpage-->", "<pre>", "[gallery]", "https://a.example\n"),
]


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=60).map("".join))
def test_any_text_is_a_body(text: str) -> None:
    convert(text, Context(blocks={"1": text}))


@given(st.text())
def test_text_without_blocks_is_left_alone(text: str) -> None:
    assert without_comments(text, Context()) == text or "wp:" in text


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_tokens_are_all_of_the_text(text: str) -> None:
    assert all(token.text in text for token in tokens(text) if token.kind == "text")


def test_comments_go_and_html_stays(exports: Any) -> None:
    body = """<!-- wp:columns --><div><!-- wp:column {"width":"50%"} --><div>
<!-- wp:paragraph -->
<p>One</p>
<!-- /wp:paragraph -->

<!-- wp:core/paragraph {"align":"center"} -->
<p>Two</p>
<!-- /wp:core/paragraph --></div><!-- /wp:column --></div><!-- /wp:columns -->"""
    assert exports.body(body) == "<div><div>\n\n<p>One</p>\n\n<p>Two</p>\n</div></div>"


def test_block_bodies_get_no_further_paragraphs(exports: Any) -> None:
    assert exports.body("<!-- wp:html -->\none\n\ntwo\n<!-- /wp:html -->") == "one\n\ntwo"


def test_blocks_of_the_database_are_left_out_and_said_once(exports: Any, item: Any) -> None:
    body = (
        '<p>a</p><!-- wp:latest-posts {"postsToShow":3} /--><!-- wp:latest-posts /--><!-- wp:archives /-->'
        "<!-- wp:query --><div><!-- wp:post-template --><!-- wp:post-title /--><!-- /wp:post-template --></div>"
        "<!-- /wp:query -->"
        "<!-- wp:acme/slider /--><p>b</p>"
    )
    stream = exports.read(item(content=body))
    assert stream.entry.source == "<p>a</p><p>b</p>"
    (warning,) = stream.warnings
    assert warning.endswith(": latest-posts, archives, post-template, acme/slider")


def test_unknown_block_keeps_its_html(exports: Any) -> None:
    assert exports.body("<!-- wp:acme/box --><p>in</p><!-- /wp:acme/box -->") == "<p>in</p>"


def test_words_around_a_list_of_posts_are_kept(exports: Any) -> None:
    content = (
        '<!-- wp:query --><div class="wp-block-query"><!-- wp:heading --><h2>New here</h2><!-- /wp:heading -->'
        "<!-- wp:post-template --><!-- wp:paragraph --><p>for each</p><!-- /wp:paragraph --><!-- /wp:post-template -->"
        "</div><!-- /wp:query -->"
    )
    assert exports.body(content) == '<div class="wp-block-query"><h2>New here</h2></div>'


@pytest.mark.parametrize(
    "body",
    [
        "<!-- wp:query --><p>kept</p>",
        "<!-- wp:group --><p>kept</p><!-- /wp:column -->",
        "<p>kept</p><!-- /wp:group -->",
        "<!-- wp:group {broken json --><p>kept</p><!-- /wp:group -->",
        "<!-- wp:group -->" * (MAX_DEPTH * 3) + "<p>kept</p>",
    ],
)
def test_damaged_blocks_lose_no_text(exports: Any, body: str) -> None:
    assert exports.body(body) == "<p>kept</p>"


def test_reusable_blocks_are_put_in(exports: Any, item: Any) -> None:
    block = item(post_id="7", post_type="wp_block", content="<!-- wp:paragraph --><p>shared</p><!-- /wp:paragraph -->")
    stream = exports.read(item(content='<!-- wp:block {"ref":7} /-->'), block)
    assert stream.entry.source == "<p>shared</p>"
    assert stream.skipped == [("reusable block", "7")]


def test_reusable_block_that_is_missing_or_in_itself(exports: Any, item: Any) -> None:
    stream = exports.read(item(content='<!-- wp:block {"ref":9} /-->x'))
    assert "reusable block 9 is not in the export" in stream.warnings[0]
    circle = item(post_id="7", post_type="wp_block", content='<!-- wp:block {"ref":7} /-->')
    stream = exports.read(item(content='<!-- wp:block {"ref":7} /-->x'), circle)
    assert stream.entry.source == "x"
    assert "inside of itself" in stream.warnings[0]


def test_embed_block_becomes_a_card_with_its_caption(exports: Any) -> None:
    body = """<!-- wp:embed {"url":"https://youtu.be/abcdefghijk"} -->
<figure class="wp-block-embed"><div class="wp-block-embed__wrapper">
https://youtu.be/abcdefghijk
</div><figcaption>A film</figcaption></figure>
<!-- /wp:embed -->"""
    made = exports.body(body)
    assert 'data-embed="https://www.youtube-nocookie.com/embed/abcdefghijk"' in made
    assert "<figcaption>A film</figcaption>" in made


def test_embed_of_an_unknown_site_becomes_a_link(exports: Any) -> None:
    body = (
        '<!-- wp:core-embed/acme {"url":"https://acme.example/1"} --><figure class="wp-block-embed">'
        "https://acme.example/1?a=1&amp;b=2</figure><!-- /wp:core-embed/acme -->"
    )
    assert '<a href="https://acme.example/1?a=1&amp;b=2">' in exports.body(body)


@pytest.mark.parametrize(
    ("block", "address"),
    [
        ('embed {"url":"https://vimeo.com/123"}', "https://vimeo.com/123"),
        ('jetpack/gif {"url":"https://giphy.example/x"}', "https://giphy.example/x"),
        ('social-link {"url":"https://social.example/a","service":"mastodon"}', "https://social.example/a"),
        ('videopress/video {"guid":"aBc123"}', "https://videopress.com/v/aBc123"),
        ('navigation-link {"label":"There","url":"https://there.example"}', "https://there.example"),
    ],
)
def test_empty_blocks_that_name_an_address(exports: Any, block: str, address: str) -> None:
    assert address in exports.body(f"<!-- wp:{block} /-->")


def test_footnotes_are_written_out(exports: Any, item: Any, meta: Any) -> None:
    notes = json.dumps([{"id": "n1", "content": "See <em>there</em>."}, "nonsense"])
    body = '<!-- wp:paragraph --><p>x<sup><a href="#n1">1</a></sup></p><!-- /wp:paragraph --><!-- wp:footnotes /-->'
    source = exports.read(item(meta(footnotes=notes), content=body)).entry.source
    assert '<li id="n1">See <em>there</em>.' in source
    assert exports.read(item(meta(footnotes="[broken"), content=body)).entry.ref == "1"


def test_more_block_splits_the_excerpt(exports: Any, item: Any) -> None:
    body = (
        "<!-- wp:paragraph --><p>First <b>part</b>.</p><!-- /wp:paragraph -->\n"
        '<!-- wp:more {"customText":"On"} --><!--more On--><!-- /wp:more -->\n'
        "<!-- wp:paragraph --><p>Rest.</p><!-- /wp:paragraph -->"
    )
    entry = exports.read(item(content=body)).entry
    assert entry.excerpt == "First part."
    assert entry.source == "<p>First <b>part</b>.</p>\n\n<p>Rest.</p>"


def test_media_and_text_of_blocks_survive(exports: Any, item: Any) -> None:
    figure = '<figure class="wp-block-image"><img src="/a.jpg" alt="A"/></figure>'
    entries = exports.read(item(content=f'<!-- wp:image {{"id":5}} -->{figure}<!-- /wp:image -->')).all(Entry)
    assert entries[0].source == figure
