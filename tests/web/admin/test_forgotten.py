"""A forgotten password: the answer tells nobody who has an account here, and the letter goes to who has."""

from collections.abc import Iterator
from email.message import EmailMessage

import pytest

from app.main import outbound_steps
from app.services.jobs import Runner
from tests.mailboxes import Mailbox, mail_server
from tests.web.world import World, open_world

PAGE = "/admin/forgotten"
NEW = "another good password"


@pytest.fixture(scope="module")
def box() -> Iterator[Mailbox]:
    with mail_server() as opened:
        yield opened


@pytest.fixture
def mailing(world: World, box: Mailbox) -> Iterator[World]:
    """The sample site with a mail server."""
    world.close()
    box.received.clear()
    box.answers.clear()
    box.asked.clear()
    opened = open_world(world.folder, WAYPOST_SMTP_URL=f"smtp://127.0.0.1:{box.port}")
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def runner(mailing: World) -> Iterator[Runner]:
    started = Runner(mailing.services.jobs, {}, outbound_steps(mailing.services, mailing.settings))
    started.start()
    yield started
    started.stop()


def text_of(letter: EmailMessage) -> str:
    part = letter.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def test_works(mailing: World, box: Mailbox) -> None:
    stranger = mailing.client()
    assert 'href="/admin/forgotten"' in stranger.get("/admin/sign-in").text
    assert "Send the letter" in stranger.get(PAGE).text
    assert "on its way" in stranger.post(PAGE, data={"email": " Bob@blog.test "}).text
    (letter,) = box.wait_for(1)
    assert (letter["to"], letter["from"]) == ("bob@blog.test", "no-reply@blog.test")
    token = text_of(letter).split("/admin/reset?token=")[1].split()[0]
    for path in mailing.folder.glob("*.db*"):
        assert token.encode() not in path.read_bytes(), path.name
    assert stranger.post("/admin/reset", data={"token": token, "password": NEW}).status_code == 303
    assert stranger.sign_in("bob@blog.test", NEW).status_code == 303
    assert [str(each["subject"]).partition(":")[0] for each in box.wait_for(3)[1:]] == [
        "Your password was changed",
        "You signed in from a new browser",
    ]
    assert mailing.services.audit.latest(9)[-1].action == "mail sent"


@pytest.mark.parametrize("email", ["nobody@blog.test", "jane@blog.test", "bob@blog.test"])
def test_the_answer_is_the_same_for_everybody(mailing: World, runner: Runner, email: str) -> None:
    """And so is the work: what a request writes does not depend on who has an account."""
    runner.stop()
    made = []
    for asked in (email, "x@y.example"):
        before = {name: database.commits for name, database in mailing.databases.items()}
        answer = mailing.client().post(PAGE, data={"email": asked})
        commits = {name: database.commits - before[name] for name, database in mailing.databases.items()}
        made.append((answer.status_code, answer.text.replace(asked, "…"), commits))
    assert made[0] == made[1]
    assert made[0][2]["jobs"] == 1


def test_nobody_gets_no_letter_and_only_three_go_to_one_account(mailing: World, box: Mailbox) -> None:
    client = mailing.client()
    assert client.post(PAGE, data={"email": "nobody@blog.test"}).status_code == 200
    for number in range(5):
        assert "on its way" in client.post(PAGE, data={"email": "bob@blog.test"}).text
        box.wait_for(min(number + 1, 3))
    client.post(PAGE, data={"email": "alice@blog.test"})
    assert [letter["to"] for letter in box.wait_for(4)] == ["bob@blog.test"] * 3 + ["alice@blog.test"]


def test_one_address_can_not_ask_for_many(mailing: World) -> None:
    client = mailing.client()
    for number in range(10):
        assert client.post(PAGE, data={"email": f"{number}@blog.test"}).status_code == 200
    answer = client.post(PAGE, data={"email": "bob@blog.test"})
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0
    assert client.sign_in("bob@blog.test").status_code == 303, "signing in is not throttled by it"


@pytest.mark.parametrize("email", ["", "bob", " "])
def test_bad_input(mailing: World, email: str) -> None:
    assert mailing.client().post(PAGE, data={"email": email}).status_code == 422


def test_without_a_mail_server_it_says_what_to_do(shared: World) -> None:
    stranger = shared.client()
    page = stranger.get(PAGE).text
    assert "waypost user reset" in page
    assert "<button" not in page
    assert stranger.post(PAGE, data={"email": "bob@blog.test"}).status_code == 422
    assert shared.services.jobs.next_at("mail.reset") is None


def test_wrong_method(shared: World) -> None:
    assert shared.client().request("PUT", PAGE).status_code == 405


def test_what_an_owner_does_is_told_by_mail(mailing: World, box: Mailbox) -> None:
    client = mailing.client()
    client.sign_in("olga@blog.test")
    page = client.post("/admin/people/invitations", data={"email": "dora@blog.test", "role": "editor"}).text
    assert "A letter is on its way to dora@blog.test" in page
    address = page.split('value="http://blog.test')[1].split('"')[0]
    invitation = next(letter for letter in box.wait_for(2) if letter["to"] == "dora@blog.test")
    assert address in text_of(invitation)
    form = {"name": "Olga", "email": "new@blog.test", "current": "correct horse battery"}
    assert client.post("/admin/account/profile", data=form).status_code == 303
    changed = box.wait_for(3)[2]
    assert (changed["to"], "e-mail address was changed" in changed["subject"]) == ("olga@blog.test", True)


def test_a_browser_that_is_known_needs_no_letter(mailing: World, box: Mailbox) -> None:
    client = mailing.client()
    client.sign_in("bob@blog.test")
    box.wait_for(1)
    client.post("/admin/sign-out")
    client.sign_in("bob@blog.test")
    mailing.client().sign_in("alice@blog.test")
    assert [letter["to"] for letter in box.wait_for(2)] == ["bob@blog.test", "alice@blog.test"]


def test_a_letter_the_server_refuses_is_given_up(mailing: World, box: Mailbox, runner: Runner) -> None:
    box.answers["RCPT"] = "550 no such mailbox"
    mailing.client().post(PAGE, data={"email": "bob@blog.test"})
    assert box.asked.wait(10)
    runner.stop()
    (given_up,) = mailing.services.jobs.given_up()
    assert "550 no such mailbox" in given_up.last_error
    assert "bob@blog.test" not in str(given_up.payload)
