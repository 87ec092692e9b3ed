"""Whole imports of the corpora beside what an independent script has found in them.

`corpora_differences.json` explains each single value that differs, by a reason of a closed list; nothing else may.
"""

import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from app.importers.report import UNCHANGED
from tests.importers.corpora import IS_HERE, MISSING, NAMES, SOURCES, Imported, Library, Source
from tests.importers.expectations import Fact, arrived_fields, expected_counts, expected_fields, plain_title

pytestmark = [pytest.mark.corpus, pytest.mark.skipif(not IS_HERE, reason=MISSING)]

EXPLANATIONS = Path(__file__).with_name("corpora_differences.json")
CORPORA_HOLD = 3331  # items, that none may get lost on the way to this test
Place = tuple[str, str, str]  # source, item ("" for a count), field


@cache
def explanations() -> dict[str, Any]:
    return json.loads(EXPLANATIONS.read_text("utf-8"))


@cache
def explained() -> dict[Place, tuple[Any, Any]]:
    """Place -> (expected, arrived)."""
    found = {(one["source"], one["item"], one["field"]): one for one in explanations()["differences"]}
    assert len(found) == len(explanations()["differences"])
    return {place: (one["expected"], one["arrived"]) for place, one in found.items()}


def differences(imported: Imported) -> dict[Place, tuple[Any, Any]]:
    """Place -> (expected, arrived), where the two are not the same."""
    source, found = imported.source, {}
    for kind, number in expected_counts(source).items():
        read = sum(imported.report.read[part] for part in kind.split(" and "))
        if read != number:
            found[(source.name, "", kind)] = (number, read)
    comments = Counter(one.post_id for one in imported.submissions)
    for ref, fact in entries_of(source):
        draft = imported.match(ref, plain_title(fact["title"]), fact.get("slug") or "")
        if draft is None:
            found[(source.name, ref, "arrived")] = (True, left_out(imported, ref))
            continue
        arrived = arrived_fields(draft, comments[draft.id])
        for field, value in expected_fields(source, fact).items():
            if not same(field, value, arrived[field]):
                found[(source.name, ref, field)] = (value, arrived[field])
    return found


def same(field: str, expected: Any, arrived: Any) -> bool:
    if field == "old_paths":  # there may be more of them than were written down
        return set(expected) <= set(arrived)
    return expected == arrived or (field == "path" and expected is None)


def entries_of(source: Source) -> Iterator[tuple[str, Fact]]:
    """What the script says of posts and pages: (id in the export, or title where it has none, facts)."""
    seen: Counter[str] = Counter()
    for fact in source.items:
        if source.family == "wxr" and fact["type"] not in ("post", "page"):
            continue
        ref = str(fact.get("post_id") or fact.get("id") or fact.get("path") or fact["title"])
        seen[ref] += 1
        yield (f"{ref} ({fact['title']})" if seen[ref] > 1 else ref), fact


def left_out(imported: Imported, ref: str) -> str:
    report = imported.report
    reasons = [one.reason for one in (*report.skipped, *report.failed) if one.ref == ref]
    return reasons[0] if len(reasons) == 1 else "lost"


@pytest.mark.parametrize("source", SOURCES, ids=NAMES)
def test_every_count_and_item_is_the_same_or_explained(library: Library, source: Source) -> None:
    found = differences(library.get(source))
    known = {place: pair for place, pair in explained().items() if place[0] == source.name}
    shown = [
        {"source": place[0], "item": place[1], "field": place[2], "expected": pair[0], "arrived": pair[1]}
        for place, pair in found.items()
        if known.get(place) != pair
    ]
    assert not shown, "\n" + json.dumps(shown, indent=1, ensure_ascii=False)
    assert not known.keys() - found.keys(), "explained, but there is no difference any more"


@pytest.mark.parametrize("source", SOURCES, ids=NAMES)
def test_read_is_imported_and_skipped_and_failed(library: Library, source: Source) -> None:
    imported = library.get(source)
    report = imported.report
    for kind in report.read:
        left = [one for one in (*report.skipped, *report.failed) if one.kind == kind]
        assert report.read[kind] == report.imported[kind] + len(left), kind
        assert all(len(one.reason) > 5 for one in left), kind
    kinds = Counter(draft.kind for draft in imported.drafts.values())
    assert (kinds["post"], kinds["page"]) == (report.imported["posts"], report.imported["pages"])
    assert len(imported.submissions) == report.imported["comments"]
    held = Counter(draft.status for draft in imported.drafts.values() if draft.status != "published")
    assert report.held_back == held


@pytest.mark.parametrize("source", SOURCES, ids=NAMES)
def test_the_public_files_hold_what_is_published_and_nothing_else(library: Library, source: Source) -> None:
    imported = library.get(source)
    published = {one.id: one for one in imported.drafts.values() if one.status == "published"}
    with imported.services() as services:
        posts, comments = services.posts, services.comments
        assert posts.count("post") + posts.count("page") == len(published)
        assert posts.visible_ids(list(imported.drafts)) == set(published)
        for draft in published.values():
            post = posts.find_by_path(draft.path)
            assert post is not None
            assert (post.id, post.title, post.html) == (draft.id, draft.title, draft.html)
            assert (post.published_at, post.local_date) == (draft.published_at, draft.local_date)
            assert [tag.slug for tag in post.tags] == [tag.slug for tag in draft.tags if not tag.internal]
            assert [(one.id, one.name) for one in post.authors] == [(one.id, one.name) for one in draft.authors]
        approved = [one for one in imported.submissions if one.decision == "approved"]
        assert comments.known_ids([one.id for one in imported.submissions]) == {one.id for one in approved}
        counted = Counter(one.post_id for one in approved if one.kind == "comment")
        assert comments.counts(list(imported.drafts)) == counted


@pytest.mark.parametrize("source", SOURCES, ids=NAMES)
def test_a_second_run_changes_nothing_and_says_so(library: Library, source: Source) -> None:
    imported = library.get(source)
    if imported.refused:
        pytest.skip(f"refused at once: {imported.refused}")
    before = imported.revisions()
    report = imported.again()
    assert not report.imported
    assert imported.revisions() == before
    assert report.read == imported.report.read
    unchanged = Counter(one.kind for one in report.skipped if one.reason == UNCHANGED)
    assert unchanged == imported.report.imported


def test_a_split_export_is_one_blog(library: Library) -> None:
    parts = [source for source in SOURCES if source.name.startswith("wxr-ghost-migrate/multiple/")]
    assert len(parts) == 3
    whole = Source(
        "wxr-ghost-migrate/multiple",
        tuple(part.paths[0] for part in parts),
        {name: sum(part.facts[name] for part in parts) for name in ("posts", "pages", "comments_total", "attachments")}
        | {"items": [item for part in parts for item in part.items]},
    )
    alone = {draft_id for part in parts for draft_id in library.get(part).drafts}
    assert not differences(library.get(whole))
    assert set(library.get(whole).drafts) == alone  # whichever way it comes, an item is the same item


def test_nothing_escaped_this_test() -> None:
    assert sum(len(source.items) for source in SOURCES) == CORPORA_HOLD


def test_each_explanation_has_a_reason_of_the_closed_list() -> None:
    reasons = explanations()["reasons"]
    assert {one["reason"] for one in explanations()["differences"]} == set(reasons)
    assert all(len(why) > 20 for why in reasons.values())
    assert {place[0] for place in explained()} <= set(NAMES)
