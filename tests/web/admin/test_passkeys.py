"""Passkeys, with the authenticator Chromium has for tests."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from playwright.sync_api import sync_playwright

from tests.web.content import PASSWORD
from tests.web.world import Client, World, open_world

PAGE = "/admin/account/passkeys"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
CREDENTIALS = ["", "x", "[]", "{}", '{"id": "x"}', '{"id": 1}', "1", "null"]


@pytest.fixture
def served(world: World) -> Iterator[tuple[World, str]]:
    """The sample site on localhost, where browsers allow passkeys without https."""
    world.close()
    listening = socket.create_server(("127.0.0.1", 0))
    origin = f"http://localhost:{listening.getsockname()[1]}"
    opened = open_world(world.folder, WAYPOST_URL=origin)
    server = uvicorn.Server(uvicorn.Config(opened.app, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield opened, origin
    server.should_exit = True
    thread.join()
    opened.close()


@pytest.mark.browser
def test_works(served: tuple[World, str]) -> None:
    world, origin = served
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        page = browser.new_page()
        page.set_default_timeout(15_000)
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
        options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
        session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        page.goto(f"{origin}/admin/sign-in")
        page.get_by_label("E-mail").fill("alice@blog.test")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.goto(origin + PAGE)
        page.get_by_label("What to call it").fill("My test phone")
        page.get_by_role("button", name="Add a passkey").click()
        page.get_by_text("Saved.").wait_for()
        assert page.get_by_text("My test phone").count() == 1
        page.get_by_role("button", name="Sign out").click()
        page.get_by_role("link", name="Sign in with a passkey").click()
        page.get_by_role("button", name="Use a passkey").click()
        page.wait_for_url(f"{origin}/admin/")
        assert world.services.audit.latest(1)[0].detail == {"with": "passkey"}
        page.goto(origin + PAGE)
        page.get_by_role("button", name="Remove My test phone").click()
        page.get_by_text("No passkeys yet.").wait_for()
        page.goto(f"{origin}/admin/sign-in/passkey")
        page.get_by_role("button", name="Use a passkey").click()
        page.get_by_text("was not accepted").wait_for()
        browser.close()


def ticket_in(html: str) -> str:
    return html.split('name="ticket" value="')[1].split('"')[0]


@pytest.mark.parametrize("credential", CREDENTIALS)
def test_made_up(shared: World, credential: str) -> None:
    stranger = shared.client()
    for ticket in ("", "x", ticket_in(stranger.get("/admin/sign-in/passkey").text)):
        answer = stranger.post("/admin/sign-in/passkey", data={"ticket": ticket, "credential": credential})
        assert answer.status_code in (422, 429)
        assert "waypost_session" not in stranger.cookies


def test_made_up_when_adding(alice: Client) -> None:
    ticket = ticket_in(alice.get(PAGE).text)
    for credential in CREDENTIALS:
        answer = alice.post(PAGE, data={"ticket": ticket, "credential": credential})
        assert answer.status_code == 422
        assert "was not accepted" in answer.text


def test_stranger_and_wrong_method(alice: Client, stranger: Client) -> None:
    assert stranger.get(PAGE).status_code == 303
    assert stranger.post(PAGE, data={}).status_code == 401
    assert stranger.post(f"{PAGE}/x/delete", data={}).status_code == 401
    assert alice.post(f"{PAGE}/x/delete", data={}).status_code == 404
    assert alice.get(f"{PAGE}/x/delete").status_code == 405


def test_ten_failures_close_the_door(world: World, stranger: Client) -> None:
    form = {"ticket": "x", "credential": "x"}
    for _ in range(10):
        assert stranger.post("/admin/sign-in/passkey", data=form).status_code == 422
    assert stranger.post("/admin/sign-in/passkey", data=form).status_code == 429
    assert stranger.sign_in("bob@blog.test").status_code == 303
