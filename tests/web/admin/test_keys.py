"""API keys at the desk: made, shown, taken away; each key opens the API until then."""

import re

import pytest

from tests.web.admin.conftest import signed_in
from tests.web.world import Client, World


def make(client: Client, name: str) -> str:
    answer = client.post("/admin/keys", data={"name": name})
    assert answer.status_code == 303
    shown = client.get("/admin/keys").text
    return re.findall(r"<code>([0-9a-f]{26})</code>", shown)[-1]


def test_make_use_and_take_away(world: World, olga: Client) -> None:
    assert "There is no key yet" in olga.get("/admin/keys").text
    key = make(olga, "Our front end")
    assert world.client().get(f"/ghost/api/content/posts/?key={key}").status_code == 200
    (known,) = world.services.site.api_keys()
    assert world.services.audit.latest(1)[0].target_id == known.id
    assert olga.post(f"/admin/keys/{known.id}/delete").status_code == 303
    assert "taken away" in olga.get("/admin/keys").text
    assert world.client().get(f"/ghost/api/content/posts/?key={key}").status_code == 401


@pytest.mark.parametrize("name", ["", "  ", "x" * 101])
def test_a_name_that_says_nothing(world: World, olga: Client, name: str) -> None:
    answer = olga.post("/admin/keys", data={"name": name})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert world.services.site.api_keys() == []


def test_one_that_is_not_there(olga: Client) -> None:
    assert olga.post("/admin/keys/nothing/delete").status_code == 404


def test_there_may_be_fifty(world: World, olga: Client) -> None:
    for number in range(50):
        world.services.site.add_api_key(str(number))
    assert "50 keys already" in olga.post("/admin/keys", data={"name": "more"}).text


@pytest.mark.parametrize("who", ["bob", "alice", "carl"])
def test_not_for_others(world: World, who: str) -> None:
    client = signed_in(world, who)
    assert client.get("/admin/keys").status_code == 403
    assert client.post("/admin/keys", data={"name": "x"}).status_code == 403
    assert world.services.site.api_keys() == []


def test_not_for_strangers(world: World) -> None:
    assert world.client().get("/admin/keys").status_code == 303
    assert world.client().post("/admin/keys", data={"name": "x"}).status_code == 401
