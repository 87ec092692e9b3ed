"""Publishing a post, and taking it back."""

import pytest

from tests.services.making import id_of
from tests.web.content import own_draft
from tests.web.world import Client, World

DRAFT, PUBLIC, PATHLESS = id_of("draft"), id_of("files"), id_of("pathless")


def address(draft_id: str, *, delete: bool = False) -> str:
    return f"/admin/posts/{draft_id}/publication" + ("/delete" if delete else "")


def test_works(world: World, bob: Client, stranger: Client) -> None:
    assert stranger.get("/secret/").status_code == 404
    answer = bob.post(address(DRAFT))
    assert (answer.status_code, answer.headers["location"]) == (303, "/admin/posts/?status=published")
    assert stranger.get("/secret/").status_code == 200
    assert "Secret" in stranger.get("/feed.xml").text
    assert "Published." in bob.get("/admin/posts/?status=published").text
    assert "Published." not in bob.get("/admin/posts/?status=published").text
    event = world.services.audit.latest(1)[0]
    assert (event.action, event.target_id) == ("published", DRAFT)


def test_taken_back(bob: Client, stranger: Client) -> None:
    assert bob.post(address(PUBLIC, delete=True)).status_code == 303
    assert "Small files" not in stranger.get("/").text
    assert bob.post(address(PUBLIC)).status_code == 303
    assert "Small files" in stranger.get("/").text


@pytest.mark.parametrize("delete", [False, True])
def test_stranger(stranger: Client, delete: bool) -> None:
    answer = stranger.post(address(DRAFT, delete=delete))
    assert answer.status_code == 401
    assert stranger.get("/secret/").status_code == 404
    assert stranger.get("/2015/01/small-files/").status_code == 200


@pytest.mark.parametrize("delete", [False, True])
def test_author_of_something_else(alice: Client, carl: Client, stranger: Client, delete: bool) -> None:
    for client in (alice, carl):
        assert client.post(address(DRAFT, delete=delete)).status_code == 403
        assert client.post(address(PUBLIC, delete=delete)).status_code == 403
    assert stranger.get("/secret/").status_code == 404
    assert stranger.get("/2015/01/small-files/").status_code == 200


def test_author_of_her_own(world: World, alice: Client, stranger: Client) -> None:
    user = world.services.users.find_by_email("alice@blog.test")
    assert user is not None
    own = own_draft(world.services, user)
    assert alice.post(address(own)).status_code == 303
    assert stranger.get("/own/").status_code == 200


def test_contributor_of_his_own(world: World, carl: Client) -> None:
    user = world.services.users.find_by_email("carl@blog.test")
    assert user is not None
    assert carl.post(address(own_draft(world.services, user))).status_code == 403


@pytest.mark.parametrize("draft_id", ["0" * 24, "x", "..", "%00"])
def test_bad_id(bob: Client, draft_id: str) -> None:
    assert bob.post(address(draft_id)).status_code == 404


def test_without_an_address(bob: Client) -> None:
    answer = bob.post(address(PATHLESS))
    assert answer.status_code == 422
    assert "can&#39;t be published" in answer.text


def test_wrong_method(bob: Client) -> None:
    for method in ("GET", "PUT", "DELETE"):
        assert bob.request(method, address(DRAFT)).status_code == 405


def test_from_another_site(bob: Client, stranger: Client) -> None:
    answer = bob.post(address(DRAFT), headers={"origin": "https://evil.example", "sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert stranger.get("/secret/").status_code == 404
