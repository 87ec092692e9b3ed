"""Headers that protect readers, and changes only from our own pages."""

from typing import Any

import pytest

from tests.web.world import ORIGIN, Client, World, open_world

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


def test_https_is_for_good(world: World) -> None:
    world.close()
    secure = open_world(world.folder, WAYPOST_URL="https://blog.test")
    try:
        for path in EVERYWHERE:
            assert secure.client_again().get(path).headers["strict-transport-security"] == "max-age=31536000"
    finally:
        secure.close()


def img_src(world: World, path: str) -> str:
    policy = world.client_again().get(path).headers["content-security-policy"]
    return next(part.strip() for part in policy.split(";") if part.strip().startswith("img-src"))


REMOTE = [
    '<p><img src="https://elsewhere.example/a.png" alt="a > b"></p>',
    '<p><img src="//elsewhere.example/a.png" alt=""></p>',
    '<p><img src="/media/x/y.png" srcset="/media/x/y.png 1x, https://elsewhere.example/a.png 2x" alt=""></p>',
    '<p><video src="http://elsewhere.example/a.mp4" controls></video></p>',
]


def test_pictures_from_elsewhere_only_where_a_text_has_them(world: World) -> None:
    path = "/2015/01/small-files/"
    assert img_src(world, path) == "img-src 'self' data:"
    for html in REMOTE:
        change_post(world, html)
        assert img_src(world, path) == "img-src 'self' data: https: http:"
        assert img_src(world, path) == "img-src 'self' data: https: http:", "and when it comes from the cache"
        assert img_src(world, "/admin/sign-in") == "img-src 'self' data:"
        change_post(world, "<p>plain</p>")
        assert img_src(world, path) == "img-src 'self' data:"
    change_post(world, REMOTE[0])
    world.close()
    for environ, expected in (
        ({"WAYPOST_URL": "https://blog.test"}, "img-src 'self' data: https:"),
        ({"WAYPOST_REMOTE_MEDIA": "blocked"}, "img-src 'self' data:"),
    ):
        again = open_world(world.folder, **environ)
        try:
            assert img_src(again, path) == expected
        finally:
            again.close()


def change_post(world: World, html: str) -> None:
    change = "UPDATE bodies SET html = ? WHERE post_id = (SELECT id FROM posts WHERE path = '/2015/01/small-files/')"
    world.databases["posts"].write(lambda conn: conn.raw.execute(change, (html,)))
