"""Beginning a post or page."""

import pytest

from tests.web.world import Client, World


def test_works(world: World, alice: Client) -> None:
    answer = alice.post("/admin/posts", data={"kind": "post", "key": "k"})
    assert answer.status_code == 303
    location = answer.headers["location"]
    assert alice.get(location).status_code == 200
    assert "Untitled post" in alice.get(location).text
    assert alice.post("/admin/posts", data={"kind": "post", "key": "k"}).headers["location"] == location
    assert alice.post("/admin/posts", data={"kind": "page", "key": "l"}).headers["location"] != location
    draft = world.services.drafts.get(location.split("/")[3])
    assert [author.name for author in draft.authors] == ["Alice Author"]


def test_contributors_too(carl: Client) -> None:
    location = carl.post("/admin/posts", data={"kind": "post", "key": "k"}).headers["location"]
    page = carl.get(location).text
    assert "Save draft" in page
    assert ">Publish<" not in page


def test_stranger(stranger: Client) -> None:
    assert stranger.post("/admin/posts", data={"kind": "post", "key": "k"}).status_code == 401


@pytest.mark.parametrize(
    "data", [{}, {"kind": "post"}, {"kind": "book", "key": "k"}, {"kind": "post", "key": "k" * 65}]
)
def test_bad_input(world: World, bob: Client, data: dict[str, str]) -> None:
    before = world.databases["drafts"].revision()
    assert bob.post("/admin/posts", data=data).status_code == 422
    assert world.databases["drafts"].revision() == before


def test_wrong_method(bob: Client) -> None:
    assert bob.request("DELETE", "/admin/posts").status_code == 405
