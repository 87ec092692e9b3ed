"""Real sites against what an independent script read of them; each difference is explained in differences.json.

Where front matter names no slug, expected.json has none, and there is nothing to compare; Zola's `path` stands there as
the slug. Everything else is compared as it is.
"""

import json
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.content import slugify
from app.importers.items import Entry, Failed, Redirect, Skipped
from tests.importers.markdown.conftest import Stream, stream

CORPORA = Path(__file__).resolve().parents[4] / "shared" / "corpora"
NAMES = ["md-18f", "md-hugo-docs", "md-jekyll-docs", "md-letsencrypt", "md-nodejs-blog", "md-rust-blog"]
DIFFERENCES: dict[str, list[dict[str, Any]]] = json.loads((Path(__file__).parent / "differences.json").read_text())

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPORA.is_dir(), reason=f"NOT TESTED: the corpora are not at {CORPORA}"),
]


@pytest.fixture(scope="module")
def streams() -> dict[str, Stream]:
    return {name: stream(CORPORA / name) for name in NAMES}


def expected(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((CORPORA / name / "expected.json").read_text())["posts"]
    return loaded


def when(text: str) -> datetime | str:
    """A moment for a date with a time, the day itself for a bare one; the text where it is neither."""
    match = re.fullmatch(r"(\d{4}-\d\d-\d\d)[T ](\d+):(\d\d):(\d\d)(?:\.\d+)? ?(Z|([+-])(\d{1,2}):?(\d\d)?)", text)
    if match is None:
        return text
    offset = timedelta(hours=int(match[7] or 0), minutes=int(match[8] or 0))
    day = datetime.fromisoformat(match[1]).replace(tzinfo=UTC)
    clock = day + timedelta(hours=int(match[2]), minutes=int(match[3]), seconds=int(match[4]))
    return clock + offset if match[6] == "-" else clock - offset


def differences(entry: Entry, item: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Return field -> (expected, found)."""
    moment = when(item["date"]) if item["date"] else None
    at = entry.published_at.replace(microsecond=0) if entry.published_at else None
    paths = {path.strip("/") for path in (*entry.old_paths, entry.path or "")}
    pairs = {
        "title": _title_pair(item["title"], entry.title),
        "date": (moment, at if isinstance(moment, datetime) else entry.local_date),
        "slug": (item["slug"], entry.slug if item["slug"] != (entry.path or "").strip("/") else item["slug"]),
        "tags": (sorted({slugify(name) for name in item["tags"] + item["categories"]}), sorted(entry.tags)),
        "authors": (item["authors"], list(entry.authors)),
        "aliases": (item["aliases"], [alias for alias in item["aliases"] if alias.strip("/") in paths]),
    }
    if item["slug"] is None:
        del pairs["slug"]
    return {field: pair for field, pair in pairs.items() if pair[0] != pair[1]}


def _title_pair(wanted: str | None, found: str) -> tuple[str | None, str]:
    """No words of the corpora in our data file: where only the spaces differ, that is what it says."""
    return ("spaces around it", "none") if wanted and wanted != found and wanted.strip() == found else (wanted, found)


@pytest.mark.parametrize("name", NAMES)
def test_every_file_is_read_as_the_independent_script_read_it(streams: dict[str, Stream], name: str) -> None:
    entries = streams[name].entries
    items = {item["path"]: item for item in expected(name)["items"]}
    found = [
        {"path": path, "field": field, "expected": str(pair[0]), "found": str(pair[1])}
        for path, item in items.items()
        for field, pair in (differences(entries[path], item) if path in entries else {"entry": (path, None)}).items()
    ]
    found += [{"path": ref, "field": "entry", "expected": "None", "found": ref} for ref in entries if ref not in items]
    explained = [{key: value for key, value in one.items() if key != "why"} for one in DIFFERENCES.get(name, [])]
    assert sorted(found, key=str) == sorted(explained, key=str)
    assert all(one["why"] for one in DIFFERENCES.get(name, []))


@pytest.mark.parametrize("name", NAMES)
def test_the_counts_add_up(streams: dict[str, Stream], name: str) -> None:
    """Posts and pages of the report are the files of expected.json; entries it does not list are explained above."""
    read, counts = streams[name], expected(name)
    more = [one for one in DIFFERENCES.get(name, []) if one["field"] == "entry"]
    fewer = counts["files"] - len(counts["items"])  # what the script could not parse
    assert len(read.entries) == counts["files"] + len(more) - fewer
    assert not read.failed
    assert len(read.tags) == counts["distinct_tags"] + counts["distinct_categories"]
    assert len(read.authors) == counts["distinct_authors"]
    assert sum(len(item["aliases"]) for item in counts["items"]) == counts["aliases_total"]


@pytest.mark.parametrize(
    ("name", "posts", "pages"),
    [
        ("md-18f", 509, 0),
        ("md-hugo-docs", 0, 205),  # nothing has a date: no blog
        ("md-jekyll-docs", 102, 0),
        ("md-letsencrypt", 78, 1),  # and an _index.md
        ("md-nodejs-blog", 1050, 0),
        ("md-rust-blog", 751, 3),  # and three _index.md
    ],
)
def test_posts_are_all_files_but_section_pages(streams: dict[str, Stream], name: str, posts: int, pages: int) -> None:
    kinds = Counter(entry.kind for entry in streams[name].entries.values())
    left = Counter(item.kind for item in streams[name].items if isinstance(item, Skipped | Failed))
    assert (kinds["post"] + left["posts"], kinds["page"] + left["pages"]) == (posts, pages)


@pytest.mark.parametrize("name", NAMES)
def test_no_address_is_given_twice(streams: dict[str, Stream], name: str) -> None:
    paths = [entry.path for entry in streams[name].entries.values() if entry.path]
    assert len(paths) == len(set(paths))
    sources = [item.source for item in streams[name].items if isinstance(item, Redirect)]
    assert len(sources) == len(set(sources))


@pytest.mark.parametrize(
    ("name", "ref", "path", "old"),
    [
        ("md-18f", "posts/2014-03-19-hello-world-we-are-18f.md", "/2014/03/19/hello-world-we-are-18f/", None),
        (
            "md-jekyll-docs",
            "_posts/2013-05-06-jekyll-1-0-0-released.markdown",
            "/news/2013/05/05/jekyll-1-0-0-released/",
            None,
        ),
        ("md-letsencrypt", "content/en/post/2024-05-01-ARI-in-Tailscale.md", "/2024/05/01/ari-in-tailscale.html", None),
        ("md-nodejs-blog", "blog/release/v18.20.7.md", "/blog/release/v18.20.7/", None),
        ("md-rust-blog", "content/1.0-Timeline.md", "/2014/12/12/1.0-Timeline/", "/2014/12/12/1.0-Timeline.html"),
        ("md-hugo-docs", "content/en/content-management/urls.md", "/content-management/urls/", "/extras/permalinks/"),
    ],
)
def test_old_addresses(streams: dict[str, Stream], name: str, ref: str, path: str, old: str | None) -> None:
    entry = streams[name].entries[ref]
    assert entry.path == path
    assert old is None or old in entry.old_paths


@pytest.mark.parametrize("name", NAMES)
def test_template_language_that_is_left_is_counted(streams: dict[str, Stream], name: str) -> None:
    """Outside of code nothing of it stands in a body that no warning names."""
    warned = {
        ref
        for ref, _, message in (warning.partition(": ") for warning in streams[name].warnings)
        if "left as text" in message
    }
    marks = re.compile(r"\{%-? *\w+[^%`]*%\}|\{\{[<%] *\w" if name != "md-rust-blog" else r"\{% \w+\(")
    for ref, entry in streams[name].entries.items():
        text = re.sub(r"(`{3,}|~{3,})[\s\S]*?\1|(`+)[\s\S]*?\2", "", entry.source)
        if ref not in warned and "raw" not in text:
            assert not marks.search(text), ref
