"""Lexical -> HTML, as Ghost's own renderer writes it."""

import json

import pytest

from app.importers.ghost.lexical import only_markdown, render_lexical
from app.importers.ghost.notes import Notes


def render(make, *children):
    return render_lexical(json.loads(make.lexical(*children)), Notes())


def item(*children):
    return {"type": "listitem", "children": list(children)}


def bullets(*items, **values):
    return {"type": "list", "listType": "bullet", "tag": "ul", "start": 1, "children": list(items)} | values


@pytest.mark.parametrize(
    ("bits", "html"),
    [
        (0, "x"), (1, "<strong>x</strong>"), (2, "<em>x</em>"), (4, "<s>x</s>"), (8, "<u>x</u>"), (16,
            "<code>x</code>"),
        (32, "<sub>x</sub>"), (64, "<sup>x</sup>"), (128, "<mark>x</mark>"), (3, "<strong><em>x</em></strong>"),
        (256, "x"), ("1", "<strong>x</strong>"), (None, "x"), ("left", "x"),
    ],
)  # fmt: skip
def test_formats(make, bits, html):
    assert render(make, make.paragraph(make.words("x", bits))) == f"<p>{html}</p>"


@pytest.mark.parametrize(
    ("runs", "html"),
    [
        ([("a", 1), ("b", 3), ("c", 2)], "<strong>a<em>b</em></strong><em>c</em>"),
        ([("a", 3), ("b", 2)], "<em><strong>a</strong>b</em>"),
        ([("a", 1), ("b", 1)], "<strong>ab</strong>"),
        ([("<&>", 0)], "&lt;&amp;&gt;"),
    ],
)
def test_formats_stay_open_over_the_runs_that_share_them(make, runs, html):
    assert render(make, make.paragraph(*(make.words(*run) for run in runs))) == f"<p>{html}</p>"


def test_links_and_breaks(make):
    link = {"type": "link", "url": "/a?b&c", "rel": "nofollow", "children": [make.words("go", 1)]}
    shown = render(make, make.paragraph(make.words("see ", 1), link, {"type": "linebreak"}, "end"))
    assert shown == '<p><strong>see </strong><a href="/a?b&amp;c" rel="nofollow"><strong>go</strong></a><br>end</p>'


def test_headings_have_the_ids_ghost_gave_them(make):
    heads = [
        {"type": "extended-heading", "tag": "h3", "children": [make.words("A & b!")]},
        {"type": "heading", "tag": "h2", "children": [make.words("Über uns")]},
        {"type": "extended-heading", "tag": "script", "children": [make.words("A & b!")]},
    ]
    assert render(make, *heads) == (
        '<h3 id="a-b">A &amp; b!</h3><h2 id="%C3%BCber-uns">Über uns</h2><h2 id="a-b-1">A &amp; b!</h2>'
    )


def test_nested_lists_belong_into_the_item_before(make):
    inner = bullets(item(make.words("one.one")), item(make.words("one.two")))
    shown = render(make, bullets(item(make.words("one")), item(inner), item(make.words("two"))))
    assert shown == "<ul><li>one<ul><li>one.one</li><li>one.two</li></ul></li><li>two</li></ul>"


def test_numbered_lists_may_begin_anywhere(make):
    ordered = bullets(item(make.words("x")), listType="number", tag="ol", start=3)
    assert render(make, ordered) == '<ol start="3"><li>x</li></ol>'


def test_quotes_asides_and_the_empty_line_at_the_end(make):
    quote = {"type": "extended-quote", "children": [make.words("q")]}
    aside = {"type": "aside", "children": [make.words("a")]}
    assert render(make, quote, aside, make.paragraph()) == (
        '<blockquote>q</blockquote><blockquote class="kg-blockquote-alt">a</blockquote>'
    )


def test_blocks_in_a_quote_stay_blocks(make):
    quote = {"type": "quote", "children": [make.words("Said:", 1), bullets(item(make.words("x"))), make.paragraph("p")]}
    assert render(make, quote) == "<blockquote><strong>Said:</strong><ul><li>x</li></ul><p>p</p></blockquote>"


def test_what_a_newer_ghost_brings_keeps_its_text(make):
    notes = Notes()
    state = json.loads(make.lexical({"type": "columns", "children": [make.paragraph("a"), {"type": "brand-new"}]}))
    assert render_lexical(state, notes) == "<p>a</p>"
    assert notes.incomplete
    assert list(notes) == ["a card of unknown kind “brand-new” could not be converted"]


def test_editor_helpers_are_nothing(make):
    assert (
        render(make, make.paragraph("a", {"type": "at-link", "children": [make.words("@x")]}, {"type": "zwnj"}))
        == "<p>a</p>"
    )


def test_depth_ends_in_text(make):
    node = make.words("deep")
    for _ in range(400):
        node = {"type": "quote", "children": [node, make.paragraph("x")]}
    notes = Notes()
    shown = render_lexical({"root": {"children": [node]}}, notes)
    assert "deep" in shown
    assert shown.count("<blockquote>") <= 61
    assert notes.incomplete


def test_one_markdown_card_is_markdown(make):
    card = {"type": "markdown", "markdown": "# a"}
    assert only_markdown(json.loads(make.lexical(make.paragraph(), card, make.paragraph()))) == "# a"
    assert only_markdown(json.loads(make.lexical(make.paragraph("x"), card))) is None
    assert only_markdown(json.loads(make.lexical(card, {"type": "email", "html": "x"}))) is None
    assert only_markdown(json.loads(make.lexical(card, card))) is None
    assert only_markdown(None) is None
