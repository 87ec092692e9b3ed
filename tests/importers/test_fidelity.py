"""What is published beside what was written: the same words in the same order, as many links, images, code blocks.

`originals` makes the one side from the files of the corpora, `visible` looks at both and names all that is levelled
before they are compared. `fidelity_exceptions.json` lists the items that differ all the same, each with a reason.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.importers.corpora import IS_HERE, MISSING, NAMES, SOURCES, Imported, Library, Source
from tests.importers.expectations import plain_title
from tests.importers.originals import originals
from tests.importers.visible import View, alike, view

pytestmark = [pytest.mark.corpus, pytest.mark.skipif(not IS_HERE, reason=MISSING)]

EXCEPTIONS = Path(__file__).with_name("fidelity_exceptions.json")
ITEMS = 3180  # of all corpora, compared one by one
SAME = 0.99
MOST_EXCEPTIONS = 0.01  # of all items


@cache
def listed() -> dict[str, Any]:
    return json.loads(EXCEPTIONS.read_text("utf-8"))


def pairs(imported: Imported) -> list[tuple[str, str, str]]:
    """Return the id in the old blog, the original and what is published, of every item that was imported."""
    found, seen = [], set()
    for ref, title, original in originals(imported.source) if imported.drafts else ():
        draft = imported.match(ref, plain_title(title))
        if draft is not None and draft.id not in seen:
            seen.add(draft.id)
            found.append((ref, original, draft.html))
    assert seen == imported.drafts.keys()
    return found


def differing(ref: str, before: View, after: View) -> list[str]:
    """Return what differs, in the order of the alphabet."""
    if is_list_of_pages(ref, before):
        return []
    counted = [name for name, number in before.counts.items() if after.counts[name] != number]
    return sorted([*counted, *(["words"] if alike(before.words, after.words) < SAME else [])])


def is_list_of_pages(ref: str, before: View) -> bool:
    """Hugo's section pages without a text show a list of the pages below; it was written out, since no theme does."""
    return ref.endswith("_index.md") and not before.words and not before.images


@pytest.mark.parametrize("source", SOURCES, ids=NAMES)
def test_every_item_is_the_same_to_its_readers(library: Library, source: Source) -> None:
    found = {
        ref: differs
        for ref, original, published in pairs(library.get(source))
        if (differs := differing(ref, view(original), view(published)))
    }
    known = {one["item"]: one["differs"] for one in listed()["exceptions"] if one["source"] == source.name}
    assert found == known


def test_exceptions_are_few_and_have_reasons_of_the_closed_list(library: Library) -> None:
    exceptions, reasons = listed()["exceptions"], listed()["reasons"]
    items = sum(len(library.get(source).drafts) for source in SOURCES)
    assert items == ITEMS
    assert len(exceptions) <= MOST_EXCEPTIONS * items
    assert {one["reason"] for one in exceptions} == set(reasons)
    assert {one["source"] for one in exceptions} <= set(NAMES)
    assert all(len(why) > 20 for why in reasons.values())


WHOLE = (
    "<p>"
    + "One two three four five. " * 20
    + '</p><p><a href="/a">Link</a> <img src="/b.png"></p><pre>code <i>x</i></pre>'
)


@pytest.mark.parametrize(
    ("damaged", "differs"),
    [
        (WHOLE, []),
        (WHOLE.replace("<p>", '<p class="x">').replace("three", "<b>th</b>ree"), []),
        (WHOLE.replace("two", "zwei", 1), []),  # less than 1 % of the words
        (WHOLE.replace("two", "zwei", 5), ["words"]),
        (WHOLE.replace('<a href="/a">Link</a>', "Link"), ["links"]),
        (WHOLE.replace('<img src="/b.png">', ""), ["images"]),
        (WHOLE.replace("pre>", "p>"), ["code blocks"]),
        (WHOLE.replace("One two three four five. ", "", 1), ["words"]),
        (WHOLE + "<p>" + "And more. " * 3 + "</p>", ["words"]),
        (WHOLE.replace("One two three four", "three One two four"), ["words"]),
    ],
)
def test_damage_is_noticed(damaged: str, differs: list[str]) -> None:
    assert differing("", view(WHOLE), view(damaged)) == differs
