"""Handing mail to a real server: by TLS, with a login, and knowing afterwards what became of it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import quote

import pytest

from app.outbound.letters import Letter
from app.outbound.message import message_of
from app.outbound.smtp import hand_over
from app.services.jobs import NotDone, Refused
from app.settings import from_env
from app.settings.smtp import SmtpServer
from tests.mailboxes import PASSWORD, USER, Mailbox, mail_server, make_certificate


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return make_certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="module")
def open_box() -> Iterator[Mailbox]:
    with mail_server() as box:
        yield box


@pytest.fixture
def plain(open_box: Mailbox) -> Mailbox:
    open_box.received.clear()
    open_box.envelopes.clear()
    open_box.answers.clear()
    return open_box


def server(url: str) -> SmtpServer:
    found = from_env({"WAYPOST_SMTP_URL": url}).smtp_url
    assert found
    return found


def letter(to: str = "alice@blog.example") -> EmailMessage:
    return message_of(Letter(to, "Hello", ("Some words",)), "blog@mail.example", datetime.now(UTC), "1")


def test_a_relay_on_this_machine(plain: Mailbox) -> None:
    hand_over(server(f"smtp://127.0.0.1:{plain.port}"), letter())
    (envelope,) = plain.envelopes
    assert (envelope.mail_from, envelope.rcpt_tos) == ("blog@mail.example", ["alice@blog.example"])
    assert plain.received[0]["subject"] == "Hello"


def test_an_address_that_is_not_ascii(plain: Mailbox) -> None:
    hand_over(server(f"smtp://127.0.0.1:{plain.port}"), letter("zoë@blög.example"))
    assert plain.envelopes[0].rcpt_tos == ["zoë@xn--blg-tna.example"]


@pytest.mark.parametrize("implicit", [False, True])
def test_tls_and_a_login(certificate: tuple[Path, Path], implicit: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    login = f"{quote(USER, safe='')}:{quote(PASSWORD, safe='')}"
    scheme, options = ("smtps", "") if implicit else ("smtp", "?starttls=required")
    with mail_server(certificate, implicit=implicit) as box:
        address = server(f"{scheme}://{login}@127.0.0.1:{box.port}{options}")
        with pytest.raises(NotDone, match="certificate verify failed"):
            hand_over(address, letter())
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
        hand_over(address, letter())
        assert len(box.received) == 1
        assert box.logins == [(USER, True)]
        wrong = server(f"{scheme}://{quote(USER, safe='')}:no@127.0.0.1:{box.port}{options}")
        with pytest.raises(NotDone, match="535") as caught:
            hand_over(wrong, letter())
        assert PASSWORD not in str(caught.value)


def test_tls_is_not_given_up(plain: Mailbox) -> None:
    with pytest.raises(NotDone, match="STARTTLS"):
        hand_over(server(f"smtp://127.0.0.1:{plain.port}?starttls=required"), letter())
    assert plain.received == []


@pytest.mark.parametrize("command", ["RCPT", "DATA"])
def test_later_and_never(plain: Mailbox, command: str) -> None:
    address = server(f"smtp://127.0.0.1:{plain.port}")
    plain.answers[command] = "451 come back later"
    with pytest.raises(NotDone, match="451 come back later"):
        hand_over(address, letter())
    plain.answers[command] = "550 no such mailbox"
    with pytest.raises(Refused, match="550 no such mailbox"):
        hand_over(address, letter())


def test_nobody_there() -> None:
    with pytest.raises(NotDone, match="refused"):
        hand_over(server("smtp://127.0.0.1:9"), letter())


def test_no_answer_is_neither_yes_nor_no(plain: Mailbox) -> None:
    plain.answers["DATA"] = "hang up"
    with pytest.raises(Exception, match="closed") as caught:
        hand_over(server(f"smtp://127.0.0.1:{plain.port}"), letter())
    assert not isinstance(caught.value, NotDone | Refused)
