"""Mobiledoc -> HTML."""

import pytest

from app.importers.ghost.mobiledoc import only_markdown, render_mobiledoc
from app.importers.ghost.notes import Notes


def render(*sections, **parts):
    return render_mobiledoc({"version": "0.3.1", "sections": list(sections), **parts}, Notes())


MARKUPS = [["strong"], ["em"], ["a", ["href", "/x", "rel", "nofollow", "onclick", "evil()"]], ["script"]]


@pytest.mark.parametrize(
    ("markers", "html"),
    [
        ([[0, [], 0, "a<b"]], "a&lt;b"),
        ([[0, [0], 1, "a"]], "<strong>a</strong>"),
        ([[0, [0], 0, "a"], [0, [1], 1, "b"], [0, [], 1, "c"]], "<strong>a<em>b</em>c</strong>"),
        ([[0, [0, 1], 2, "a"]], "<strong><em>a</em></strong>"),
        ([[0, [2], 1, "a"]], '<a href="/x" rel="nofollow">a</a>'),
        ([[0, [3], 1, "a"]], "a"),
        ([[0, [0], 0, "open"]], "<strong>open</strong>"),
        ([[0, [], 5, "a"]], "a"),
        ([[0, [99], 1, "a"]], "a"),
        ([[1, [], 0, 0], [1, [], 0, 1]], "<br>@ann"),
    ],
)
def test_markers(markers, html):
    atoms = [["soft-return", "", {}], ["mention", "@ann", {}]]
    assert render([1, "p", markers], markups=MARKUPS, atoms=atoms) == f"<p>{html}</p>"


def test_sections():
    shown = render(
        [1, "h2", [[0, [], 0, "Head"]]],
        [1, "blockquote", [[0, [], 0, "q"]]],
        [1, "aside", [[0, [], 0, "a"]]],
        [1, "marquee", [[0, [], 0, "m"]]],
        [2, "/img.png"],
        [3, "ol", [[[0, [], 0, "one"]], [[0, [0], 1, "two"]]]],
        [10, 0],
        [1, "p", []],
        markups=MARKUPS,
        cards=[["hr", {}]],
    )
    assert shown == (
        '<h2 id="head">Head</h2><blockquote>q</blockquote><blockquote class="kg-blockquote-alt">a</blockquote><p>m</p>'
        '<figure class="kg-card kg-image-card"><img src="/img.png" class="kg-image" alt="" loading="lazy"></figure>'
        "<ol><li>one</li><li><strong>two</strong></li></ol><hr>"
    )


def test_attributes_of_sections_are_no_part_of_the_text():
    assert render([1, "p", [[0, [], 0, "x"]], ["data-md-text-align", "center"]]) == "<p>x</p>"


@pytest.mark.parametrize("name", ["markdown", "card-markdown"])
def test_one_markdown_card_is_markdown(name):
    doc = {"sections": [[10, 0], [1, "p", []]], "cards": [[name, {"cardName": name, "markdown": "# a"}]]}
    assert only_markdown(doc) == "# a"
    doc["sections"].append([1, "p", [[0, [], 0, "x"]]])
    assert only_markdown(doc) is None


@pytest.mark.parametrize("doc", [None, 7, [], {}, {"sections": 3}, {"sections": [[10, 0]]}, {"sections": [[99]]}])
def test_odd_documents_are_noted(doc):
    notes = Notes()
    assert render_mobiledoc(doc, notes) == ""
    assert notes.incomplete
