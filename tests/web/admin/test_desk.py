"""The first page of the desk, and who may see what."""

import pytest

from tests.web.admin.conftest import signed_in
from tests.web.content import CANARY
from tests.web.world import Client, World

FOR_ALL = ["/admin/", "/admin/posts/", "/admin/posts/?status=draft", "/admin/posts/?status=nonsense&page=x"]
FOR_EDITORS = ["/admin/comments/", "/admin/comments/?decision=spam&page=2", "/admin/report"]


@pytest.mark.parametrize("path", [*FOR_ALL, *FOR_EDITORS])
def test_stranger_is_sent_to_sign_in(stranger: Client, path: str) -> None:
    answer = stranger.get(path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/admin/sign-in")


@pytest.mark.parametrize("path", [*FOR_ALL, *FOR_EDITORS])
@pytest.mark.parametrize("name", ["olga", "bob"])
def test_editors_see_everything(world: World, name: str, path: str) -> None:
    assert signed_in(world, name).get(path).status_code == 200


@pytest.mark.parametrize("name", ["alice", "carl"])
def test_authors_see_their_part(world: World, name: str) -> None:
    client = signed_in(world, name)
    for path in FOR_ALL:
        assert client.get(path).status_code == 200
    for path in FOR_EDITORS:
        assert client.get(path).status_code == 403
    html = client.get("/admin/").text
    assert "comments wait" not in html
    assert f"Not approved {CANARY}" not in html


def test_what_waits(bob: Client) -> None:
    html = bob.get("/admin/").text
    assert "<strong>1</strong> comments wait" in html
    assert "<strong>2</strong> drafts" in html
    assert f"Not approved {CANARY}" in html
    assert f"Secret {CANARY}" in html


def test_lists(bob: Client) -> None:
    assert f"Secret {CANARY}" in bob.get("/admin/posts/?status=draft").text
    assert "The map is a promise" not in bob.get("/admin/posts/?status=draft").text
    assert "The map is a promise" in bob.get("/admin/posts/?status=published").text
    html = bob.get("/admin/comments/").text
    assert f"Not approved {CANARY}" in html
    assert "w@x.example" in html
    assert f"Buy {CANARY}" in bob.get("/admin/comments/?decision=spam").text


def test_report(bob: Client) -> None:
    html = bob.get("/admin/report").text
    assert "<td>Alice</td>" in html
    assert "<td>2</td>" in html


@pytest.mark.parametrize("path", ["/admin", "/admin/posts", "/admin/report/"])
def test_either_spelling_works(bob: Client, path: str) -> None:
    assert bob.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/admin/", "/admin/posts/", "/admin/comments/", "/admin/report"])
def test_wrong_method(bob: Client, path: str) -> None:
    assert bob.request("PUT", path).status_code == 405


def test_nothing_there(bob: Client) -> None:
    assert bob.get("/admin/nothing/").status_code == 404
