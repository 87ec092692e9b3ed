"""What an item has been, and the way back."""

import pytest

from tests.web.admin.editor.forms import BAD_IDS, DRAFT, PUBLIC, opened, sent
from tests.web.world import Client, World

HISTORY = f"/admin/posts/{PUBLIC}/history"
PAGE = "/2015/02/the-map-is-a-promise/"


@pytest.fixture
def changed(bob: Client, olga: Client) -> None:
    sent(bob, PUBLIC, opened(bob, PUBLIC), source="Bob wrote a line.")
    sent(olga, PUBLIC, opened(olga, PUBLIC), source="Olga wrote a line.")


@pytest.mark.usefixtures("changed")
def test_works(bob: Client) -> None:
    page = bob.get(HISTORY).text
    assert "As it was before it was edited here" in page
    assert "<del>Bob</del> wrote a line." in page
    assert "<ins>Olga</ins> wrote a line." in page
    page = bob.get(HISTORY, params={"from": "1", "to": "3"}).text
    assert "A map does not describe the land" in page


@pytest.mark.usefixtures("changed")
def test_restoring(world: World, bob: Client, stranger: Client) -> None:
    data = {"version": "3", "key": "k"}
    for _ in range(2):
        answer = bob.post(f"{HISTORY}/1/restoration", data=data)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/admin/posts/{PUBLIC}/edit")
    assert "A map does not describe the land" in stranger.get(PAGE).text
    assert [version.kind for version in world.services.editing.list_versions(PUBLIC)] == [
        "restored",
        "saved",
        "saved",
        "before",
    ]
    assert bob.post(f"{HISTORY}/2/restoration", data={"version": "3", "key": "l"}).status_code == 409
    assert "A map does not describe the land" in stranger.get(PAGE).text


def test_nothing_yet(bob: Client) -> None:
    assert "Nothing has been saved here yet" in bob.get(f"/admin/posts/{DRAFT}/history").text


def test_who_may_not(stranger: Client, alice: Client, carl: Client) -> None:
    assert stranger.get(HISTORY).status_code == 303
    assert stranger.post(f"{HISTORY}/1/restoration").status_code == 401
    for client in (alice, carl):
        assert client.get(HISTORY).status_code == 403
        assert client.post(f"{HISTORY}/1/restoration", data={"version": "1", "key": "k"}).status_code == 403


@pytest.mark.parametrize("draft_id", BAD_IDS)
def test_bad_id(bob: Client, draft_id: str) -> None:
    assert bob.get(f"/admin/posts/{draft_id}/history").status_code == 404
    assert bob.post(f"/admin/posts/{draft_id}/history/1/restoration", data={"x": ""}).status_code == 404


@pytest.mark.usefixtures("changed")
@pytest.mark.parametrize("number", ["0", "9", "x", "-1", "1" * 30])
def test_bad_number(bob: Client, number: str) -> None:
    assert bob.get(HISTORY, params={"from": number}).status_code == 404
    assert bob.post(f"{HISTORY}/{number}/restoration", data={"version": "3", "key": "k"}).status_code == 404


@pytest.mark.usefixtures("changed")
@pytest.mark.parametrize("data", [{"version": "3"}, {"key": "k"}, {"version": "x", "key": "k"}])
def test_bad_input(bob: Client, data: dict[str, str]) -> None:
    assert bob.post(f"{HISTORY}/1/restoration", data=data).status_code == 422


def test_wrong_method(bob: Client) -> None:
    assert bob.post(HISTORY).status_code == 405
    assert bob.get(f"{HISTORY}/1/restoration").status_code == 405
