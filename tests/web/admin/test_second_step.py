"""The second step: an authenticator app, and recovery codes."""

import re
import time

import pyotp
import pytest

from tests.web.admin.test_account import grow_stale
from tests.web.content import PASSWORD
from tests.web.world import Client, World

PAGE = "/admin/account/two-step"
FORMS = [PAGE, f"{PAGE}/confirmation", f"{PAGE}/codes", f"{PAGE}/delete"]


def turn_on(client: Client) -> tuple[pyotp.TOTP, list[str]]:
    """Return the app, and the recovery codes."""
    assert client.post(PAGE, data={}).headers["location"] == PAGE
    html = client.get(PAGE).text
    assert "<svg" in html
    app = pyotp.TOTP(html.split("Key: <code>")[1].split("<")[0])
    answer = client.post(f"{PAGE}/confirmation", data={"code": app.at(time.time() - 30)})
    assert answer.status_code == 200
    return app, re.findall(r"<code>([\w-]{19})</code>", answer.text)


def ticket_of(client: Client, email: str = "alice@blog.test") -> str:
    answer = client.sign_in(email)
    assert answer.status_code == 200
    assert "waypost_session" not in client.cookies
    return answer.text.split('name="ticket" value="')[1].split('"')[0]


def test_works(world: World, alice: Client, stranger: Client) -> None:
    app, codes = turn_on(alice)
    assert len(set(codes)) == 10
    form = {"ticket": ticket_of(stranger), "code": app.now()}
    answer = stranger.post("/admin/sign-in/code", data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/admin/")
    assert stranger.get("/admin/").status_code == 200
    other = world.client()
    again = other.post("/admin/sign-in/code", data={"ticket": ticket_of(other), "code": form["code"]})
    assert again.status_code == 422  # a code is good once


def test_recovery_codes_work_once_and_without_the_secret(world: World, alice: Client, stranger: Client) -> None:
    _, codes = turn_on(alice)
    (world.folder / "secret").unlink()
    form = {"ticket": ticket_of(stranger), "code": codes[3].upper().replace("-", " ")}
    assert stranger.post("/admin/sign-in/code", data=form).status_code == 303
    assert "9 recovery codes left" in stranger.get(PAGE).text
    other = world.client()
    form = {"ticket": ticket_of(other), "code": codes[3]}
    assert other.post("/admin/sign-in/code", data=form).status_code == 422


@pytest.mark.parametrize("code", ["", "000000", "é", "x" * 5000])
def test_wrong_code(alice: Client, stranger: Client, code: str) -> None:
    turn_on(alice)
    answer = stranger.post("/admin/sign-in/code", data={"ticket": ticket_of(stranger), "code": code})
    assert answer.status_code == 422
    assert "This code is not right" in answer.text
    assert "waypost_session" not in stranger.cookies


def test_guessing_is_throttled(alice: Client, stranger: Client) -> None:
    app, _ = turn_on(alice)
    ticket = ticket_of(stranger)
    for _ in range(10):
        stranger.post("/admin/sign-in/code", data={"ticket": ticket, "code": "000000"})
    assert stranger.post("/admin/sign-in/code", data={"ticket": ticket, "code": app.now()}).status_code == 429


@pytest.mark.parametrize("ticket", ["", "x", "WyJhIiwxLCIvIl0.x.y", "é"])
def test_made_up_ticket(alice: Client, stranger: Client, ticket: str) -> None:
    app, _ = turn_on(alice)
    answer = stranger.post("/admin/sign-in/code", data={"ticket": ticket, "code": app.now()})
    assert answer.status_code == 422
    assert "took too long" in answer.text


def test_a_new_password_voids_the_ticket(world: World, alice: Client, stranger: Client) -> None:
    app, _ = turn_on(alice)
    ticket = ticket_of(stranger)
    user = world.services.users.find_by_email("alice@blog.test")
    assert user
    world.services.users.set_password(user.id, "another good password")
    assert stranger.post("/admin/sign-in/code", data={"ticket": ticket, "code": app.now()}).status_code == 422


def test_turning_it_on_needs_the_right_code(alice: Client) -> None:
    alice.post(PAGE, data={})
    answer = alice.post(f"{PAGE}/confirmation", data={"code": "000000"})
    assert answer.status_code == 422
    assert "<svg" in answer.text
    assert alice.sign_in("alice@blog.test").status_code == 303


def test_new_codes_and_off(alice: Client) -> None:
    _, codes = turn_on(alice)
    assert alice.post(PAGE, data={}).status_code == 422  # one app at a time
    html = alice.post(f"{PAGE}/codes", data={}).text
    assert codes[0] not in html
    assert "10 recovery codes left" in html
    assert alice.post(f"{PAGE}/delete", data={}).headers["location"] == PAGE
    assert alice.sign_in("alice@blog.test").status_code == 303
    assert alice.post(f"{PAGE}/codes", data={}).status_code == 422


@pytest.mark.parametrize("form", [PAGE, f"{PAGE}/codes", f"{PAGE}/delete"])
def test_an_old_sign_in_is_asked_again(world: World, alice: Client, form: str) -> None:
    grow_stale(world)
    assert "Give your current password" in alice.post(form, data={}).text
    assert alice.post(form, data={"current": "wrong"}).status_code == 422
    assert "is another one" not in alice.post(form, data={"current": PASSWORD}).text


def test_the_seed_is_sealed(world: World, alice: Client) -> None:
    app, codes = turn_on(alice)
    assert (world.folder / "secret").stat().st_mode & 0o777 == 0o600
    for path in world.folder.glob("Users.db*"):
        kept = path.read_bytes()
        assert app.secret.encode() not in kept
        assert codes[0].encode() not in kept


def test_stranger_and_wrong_method(alice: Client, stranger: Client) -> None:
    assert stranger.get(PAGE).status_code == 303
    for form in FORMS:
        assert stranger.post(form, data={}).status_code == 401
    assert alice.get(f"{PAGE}/delete").status_code == 405
    assert stranger.get("/admin/sign-in/code").status_code == 405
