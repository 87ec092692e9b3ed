"""Feeds of comments: the newest first, only approved ones, only under posts that are public."""

from typing import Any

import feedparser
import msgspec
import pytest

from tests.services.making import id_of
from tests.web.content import CANARY
from tests.web.world import ORIGIN, Client, World

ESSAY = id_of("essay")
PAGE = "/2015/02/the-map-is-a-promise/"
FOLDERS = {"/comments/": "/", f"/comments/{ESSAY}/": PAGE}


@pytest.fixture
def client(shared: World) -> Client:
    return shared.client()


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("name", ["feed.xml", "atom.xml"])
def test_valid_and_complete(client: Client, folder: str, name: str) -> None:
    answer = client.get(folder + name)
    assert answer.status_code == 200
    parsed: Any = feedparser.parse(answer.content)
    assert parsed.bozo == 0
    assert parsed.feed.link == ORIGIN + FOLDERS[folder]
    assert [link.href for link in parsed.feed.links if link.rel == "self"] == [ORIGIN + folder + name]
    assert len(parsed.entries) == 20
    newest = parsed.entries[0]
    assert newest.title == "Deep 20 on “The map is a promise”"
    assert newest.link == f"{ORIGIN}{PAGE}#wp-comment-{id_of('comment 20')}"
    assert newest.author == "Deep 20"
    assert "Level 15." in newest.content[0].value
    assert len({entry.id for entry in parsed.entries}) == 20
    assert CANARY not in answer.text
    assert "@mail.example" not in answer.text


def test_json(client: Client) -> None:
    feed = msgspec.json.decode(client.get(f"/comments/{ESSAY}/feed.json").content)
    assert feed["feed_url"] == f"{ORIGIN}/comments/{ESSAY}/feed.json"
    assert feed["items"][-1]["content_html"].startswith("<p>The 1912 sheets")


def test_found_from_the_page(client: Client) -> None:
    address = f'href="/comments/{ESSAY}/feed.xml"'
    assert client.get(PAGE).text.count(address) == 2
    assert "/comments/" not in client.get("/2015/01/small-files/").text


def test_kept_and_right_after_a_decision(world: World) -> None:
    client = world.client()
    before = client.get("/comments/feed.xml")
    assert client.get("/comments/feed.xml", headers={"if-none-match": before.headers["etag"]}).status_code == 304
    world.services.inbox.decide([id_of("comment 31")], "approved")
    assert "Not approved" in client.get("/comments/feed.xml").text
    assert "Not approved" in client.get(f"/comments/{ESSAY}/feed.xml").text


def test_of_a_post_that_was_taken_back(world: World) -> None:
    client = world.client()
    client.get("/comments/feed.xml")
    world.services.drafts.unpublish(ESSAY)
    assert "1912 sheets" not in client.get("/comments/feed.xml").text
    assert client.get(f"/comments/{ESSAY}/feed.xml").status_code == 404


@pytest.mark.parametrize("post", [id_of("draft"), "0" * 24, "x"])
def test_no_such_post(client: Client, post: str) -> None:
    assert client.get(f"/comments/{post}/feed.xml").status_code == 404


def test_a_post_without_comments_has_an_empty_one(client: Client) -> None:
    answer = client.get(f"/comments/{id_of('files')}/atom.xml")
    assert answer.status_code == 200
    assert "<entry" not in answer.text


def test_wrong_method(client: Client) -> None:
    assert client.post("/comments/feed.xml").status_code in (404, 405)
    assert client.post(f"/comments/{ESSAY}/feed.xml").status_code == 405
