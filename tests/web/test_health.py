"""What machines ask: alive, ready, and how it is."""

import pytest

from tests.web.world import World


def test_live_and_ready(world: World) -> None:
    client = world.client()
    assert client.get("/-/live").text == "ok\n"
    assert client.get("/-/ready").status_code == 200
    world.node.ready, world.node.why = False, "the first copy has not reached the store yet"
    assert client.get("/-/live").status_code == 200
    answer = client.get("/-/ready")
    assert (answer.status_code, answer.text) == (503, "the first copy has not reached the store yet\n")
    assert "retry-after" in answer.headers


def test_status_in_full_from_here(world: World) -> None:
    known = {"ok": True, "role": "primary", "region": "fra", "revisions": {}, "pictures_waiting": 0}
    assert world.client().get("/-/status").json() == known


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "Fly-Client-IP", "X-Real-IP", "Via"])
def test_status_through_a_proxy_says_little(world: World, header: str) -> None:
    answer = world.client().get("/-/status", headers={header: "127.0.0.1"})
    assert answer.json() == {"ok": True, "role": "primary"}


def test_unknown(world: World) -> None:
    answer = world.client().get("/-/nothing")
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/plain")
