"""One's own account."""

import time

import pytest

from tests.web.admin.conftest import signed_in
from tests.web.content import PASSWORD
from tests.web.world import Client, World

NEW = "another good password"
FORMS = ["/admin/account/profile", "/admin/account/password", "/admin/account/sessions/x/delete"]


def grow_stale(world: World) -> None:
    """Let the last sign-in be a day ago."""
    world.databases["sessions"].write(
        lambda conn: conn.raw.execute(
            "UPDATE sessions SET verified_at = '2020-01-01T00:00:00.000000Z',"
            " seen_at = strftime('%Y-%m-%dT%H:%M:%S.000000Z', 'now', '-1 day')"
        )
    )


def test_name_and_email(world: World, alice: Client) -> None:
    answer = alice.post("/admin/account/profile", data={"name": "Alice B.", "email": "alice.b@blog.test"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/admin/account")
    html = alice.get("/admin/account").text
    assert "Saved." in html
    assert 'value="Alice B."' in html
    assert world.client().sign_in("alice.b@blog.test").status_code == 303
    assert world.services.audit.latest(2)[1].action == "changed the e-mail address"


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"name": " ", "email": "alice@blog.test"}, "The name is empty"),
        ({"name": "Al <b>", "email": "al"}, "is not an e-mail address"),
        ({"name": "Al <b>", "email": "BOB@blog.test"}, "is taken"),
    ],
)
def test_what_was_typed_stays(alice: Client, form: dict[str, str], says: str) -> None:
    answer = alice.post("/admin/account/profile", data=form)
    assert answer.status_code == 422
    assert says in answer.text
    assert f'value="{form["email"]}"' in answer.text
    assert "<b>" not in answer.text


def test_an_old_sign_in_is_asked_again_for_another_email(world: World, alice: Client) -> None:
    grow_stale(world)
    form = {"name": "Alice", "email": "evil@blog.test"}
    assert "Your current password" in alice.post("/admin/account/profile", data=form).text
    assert alice.post("/admin/account/profile", data={**form, "current": "wrong"}).status_code == 422
    assert world.services.users.find_by_email("evil@blog.test") is None
    assert alice.post("/admin/account/profile", data={**form, "email": "alice@blog.test"}).status_code == 303
    assert alice.post("/admin/account/profile", data={**form, "current": PASSWORD}).status_code == 303


def test_password(world: World, alice: Client) -> None:
    other = signed_in(world, "alice")
    before = alice.cookies["waypost_session"]
    answer = alice.post("/admin/account/password", data={"current": PASSWORD, "password": NEW})
    assert (answer.status_code, answer.headers["location"]) == (303, "/admin/account")
    assert alice.cookies["waypost_session"] != before
    assert "signed out everywhere else" in alice.get("/admin/account").text
    assert other.get("/admin/").status_code == 303
    assert world.client().sign_in("alice@blog.test").status_code == 422
    assert world.client().sign_in("alice@blog.test", NEW).status_code == 303


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"password": NEW}, "Give your current password"),
        ({"current": "wrong", "password": NEW}, "Your current password is another one"),
        ({"current": PASSWORD, "password": "short"}, "8 to 256"),
        ({"current": PASSWORD, "password": "iloveyou1"}, "anybody would guess"),
        ({"current": PASSWORD, "password": "alice@blog.test"}, "everybody knows"),
    ],
)
def test_password_refused(world: World, alice: Client, form: dict[str, str], says: str) -> None:
    answer = alice.post("/admin/account/password", data=form)
    assert answer.status_code == 422
    assert says in answer.text
    assert world.client().sign_in("alice@blog.test").status_code == 303


def test_guessing_the_current_password_is_throttled(alice: Client) -> None:
    for _ in range(10):
        alice.post("/admin/account/password", data={"current": "wrong", "password": NEW})
    answer = alice.post("/admin/account/password", data={"current": PASSWORD, "password": NEW})
    assert answer.status_code == 429
    assert "Too many failed attempts" in answer.text


def test_sessions_are_listed_and_end(world: World, alice: Client) -> None:
    phone = world.client()
    agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1"
    form = {"email": "alice@blog.test", "password": PASSWORD}
    phone.post("/admin/sign-in", data=form, headers={"user-agent": agent})
    html = alice.get("/admin/account").text
    assert "Safari on iPhone" in html
    assert html.count("(this one)") == 1
    address = html.split("/admin/account/sessions/")[1].split('"')[0]
    answer = alice.post(f"/admin/account/sessions/{address}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/admin/account")
    assert phone.get("/admin/").status_code == 303
    assert alice.get("/admin/").status_code == 200


def test_nobody_ends_sessions_of_others(alice: Client, bob: Client) -> None:
    user = alice.get("/admin/account").text
    assert "/admin/account/sessions/" not in user  # her only one is this one
    signed = bob.post("/admin/account/sessions/" + "0" * 16 + "/delete")
    assert signed.status_code == 404


def test_others_sessions_stay(world: World, alice: Client, bob: Client) -> None:
    alices = world.services.users.find_by_email("alice@blog.test")
    assert alices
    session = world.services.sessions.list_sessions(alices)[0]
    assert bob.post(f"/admin/account/sessions/{session.id}/delete").status_code == 404
    assert alice.get("/admin/").status_code == 200


def test_last_seen_is_noted_off_the_request(world: World, alice: Client) -> None:
    grow_stale(world)
    user = world.services.users.find_by_email("alice@blog.test")
    assert user
    before = world.services.sessions.list_sessions(user)[0].seen_at
    alice.get("/admin/")
    deadline = time.monotonic() + 10
    while world.services.sessions.list_sessions(user)[0].seen_at == before and time.monotonic() < deadline:
        time.sleep(0.01)
    after = world.services.sessions.list_sessions(user)[0].seen_at
    assert after > before
    alice.get("/admin/")
    assert world.services.sessions.list_sessions(user)[0].seen_at == after


def test_stranger(stranger: Client) -> None:
    assert stranger.get("/admin/account").headers["location"] == "/admin/sign-in?next=%2Fadmin%2Faccount"
    for form in FORMS:
        assert stranger.post(form, data={}).status_code == 401


def test_wrong_method(alice: Client) -> None:
    assert alice.post("/admin/account").status_code == 405
    for form in FORMS:
        assert alice.get(form).status_code == 405
