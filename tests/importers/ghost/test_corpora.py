"""Exports against counts an independent script took; each difference is explained in differences.json."""

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.importers.ghost import open_reader
from app.importers.items import Author, Entry, Failed, Options, Skipped, Tag, Unreadable

pytestmark = pytest.mark.corpus

DIFFERENCES: dict[str, dict[str, Any]] = json.loads((Path(__file__).parent / "differences.json").read_text())
FILES = {
    "ghost-academia-binaria": 1,
    "ghost-test-fixtures": 24,
    "ghost-v5-lexical": 1,
}
STATUS = {"restricted": "published"}  # what was published to members only
VISIBILITY = {"members only": "members", "paid members only": "paid"}


def when(value: Any) -> datetime | None:
    if value is None:
        return None
    if isinstance(value, int):
        return datetime.fromtimestamp(value / 1000, UTC)
    found = datetime.fromisoformat(value)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def read(path: Path) -> dict[str, Any]:
    try:
        items = list(open_reader([path], Options()).items())
    except Unreadable:
        return {"error": "no data", "items": []}
    entries = [item for item in items if isinstance(item, Entry)]
    left = Counter(item.kind for item in items if isinstance(item, Skipped | Failed))
    tags = [item for item in items if isinstance(item, Tag)]
    kinds = Counter(entry.kind for entry in entries)
    return {
        "posts": kinds["post"] + left["posts"],
        "pages": kinds["page"] + left["pages"],
        "status_by_type": dict(Counter(f"{entry.kind}:{STATUS.get(entry.status, entry.status)}" for entry in entries)),
        "visibility": dict(Counter(VISIBILITY.get(entry.reason, "public") for entry in entries)),
        "tags": len(tags) + left["tags"],
        "internal_tags": sum(tag.internal for tag in tags),
        "posts_tags": sum(len(entry.tags) for entry in entries),
        "users": sum(isinstance(item, Author) for item in items) + left["authors"],
        "featured": sum(entry.pinned for entry in entries),
        "feature_images": sum(bool(entry.image) for entry in entries),
        "items": [
            {
                "id": entry.ref,
                "type": entry.kind,
                "status": STATUS.get(entry.status, entry.status),
                "slug": entry.slug,
                "title": entry.title,
                "published_at": entry.published_at,
                "tags": len(entry.tags),
            }
            for entry in entries
        ],
    }


def expected_of(found: dict[str, Any], ours: dict[str, Any]) -> dict[str, Any]:
    """Take of the independent counts what we count too, in our types."""
    counts = {key: found[key] for key in found if key in ours and key != "items"}
    if "visibility" in counts:  # Ghost 0.x has none, which means public
        counts["visibility"] = dict(
            Counter({"public" if k == "null" else k: n for k, n in counts["visibility"].items()})
        )
    items = [
        {key: item[key] for key in ("type", "status", "slug", "title", "tags")}
        | {"id": str(item["id"]), "published_at": when(item["published_at"])}
        for item in found.get("items", [])
    ]
    return {**counts, "items": items}


def differences(expected: dict[str, Any], ours: dict[str, Any]) -> dict[str, Any]:
    """Return place -> [expected, ours]."""
    found = {key: [expected.get(key), ours[key]] for key in ours if key != "items" and expected.get(key) != ours[key]}
    theirs, mine = ({item["id"]: item for item in side["items"]} for side in (expected, ours))
    for own_id in [*theirs, *(key for key in mine if key not in theirs)]:
        if own_id not in theirs or own_id not in mine:
            found[f"item {own_id}"] = [own_id in theirs, own_id in mine]
            continue
        for key, value in theirs[own_id].items():
            if mine[own_id][key] != value:
                found[f"item {own_id} {key}"] = [value, mine[own_id][key]]
    return found


@pytest.mark.parametrize("corpus", FILES)
def test_every_count_and_item_is_the_same_or_explained(corpora, corpus):
    known = json.loads((corpora / corpus / "expected.json").read_text())["files"]
    assert len(known) == FILES[corpus]
    unexplained: dict[str, Any] = {}
    for name, counted in known.items():
        ours = read(corpora / corpus / name)
        found = differences(expected_of(counted, ours), ours)
        explained = DIFFERENCES.get(f"{corpus}/{name}", {})
        odd = {place: pair for place, pair in found.items() if explained.get(place, [None])[:2] != [*map(str, pair)]}
        gone = {place: "explained, but no difference" for place in explained if place not in found}
        if odd or gone:
            unexplained[name] = {**odd, **gone}
    assert not unexplained


def test_each_explanation_says_why():
    for places in DIFFERENCES.values():
        assert all(len(explained) == 3 and len(explained[2]) > 20 for explained in places.values())
