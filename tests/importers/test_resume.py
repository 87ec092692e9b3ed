"""An import that is killed and run again comes to the same as one that was not; nothing is half-written in between."""

import random
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.db.connect import THREAD_READER, open_connection
from app.main import SERVICES, WITH_OUTBOX, Parts, open_parts
from app.services.drafts import Draft
from app.settings import from_env
from tests.importers.processes import import_to_the_end, start_import
from tests.importers.sites import make_site
from tests.importers.wordpress.large import HEAD, picture, post

POSTS = 100
KILLED_AT = (20, 90, 100, 100)  # posts taken, the first 60 of which are prepared before any is written
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\3\0\0\0\2\x08\2\0\0\0\x12\x16\xf1M"


@pytest.fixture(scope="module")
def blog(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """An export, and the folder with some of its pictures."""
    folder = tmp_path_factory.mktemp("blog")
    uploads = folder / "uploads" / "2020" / "05"
    uploads.mkdir(parents=True)
    for number in range(2, 2 * POSTS, 8):
        (uploads / f"{number}.jpg").write_bytes(PNG + str(number).encode())
    export = folder / "export.xml"
    items = [post(number) + picture(number + 1) for number in range(1, 2 * POSTS, 2)]
    export.write_text(f"{HEAD}{''.join(items)}</channel></rss>\n", "utf-8")
    return export, folder / "uploads"


def fresh(folder: Path, migrated: Callable[[str], Path]) -> Path:
    make_site(folder, migrated).close()
    return folder / "data"


@pytest.mark.campaign
def test_killed_and_run_again_is_the_same(
    tmp_path: Path, migrated: Callable[[str], Path], blog: tuple[Path, Path]
) -> None:
    whole, broken = fresh(tmp_path / "whole", migrated), fresh(tmp_path / "broken", migrated)
    import_to_the_end(whole, *blog)
    expected = content(whole)
    assert (len(expected["drafts"]), len(expected["submissions"])) == (POSTS, 3 * POSTS)
    begun = []
    for number in KILLED_AT:
        more_s = random.uniform(0, 0.05)
        kill_at(number, more_s, broken, *blog)
        assert_sound(broken)
        found = content(broken)
        assert_part_of(found, expected, f"killed {more_s:.3f} s after post {number}")
        begun.append(len(found["drafts"]))
    assert any(0 < number < POSTS for number in begun), f"always killed too early or too late to tell anything: {begun}"
    last = import_to_the_end(broken, *blog)
    assert (last["read"]["posts"], last["read"]["comments"], last["failed"]) == (POSTS, 3 * POSTS, 0)
    do_what_was_put_off(broken)
    assert content(broken) == expected


def kill_at(number: int, more_s: float, *arguments: Path) -> None:
    """Kill an import some time after it has taken its `number`-th post."""
    child = start_import(*arguments)
    assert child.stdout is not None
    while child.stdout.readline() != f"at {number}\n":
        pass
    time.sleep(more_s)
    child.kill()
    child.wait()
    child.stdout.close()


def do_what_was_put_off(data: Path) -> None:
    """Do as a running site does: what was at work when its process was killed is tried again after some seconds."""
    parts = open_parts(from_env({"WAYPOST_DATA": str(data)}), writable=True)
    try:
        assert all(parts.worker.settle(parts.databases[service], 2.0 ** len(KILLED_AT)) for service in WITH_OUTBOX)
    finally:
        parts.close()
    for service in WITH_OUTBOX:
        assert rows(data, service, "SELECT count(*) FROM _outbox") == [(0,)]


def assert_sound(data: Path) -> None:
    for service in SERVICES:
        assert rows(data, service, "PRAGMA integrity_check") == [("ok",)]


def rows(data: Path, service: str, statement: str) -> list[tuple[Any, ...]]:
    conn = open_connection(data / f"{service.capitalize()}.db", THREAD_READER)
    try:
        found: list[tuple[Any, ...]] = conn.raw.execute(statement).fetchall()
        return found
    finally:
        conn.close()


def content(data: Path) -> dict[str, dict[str, Any]]:
    """Everything an import writes, by name; without what says when or how often it was written."""
    parts = open_parts(from_env({"WAYPOST_DATA": str(data)}), writable=False)
    try:
        return _content(parts)
    finally:
        parts.close()


def _content(parts: Parts) -> dict[str, dict[str, Any]]:
    services = parts.services
    drafts = services.drafts.drafts_after("", 1_000_000)
    submissions = services.inbox.list_submissions("approved", 1, 1_000_000)
    site = services.site.site()
    return {
        "drafts": {draft.id: replace(draft, version=0) for draft in drafts},
        "posts": {draft.id: services.posts.find_by_path(draft.path) for draft in drafts if is_public(parts, draft)},
        "found": {hit.post.id: hit.snippet for hit in services.posts.search("überall", 1, 1000).entries},
        "submissions": {one.id: replace(one, version=0) for one in submissions},
        "comments": {
            thread.comment.id: thread.comment for draft in drafts for thread in services.comments.threads(draft.id)
        },
        "users": {user.id: (user.slug, user.name) for user in services.users.list_users()},
        "redirects": {one.source: one for one in services.site.list_redirects(1, 1_000_000)},
        "media": services.media.all_addresses(),
        "missing": dict.fromkeys(one.url for one in services.media.missing()),
        "site": {"title": site.title, "zone": site.timezone, "from": site.imported_from},
    }


def is_public(parts: Parts, draft: Draft) -> bool:
    return bool(parts.services.posts.visible_ids([draft.id]))


def assert_part_of(some: dict[str, dict[str, Any]], whole: dict[str, dict[str, Any]], when: str) -> None:
    """Each thing that is there is there as a whole."""
    for name, things in some.items():
        if name == "site":  # its title may have been taken over already, or not yet
            continue
        wrong = {key: value for key, value in things.items() if whole[name].get(key) != value}
        assert not wrong, f"{name}, {when}"
    assert some["posts"].keys() <= some["drafts"].keys()
