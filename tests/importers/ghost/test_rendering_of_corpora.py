"""Our rendering of the editors' documents beside the HTML Ghost made of the same documents."""

import json
import re
from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from app.content import render_html, render_markdown
from app.importers.ghost import lexical, mobiledoc, open_reader
from app.importers.ghost.dialect import settled
from app.importers.ghost.notes import Notes
from app.importers.items import Entry, Options

pytestmark = pytest.mark.corpus

LEXICAL = "ghost-v5-lexical/ghost-export.json"
FILES = (
    LEXICAL,
    "ghost-test-fixtures/v2/default_export.json",
    "ghost-test-fixtures/v2/valid.json",
    "ghost-academia-binaria/ghost.json",
)
# What Ghost's scripts show and hide: no text of a post. And the form of a card that is left out on purpose.
CHROME = "button,svg,script,style,input,.kg-audio-player,.kg-video-player-container,.kg-audio-thumbnail,.kg-signup-card"

# slug -> what differs on purpose: (kind, ours - Ghost's)
ON_PURPOSE = {
    "card-embed": ("links", 1),  # a frame of an unknown site became a link
    "card-all-formatting": ("links", 1),  # the same card again
    "vendors-and-government-strengthen-partnership-at-technology-industry-day": (
        "links",
        1,
    ),  # a film's card has a link
    "legacy-mobiledoc-0": ("links", 1),
    "legacy-mobiledoc-1": ("links", 1),
    "legacy-mobiledoc-2": ("links", 1),
    "advanced-markdown": ("links", 1),  # a footnote's way back
    "hola-mundo-en-angular-2": ("links", 1),  # a bare address in the Markdown
    "por-que-angularjs": ("links", 1),
}


def look(html: str) -> tuple[list[str], Counter[str]]:
    """Return the visible words, and the numbers of things."""
    tree = LexborHTMLParser(f"<body>{html}</body>")
    for node in tree.css(CHROME):
        node.decompose()
    things = {
        "links": len(tree.css("a[href]")),
        "images": sum(bool(image.attributes.get("src")) for image in tree.css("img")),
        "code": len(tree.css("pre")),
        "headings": len(tree.css("h1,h2,h3,h4,h5,h6")),
    }
    for node in tree.css("figure.embed"):  # Ghost has a frame there, whose words come from elsewhere
        node.decompose()
    return re.findall(r"\w+", tree.body.text(deep=True, separator=" ")), Counter(things)


def alike(ours: list[str], theirs: list[str]) -> float:
    """Ghost runs the items of a list in a quotation together; that makes other words of the same letters."""
    if "".join(ours) == "".join(theirs):
        return 1.0
    return SequenceMatcher(None, ours, theirs, autojunk=False).ratio()


def rendered(row: dict[str, Any]) -> str:
    if row.get("lexical"):
        return lexical.render_lexical(json.loads(row["lexical"]), Notes())
    return mobiledoc.render_mobiledoc(json.loads(row["mobiledoc"]), Notes())


def rows(corpora: Path, name: str) -> list[dict[str, Any]]:
    return json.loads((corpora / name).read_text())["db"][0]["data"]["posts"]


@pytest.mark.parametrize("name", FILES)
def test_words_are_all_there(corpora, name):
    checked = 0
    for row in rows(corpora, name):
        ours, theirs = look(rendered(row))[0], look(row["html"])[0]
        assert alike(ours, theirs) >= 0.99, row["slug"]
        checked += len(theirs)
    assert checked > 400


@pytest.mark.parametrize("name", FILES)
def test_links_images_and_code_are_all_there(corpora, name):
    for row in rows(corpora, name):
        ours, theirs = look(rendered(row))[1], look(row["html"])[1]
        kind, more = ON_PURPOSE.get(row["slug"], ("links", 0))
        theirs[kind] += more
        for thing in ("links", "images", "code"):
            assert ours[thing] == theirs[thing], (row["slug"], thing)
        if "markdown" not in str(row.get("mobiledoc")) and "kg-toggle" not in row["html"]:
            assert ours["headings"] == theirs["headings"], row["slug"]


def test_what_readers_get_has_all_of_it_too(corpora):
    """Through the sanitiser, as published."""
    entries = {e.slug: e for e in open_reader([corpora / LEXICAL], Options()).items() if isinstance(e, Entry)}
    for row in rows(corpora, LEXICAL):
        words, things = look(render_html(entries[row["slug"]].html or "").html)
        theirs, counted = look(row["html"])
        counted["links"] += ON_PURPOSE.get(row["slug"], ("links", 0))[1]
        assert alike(words, theirs) >= 0.99, row["slug"]
        assert things["images"] == counted["images"], row["slug"]
        assert things["code"] == counted["code"], row["slug"]


def test_markdown_that_is_edited_later_looks_as_before(corpora):
    for name in FILES[2:]:
        for entry in open_reader([corpora / name], Options()).items():
            if isinstance(entry, Entry) and entry.source_format == "markdown":
                words, things = look(render_markdown(entry.source).html)
                theirs, counted = look(render_html(entry.html or "").html)
                assert alike(words, theirs) >= 0.97, entry.slug
                assert things == counted, entry.slug
                assert settled(entry.source) == entry.source


def test_nothing_for_e_mails_only_is_in_ghosts_own_html(corpora):
    """This is why the HTML may be preferred; the same holds for what comes out of the reader."""
    for row in rows(corpora, LEXICAL):
        assert "Only in e-mail" not in row["html"]
        assert "data-gh-segment" not in row["html"]
    items = list(open_reader([corpora / LEXICAL], Options()).items())
    assert "Only in e-mail" not in repr(items)
    assert "kg-signup" not in repr(items)
    assert "REDACTED" not in repr(items)
