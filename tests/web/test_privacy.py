# ruff: noqa: E501
"""Nothing private is shown to anybody, and reading changes nothing."""

import hashlib
from pathlib import Path

import pytest

from tests.web.content import CANARY
from tests.web.test_old_addresses import MOVED
from tests.web.test_posts import OTHERS, PAGES
from tests.web.world import World, open_world

PUBLIC = [*PAGES, *OTHERS, "/search?q=secret", "/search?q=private", "/secret/", "/private/", "/protected/", "/preview/x", "/?p=99", f"/tag/{CANARY}/",
          f"/search?q={CANARY}", "/tag/maps/feed.xml", "/tag/maps/feed.json", "/author/jane/atom.xml", "/-/live", "/-/ready",
          "/-/status", "/admin/", "/admin/sign-in", "/admin/posts/", "/admin/comments/", "/admin/report"]  # fmt: skip


@pytest.mark.parametrize("path", PUBLIC)
def test_no_draft_and_no_email_in_any_answer(shared: World, path: str) -> None:
    answer = shared.client().get(path)
    shown = answer.text.replace(f"q={CANARY}", "").replace(f'value="{CANARY}"', "").replace(f"“{CANARY}”", "")
    if CANARY not in path:
        assert CANARY not in shown
    assert f"Secret {CANARY}" not in answer.text
    assert "@mail.example" not in answer.text
    assert "@blog.test" not in answer.text
    assert CANARY not in str(answer.headers)


@pytest.mark.parametrize("path", PUBLIC)
def test_no_anonymous_get_sets_a_cookie(shared: World, path: str) -> None:
    assert "set-cookie" not in shared.client().get(path).headers


def test_reading_writes_nothing(world: World) -> None:
    """Every route, on databases that can't be written to: a GET that wrote would fail, and the files stay as they are."""
    world.close()
    for path in world.folder.glob("*.db"):
        path.chmod(0o400)
    before = _digests(world.folder)
    reader = open_world(world.folder, writable=False)
    try:
        client = reader.client()
        for path in [*PUBLIC, *list(MOVED)[::5], world.sample.picture]:  # type: ignore[union-attr]
            assert client.get(path).status_code < 500, path
            assert client.request("HEAD", path).status_code < 500, path
    finally:
        reader.close()
    assert _digests(world.folder) == before


def test_a_comment_on_a_post_that_is_not_public_is_not_shown(world: World) -> None:
    """It was approved and stands in Comments.db; its post is a draft."""
    world.services.drafts.unpublish(world.sample.essay)  # type: ignore[union-attr]
    client = world.client()
    for path in ("/", "/2015/02/the-map-is-a-promise/", "/feed.xml"):
        assert "Deep 6" not in client.get(path).text


def _digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("*.db"))}
