"""Deciding a comment."""

import pytest

from tests.services.making import id_of
from tests.web.world import Client, World

PENDING = id_of("comment 31")
PAGE = "/2015/02/the-map-is-a-promise/"


def address(comment_id: str) -> str:
    return f"/admin/comments/{comment_id}/decision"


def test_approved_is_seen_at_once(world: World, bob: Client, stranger: Client) -> None:
    assert "Not approved" not in stranger.get(PAGE).text
    answer = bob.post(address(PENDING), data={"decision": "approved"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/admin/comments/")
    assert "Not approved" in stranger.get(PAGE).text
    assert "w@x.example" not in stranger.get(PAGE).text
    assert "Comment approved." in bob.get("/admin/comments/").text
    assert world.services.audit.latest(1)[0].action == "approved"


@pytest.mark.parametrize("decision", ["rejected", "spam"])
def test_taken_back(bob: Client, stranger: Client, decision: str) -> None:
    bob.post(address(PENDING), data={"decision": "approved"})
    assert bob.post(address(PENDING), data={"decision": decision}).status_code == 303
    assert "Not approved" not in stranger.get(PAGE).text


@pytest.mark.parametrize("form", [{}, {"decision": ""}, {"decision": "deleted"}, {"decision": "waiting"}])
def test_no_such_decision(bob: Client, form: dict[str, str]) -> None:
    assert bob.post(address(PENDING), data=form).status_code == 422


def test_stranger(stranger: Client) -> None:
    assert stranger.post(address(PENDING), data={"decision": "approved"}).status_code == 401
    assert "Not approved" not in stranger.get(PAGE).text


def test_author(alice: Client, carl: Client) -> None:
    for client in (alice, carl):
        assert client.post(address(PENDING), data={"decision": "approved"}).status_code == 403


@pytest.mark.parametrize("comment_id", ["0" * 24, "x", "%00"])
def test_bad_id(bob: Client, comment_id: str) -> None:
    assert bob.post(address(comment_id), data={"decision": "approved"}).status_code == 404


def test_wrong_method(bob: Client) -> None:
    assert bob.get(address(PENDING)).status_code == 405
