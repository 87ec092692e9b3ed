"""Headers that protect readers, and changes only from our own pages."""

from typing import Any

import pytest

from tests.web.world import ORIGIN, Client, World

EVERYWHERE = [
    "/",
    "/nothing/",
    "/feed.xml",
    "/admin/",
    "/admin/sign-in",
    "/-/live",
    "/static/0/waypost.css",
    "/?p=12",
    "/media/x",
]


@pytest.mark.parametrize("path", EVERYWHERE)
def test_headers(shared: World, path: str) -> None:
    headers = shared.client().get(path).headers
    policy = dict(
        part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";") if " " in part.strip()
    )
    assert policy["default-src"] == "'none'"
    assert "unsafe" not in policy.get("script-src", "") + policy.get("style-src", "")
    assert policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert "cache-control" in headers


ALLOWED: list[dict[str, str]] = [
    {},
    {"sec-fetch-site": "same-origin", "origin": ORIGIN},
    {"sec-fetch-site": "none"},
    {"origin": ORIGIN},
    {"origin": "https://blog.test", "host": "blog.test"},
]
REFUSED: list[dict[str, str]] = [
    {"sec-fetch-site": "cross-site", "origin": "https://evil.example"},
    {"sec-fetch-site": "same-site", "origin": "http://other.blog.test"},
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {"origin": "http://blog.test.evil.example"},
    {"origin": "http://[half"},
    {"sec-fetch-site": "cross-site"},
]


@pytest.mark.parametrize("headers", ALLOWED)
def test_our_own_forms(shared: World, headers: dict[str, str]) -> None:
    answer = shared.client().post("/admin/sign-out", headers=headers)
    assert answer.status_code == 303


@pytest.mark.parametrize("headers", REFUSED)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_other_sites_forms(shared: World, headers: dict[str, str], method: str) -> None:
    answer = shared.client().request(method, "/admin/sign-out", headers=headers)
    assert answer.status_code == 403
    assert "another site" in answer.text


def test_reading_from_other_sites_is_fine(shared: World) -> None:
    assert shared.client().get("/", headers={"sec-fetch-site": "cross-site"}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/about/", "/tag/maps/", "/feed.xml", "/search"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_wrong_method(shared: World, path: str, method: str) -> None:
    answer = shared.client().request(method, path)
    assert answer.status_code == 405
    assert answer.headers["allow"]
    assert "can&#39;t be done" in answer.text


def test_a_bug_shows_nothing_of_itself(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.databases["posts"].close()
    answer = world.client().get("/about/")
    assert answer.status_code == 500
    assert "Posts" not in answer.text
    assert "Traceback" not in answer.text
    mark = answer.text.split("name ")[1].split(".")[0]
    assert mark in caplog.text


def test_what_fails_outside_of_the_handlers_is_answered_too(world: World) -> None:
    client = world.client()
    client.get("/")
    world.databases["posts"].close()
    answer: Any = client.get("/")  # the cache's own look at the revision fails
    assert answer.status_code == 500
    assert "name " in answer.text


def test_error_page_of_a_client_that_sends_nonsense(shared: World) -> None:
    client: Client = shared.client()
    answer = client.post(
        "/admin/sign-in", content=b"\xff\xfe", headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert answer.status_code < 500
    answer = client.post("/admin/sign-in", content=b"{", headers={"content-type": "application/json"})
    assert answer.status_code < 500
