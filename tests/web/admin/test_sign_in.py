"""Signing in and out."""

from datetime import UTC, datetime

import pytest

from app.db import Database
from tests.web.admin.conftest import signed_in
from tests.web.content import PASSWORD
from tests.web.world import Client, World, open_world


def test_works(world: World, stranger: Client) -> None:
    answer = stranger.sign_in("bob@blog.test")
    assert (answer.status_code, answer.headers["location"]) == (303, "/admin/")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("waypost_session=")
    assert "HttpOnly" in cookie
    assert "samesite=lax" in cookie.lower()
    assert stranger.get("/admin/").status_code == 200
    assert [event.action for event in world.services.audit.latest(1)] == ["signed in"]


def test_on_https_the_cookie_belongs_to_this_host(world: World) -> None:
    world.close()
    secure = open_world(world.folder, WAYPOST_URL="https://blog.test")
    try:
        client = secure.client()
        cookie = client.sign_in("bob@blog.test").headers["set-cookie"]
        assert cookie.startswith("__Host-waypost_session=")
        assert "Secure" in cookie
        assert "domain" not in cookie.lower()
        assert client.get("/admin/").status_code == 200
        token = cookie.split("=", 1)[1].split(";")[0]
        other = secure.client()
        assert other.get("/admin/", headers={"cookie": f"waypost_session={token}"}).status_code == 303
    finally:
        secure.close()


@pytest.mark.parametrize(("email", "password"), [("bob@blog.test", "wrong"), ("nobody@blog.test", PASSWORD), ("", ""),
                                                 ("bob@blog.test", "x" * 5000), ("jane", PASSWORD)])  # fmt: skip
def test_wrong(stranger: Client, email: str, password: str) -> None:
    answer = stranger.sign_in(email, password)
    assert answer.status_code == 422
    assert "don&#39;t belong together" in answer.text
    assert "set-cookie" not in answer.headers
    assert password not in answer.text or not password


def test_what_was_typed_stays_but_for_the_password(stranger: Client) -> None:
    html = stranger.sign_in("bob@blog.test", "wrong-password").text
    assert 'value="bob@blog.test"' in html
    assert "wrong-password" not in html


def test_ten_failures_close_the_door(stranger: Client) -> None:
    for _ in range(10):
        assert stranger.sign_in("bob@blog.test", "wrong").status_code == 422
    answer = stranger.sign_in("bob@blog.test")
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0
    assert "Too many failed attempts" in answer.text


def test_to_where_one_wanted(stranger: Client) -> None:
    form = {"email": "bob@blog.test", "password": PASSWORD, "next": "/admin/comments/?decision=spam"}
    assert stranger.post("/admin/sign-in", data=form).headers["location"] == "/admin/comments/?decision=spam"


@pytest.mark.parametrize(
    "to", ["https://evil.example", "//evil.example", "/\\evil.example", "/", "/admin/\\x", "javascript:x"]
)
def test_and_nowhere_else(stranger: Client, to: str) -> None:
    form = {"email": "bob@blog.test", "password": PASSWORD, "next": to}
    assert stranger.post("/admin/sign-in", data=form).headers["location"] == "/admin/"


def test_out(bob: Client) -> None:
    token = bob.cookies["waypost_session"]
    answer = bob.post("/admin/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/admin/sign-in")
    assert "waypost_session" not in bob.cookies
    assert "You are signed out." in bob.get("/admin/sign-in").text
    assert "You are signed out." not in bob.get("/admin/sign-in").text
    assert bob.get("/admin/", headers={"cookie": f"waypost_session={token}"}).status_code == 303


def test_a_new_password_ends_all_sessions(world: World, bob: Client) -> None:
    user = world.services.users.find_by_email("bob@blog.test")
    assert user is not None
    world.services.users.set_password(user.id, "another good password")
    assert bob.get("/admin/").status_code == 303


def test_only_the_hash_of_the_token_is_kept(world: World, bob: Client) -> None:
    token = bob.cookies["waypost_session"]
    for path in world.folder.glob("Sessions.db*"):
        assert token.encode() not in path.read_bytes()


@pytest.mark.parametrize("token", ["", "x", "é", "a" * 9000, "%00", "..."])
def test_a_made_up_token(stranger: Client, token: str) -> None:
    answer = stranger.get("/admin/", headers={"cookie": f"waypost_session={token}".encode()})
    assert (answer.status_code, answer.headers["location"]) == (303, "/admin/sign-in")


def test_a_session_grows_old(world: World, bob: Client) -> None:
    old = datetime(2020, 1, 1, tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    sessions: Database = world.databases["sessions"]
    sessions.write(lambda conn: conn.raw.execute("UPDATE sessions SET created_at = ?, seen_at = ?", (old, old)))
    assert bob.get("/admin/").status_code == 303


def test_pages_for_people_are_not_kept(world: World, bob: Client) -> None:
    answer = bob.get("/admin/")
    assert answer.headers["cache-control"] == "private, no-store"
    assert bob.get("/").headers["cache-control"] == "private, no-store"
    assert signed_in(world, "olga").get("/").status_code == 200


def test_strangers_cannot_lock_anybody_out(world: World, bob: Client, stranger: Client) -> None:
    for _ in range(10):
        assert stranger.sign_in("bob@blog.test", "wrong").status_code == 422
    assert stranger.sign_in("bob@blog.test").status_code == 429
    assert bob.sign_in("bob@blog.test").status_code == 303
    assert bob.sign_in("olga@blog.test").status_code == 429  # his browser is known to his account only


def test_a_known_browser_has_its_own_limit(bob: Client) -> None:
    for _ in range(10):
        assert bob.sign_in("bob@blog.test", "wrong").status_code == 422
    assert bob.sign_in("bob@blog.test").status_code == 429


def test_failures_are_in_the_log_without_what_was_typed(world: World, stranger: Client) -> None:
    stranger.sign_in("secret-password@x", "wrong")
    event = world.services.audit.latest(1)[0]
    assert (event.action, event.actor_id, event.target_id) == ("sign-in failed", None, "")
    assert "secret" not in str(event.detail)


@pytest.mark.parametrize("mark", ["", "x", "é", "0" * 64])
def test_a_made_up_mark_of_a_device(stranger: Client, mark: str) -> None:
    form = {"email": "bob@blog.test", "password": "wrong"}
    cookie = {"cookie": f"waypost_device={mark}".encode()}
    for _ in range(10):
        assert stranger.post("/admin/sign-in", data=form, headers=cookie).status_code == 422
    assert stranger.post("/admin/sign-in", data=form, headers=cookie).status_code == 429
