"""Letters about comments: to whom they matter, one for many comments, and a way out that works without signing in."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest

from app.main import comment_notices, outbound_steps
from app.outbound import COMMENT_LETTERS, mail_token
from app.services.drafts import ImportedItem
from app.services.jobs import Runner
from app.services.posts import Byline
from tests.mailboxes import Mailbox, mail_server
from tests.services.making import draft, id_of
from tests.web.admin.conftest import signed_in
from tests.web.world import World, open_world

ESSAY = id_of("essay")
FORM = {"name": "Rosa", "email": "rosa@mail.test", "comment": "I *walked* there."}
EDITORS = ["bob@blog.test", "olga@blog.test"]


@pytest.fixture(scope="module")
def box() -> Iterator[Mailbox]:
    with mail_server() as opened:
        yield opened


@pytest.fixture
def mailing(world: World, box: Mailbox) -> Iterator[World]:
    """The sample site with a mail server; what it has to send is sent."""
    world.close()
    box.received.clear()
    opened = open_world(world.folder, WAYPOST_SMTP_URL=f"smtp://127.0.0.1:{box.port}")
    runner = Runner(opened.services.jobs, {}, outbound_steps(opened.services, opened.settings))
    runner.start()
    yield opened
    runner.stop()
    opened.close()


def letters_written(world: World) -> int:
    """Let the outbox, and then the jobs of windows that will be over, do their work; the number of windows."""
    world.settle()
    found = world.services.jobs.claim(datetime.now(UTC) + timedelta(minutes=5), [COMMENT_LETTERS])
    for job in found:
        comment_notices(world.services, world.settings).carry_out(job)
        world.services.jobs.finish(job)
    return len(found)


def text_of(letter: EmailMessage) -> str:
    part = letter.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def test_editors_hear_of_all(mailing: World, box: Mailbox) -> None:
    client = mailing.client()
    for number in range(3):
        client.post(f"/comments/{ESSAY}", data=FORM | {"comment": f"Number *{number}*"})
    client.post(f"/comments/{ESSAY}", data=FORM | {"comment": "Buy", "subject": "x"})
    windows = letters_written(mailing)
    letters = box.wait_for(2 * windows)
    assert sorted(letter["to"] for letter in letters) == sorted(EDITORS * windows)
    said = "".join(text_of(letter) for letter in letters)
    for words in ("Rosa (waits for a decision), on “The map is a promise”: Number 0", "Number 2", "/admin/comments/"):
        assert words in said
    assert "Buy" not in said
    assert "rosa@mail.test" not in said
    if windows == 1:  # unless two minutes were over just then
        assert letters[0]["subject"] == "3 new comments on Marginal Notes"
    assert letters_written(mailing) == 0


def test_authors_hear_of_their_own(mailing: World, box: Mailbox) -> None:
    alice = mailing.services.users.find_by_email("alice@blog.test")
    assert alice
    hers = draft(77, path="/own/", authors=(Byline(alice.id, alice.slug, alice.name),), comments_open=True)
    mailing.services.drafts.import_items([ImportedItem(hers, "1")])
    mailing.settle()
    mailing.client().post(f"/comments/{hers.id}", data=FORM)
    assert letters_written(mailing) == 1
    letters = box.wait_for(3)
    assert sorted(letter["to"] for letter in letters) == ["alice@blog.test", *EDITORS]
    to_alice = next(letter for letter in letters if letter["to"] == "alice@blog.test")
    assert "http://blog.test/own/" in text_of(to_alice)
    assert "/admin/comments/" not in text_of(to_alice)


def test_the_way_out_is_one_click(mailing: World, box: Mailbox) -> None:
    mailing.client().post(f"/comments/{ESSAY}", data=FORM)
    letters_written(mailing)
    letter = next(letter for letter in box.wait_for(2) if letter["to"] == "bob@blog.test")
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = urlsplit(letter["List-Unsubscribe"].strip("<>")).path
    stranger = mailing.client()
    assert "writes to you about new comments" in stranger.get(address).text
    bob = mailing.services.users.find_by_email("bob@blog.test")
    assert bob
    assert bob.comment_mail
    assert stranger.post(address, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    box.received.clear()
    mailing.client().post(f"/comments/{ESSAY}", data=FORM | {"comment": "Again"})
    letters_written(mailing)
    assert [letter["to"] for letter in box.wait_for(1)] == ["olga@blog.test"]
    client = signed_in(mailing, "bob")
    assert client.post("/admin/account/comment-mail", data={"wanted": "on"}).status_code == 303
    assert mailing.services.users.find_by_email("bob@blog.test").comment_mail  # type: ignore[union-attr]


@pytest.mark.parametrize("token", ["x", "x.y", ".", "%00.", "0" * 24 + "." + "0" * 40])
def test_a_token_nobody_gave(shared: World, token: str) -> None:
    stranger = shared.client()
    assert stranger.get(f"/comments/mail/{token}").status_code == 404
    assert stranger.post(f"/comments/mail/{token}").status_code == 404


def test_wrong_method_and_nobody(shared: World) -> None:
    stranger = shared.client()
    assert stranger.request("PUT", f"/comments/mail/{mail_token(shared.settings, 'x')}").status_code == 405
    assert stranger.post(f"/comments/mail/{mail_token(shared.settings, '0' * 24)}").status_code == 200
    assert stranger.post("/admin/account/comment-mail").status_code == 401
    assert stranger.get("/admin/account/comment-mail").status_code == 405


def test_without_a_mail_server_nothing_waits(world: World) -> None:
    world.client().post(f"/comments/{ESSAY}", data=FORM)
    world.settle()
    assert world.services.jobs.next_at(COMMENT_LETTERS) is None
