"""Every export of the corpora, compared with counts and items that an independent script has found in it.

`differences.json` names each single value that differs on purpose, with the reason; nothing else may differ.
"""

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from app.importers.items import (
    Comment,
    Entry,
    Failed,
    Item,
    Media,
    Options,
    Site,
    Skipped,
    Tag,
    Unreadable,
)
from app.importers.wordpress import matches, open_reader

CORPORA = Path(__file__).resolve().parents[4] / "shared" / "corpora"
DIFFERENCES = Path(__file__).with_name("differences.json")
STATUSES = {
    "publish": {"published", "protected"},
    "future": {"scheduled", "draft"},  # a draft once its date has passed
    "draft": {"draft"},
    "pending": {"review"},
    "private": {"private"},
    "trash": {"trash"},
    "": {"draft"},
}
NO_DATE = "0000-00-00 00:00:00"

pytestmark = pytest.mark.corpus


def exports() -> list[Any]:
    found = sorted(CORPORA.glob("wxr-*/expected.json"))
    if not found:
        return [pytest.param(None, None, marks=pytest.mark.skip(f"no corpora at {CORPORA}"))]
    return [
        pytest.param(path.parent / name, facts, id=f"{path.parent.name}/{name}")
        for path in found
        for name, facts in json.loads(path.read_text("utf-8"))["files"].items()
    ]


@cache
def differences() -> dict[tuple[str, str, str], Any]:
    """Return (export, item, field) -> what we say instead."""
    return {
        (one["export"], one["item"], one["field"]): one["ours"] for one in json.loads(DIFFERENCES.read_text("utf-8"))
    }


@pytest.mark.parametrize(("path", "facts"), exports())
def test_export(path: Path, facts: dict[str, Any]) -> None:
    export = f"{path.parent.name}/{path.name}"
    if (export, "", "unreadable") in differences():
        with pytest.raises(Unreadable):
            open_reader([path], Options())
        return
    assert matches([path])
    items = list(open_reader([path], Options(custom_types="as-posts")).items())
    found = dict(counts_of(items)) | {"site_title": next(item for item in items if isinstance(item, Site)).title or ""}
    expected = expected_counts(facts)
    assert {key: found.get(key, 0) for key in expected} == {
        key: differences().get((export, "", key), value) for key, value in expected.items()
    }
    assert not [item for item in items if isinstance(item, Failed)]
    assert_same_items(export, items, facts)
    left = [item for item in items if isinstance(item, Skipped) and item.kind != "comments"]
    assert sum(isinstance(item, Entry | Media) for item in items) + len(left) == facts["items_total"]


def expected_counts(facts: dict[str, Any]) -> dict[str, Any]:
    return {
        "site_title": facts.get("site_title", ""),
        "posts": facts["posts"],
        "pages": facts["pages"],
        "media": facts["attachments"],
        "comments": facts["comments_total"],
        "threaded": facts["comments_threaded"],
        "mentions": sum(facts["comments_by_type"].get(kind, 0) for kind in ("pingback", "trackback")),
        "pinned": facts["sticky"],
        "protected": facts["password_protected"],
        "enclosures": facts["enclosures"],
    }


def counts_of(items: list[Item]) -> Counter[str]:
    found: Counter[str] = Counter()
    for item in items:
        match item:
            case Entry():
                if "wordpress_type" not in item.metadata:
                    found[f"{item.kind}s"] += 1
                found["pinned"] += item.pinned
                found["protected"] += item.password is not None
                found["enclosures"] += len(item.metadata.get("enclosures", ()))
            case Comment():
                found["comments"] += 1
                found["threaded"] += item.parent_ref is not None
                found["mentions"] += item.kind == "mention"
            case Media():
                found["media"] += 1
            case Skipped():
                found[item.kind] += 1
    return found


def assert_same_items(export: str, items: list[Item], facts: dict[str, Any]) -> None:
    entries = [item for item in items if isinstance(item, Entry)]
    media = {item.ref.partition("-")[0] for item in items if isinstance(item, Media)}
    skipped = {(item.kind, item.ref) for item in items if isinstance(item, Skipped)}
    comments = Counter(item.entry_ref for item in items if isinstance(item, Comment))
    slugs = {item.ref: item.slug for item in items if isinstance(item, Tag)}
    wrong = []
    for fact in facts["items"]:
        ref = fact["post_id"] or fact["title"]
        if fact["type"] == "attachment":
            assert ref in media
        elif (entry := find(entries, fact)) is None:
            assert any(ref == left for _, left in skipped), f"{ref} is lost"
        else:
            for field, (ours, theirs) in compared(entry, fact, comments[entry.ref], slugs).items():
                if ours != differences().get((export, ref, field), theirs):
                    wrong.append({"export": export, "item": ref, "field": field, "expected": theirs, "ours": ours})
    assert not wrong, json.dumps(wrong, indent=1, ensure_ascii=False)


def find(entries: list[Entry], fact: dict[str, Any]) -> Entry | None:
    """Return the entry of this id; where several items share an id, the one that has the slug or title too."""
    found = [entry for entry in entries if entry.ref.partition("-")[0] == fact["post_id"] or not fact["post_id"]]
    same = [entry for entry in found if entry.slug == unquote(fact["slug"]) and entry.title == fact["title"]]
    return (same or found or [None])[0]


def compared(entry: Entry, fact: dict[str, Any], comments: int, slugs: dict[str, str]) -> dict[str, tuple[Any, Any]]:
    """Return field -> (what we say, what the independent script says in our words)."""
    has_moment = fact["date_gmt"] not in ("", NO_DATE)
    is_dated = has_moment or fact["status"] == "publish"  # a draft's date is when it was last saved
    moment = entry.published_at.strftime("%Y-%m-%d %H:%M:%S") if entry.published_at else ""
    return {
        "status": (entry.status in STATUSES[fact["status"]], True),
        "slug": (entry.slug, unquote(fact["slug"])),
        "title": (entry.title, fact["title"]),
        "date_gmt": (moment, fact["date_gmt"] if has_moment else moment if is_dated and fact["date"] else ""),
        "date": (entry.local_date or "", fact["date"][:10] if is_dated else ""),
        "author": (entry.authors[0] if entry.authors else "", fact["author"]),
        "comments": (comments, fact["comments"]),
        "tags": (sorted(slugs[ref] for ref in entry.tags), sorted({*fact["categories"], *fact["tags"]})),
        "link": (address_of(entry, fact["link"]), True),
    }


def address_of(entry: Entry, link: str) -> bool:
    """Say whether the old address is kept, as the path or, where it is a query, among the old ones."""
    if not link:
        return entry.path is None
    rest = "/" + link.split("://", 1)[-1].split("/", 1)[-1] if "://" in link else link
    if "?" in rest:
        return rest in entry.old_paths
    return entry.path is not None and entry.path in (rest, unquote(rest))
