"""How SQLite carries out the lists: through an index, in its order (how long that takes: bench/services)."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.db import Database, Query
from app.services.posts import queries


@pytest.fixture(scope="module")
def library(migrated: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Empty: nobody runs ANALYZE, so SQLite plans the same for no posts as for a million."""
    database = Database(Path(shutil.copy(migrated("posts"), tmp_path_factory.mktemp("library"))))
    yield database
    database.close()


def plan(database: Database, query: Query, **values: Any) -> list[str]:
    with database.read() as conn:
        rows = conn.raw.execute("EXPLAIN QUERY PLAN " + query._text, query._arguments(values)).fetchall()
    return [row[3] for row in rows]


WINDOW = {"limit": 10, "offset": 20}
LISTS = {
    "latest": (queries.LATEST.entries, WINDOW),
    "tagged": (queries.TAGGED.entries, {"owner_id": "x", **WINDOW}),
    "written": (queries.WRITTEN.entries, {"owner_id": "x", **WINDOW}),
    "dated": (queries.DATED.entries, {"first": "2015", "end": "2016", **WINDOW}),
    "tagged, number": (queries.TAGGED.number, {"owner_id": "x"}),
    "dated, number": (queries.DATED.number, {"first": "2015", "end": "2016"}),
    "feed": (queries.FEED, {"limit": 20}),
    "tag feed": (queries.TAG_FEED, {"owner_id": "x", "limit": 20}),
    "author feed": (queries.AUTHOR_FEED, {"owner_id": "x", "limit": 20}),
    "older": (queries.OLDER, {"published_at": "2015", "id": "x"}),
    "newer": (queries.NEWER, {"published_at": "2015", "id": "x"}),
    "recent with tag": (queries.RECENT_WITH_TAG, {"tag_id": "x"}),
    "by path": (queries.BY_PATH, {"path": "/"}),
    "old paths": (queries.BY_OLD_PATHS, {"paths": "[]"}),
    "taken": (queries.TAKEN, {"paths": "[]"}),
}
SORTS_A_HANDFUL = ("old paths",)


@pytest.mark.parametrize("name", LISTS)
def test_no_list_scans_or_sorts(library: Database, name: str) -> None:
    query, values = LISTS[name]
    steps = plan(library, query, **values)
    assert not [step for step in steps if step.startswith("SCAN") and "VIRTUAL TABLE" not in step], steps
    assert name in SORTS_A_HANDFUL or not [step for step in steps if "TEMP B-TREE" in step], steps


def test_what_belongs_to_a_page_of_posts_is_found_by_key(library: Database) -> None:
    for query in (queries.TAGS_OF, queries.BYLINES_OF, queries.BY_IDS, queries.VISIBLE):
        steps = plan(library, query, ids="[]")
        assert not [step for step in steps if step.startswith("SCAN") and "VIRTUAL TABLE" not in step], steps
