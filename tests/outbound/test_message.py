"""Letters: their headers, both their forms, and that no text becomes a header."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.outbound import letters
from app.outbound.letters import Happening, Letter
from app.outbound.message import message_of
from app.services.jobs import Refused

AT = datetime(2026, 11, 28, 9, 5, tzinfo=UTC)
HEADERS = ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress", "MIME-Version",
           "Content-Type"]  # fmt: skip


def arrived(letter: Letter, sender: str = "My Blog <blog@mail.example>") -> EmailMessage:
    sent = message_of(letter, sender, AT, "https://blog.example mail.letter 1 1")
    message = message_from_bytes(sent.as_bytes(policy=SMTP), policy=default)  # type: ignore[arg-type]
    assert isinstance(message, EmailMessage)
    return message


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_headers_and_both_forms() -> None:
    message = arrived(letters.reset("alice@blog.example", "Jürgen & Söhne", "https://blog.example/admin/reset?token=x"))
    assert sorted(message.keys()) == sorted(HEADERS)
    assert message["From"] == "My Blog <blog@mail.example>"
    assert message["To"] == "alice@blog.example"
    assert message["Subject"] == "A new password for Jürgen & Söhne"
    assert message["Date"] == "Sat, 28 Nov 2026 09:05:00 +0000"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"].endswith("@mail.example>")
    text, html = body(message, "plain"), body(message, "html")
    assert "Choose a new password:\nhttps://blog.example/admin/reset?token=x\n" in text
    assert '<a href="https://blog.example/admin/reset?token=x">Choose a new password</a>' in html
    assert "Jürgen &amp; Söhne" in html


def test_a_second_copy_has_the_same_id() -> None:
    letter = Letter("alice@blog.example", "x", ())
    ids = [str(message_of(letter, "blog@mail.example", AT, mark)["Message-ID"]) for mark in ("1", "1", "2")]
    assert ids[0] == ids[1] != ids[2]


def test_a_notice_says_when_and_from_where() -> None:
    happening = Happening(AT, "Firefox on Linux", "203.0.113.7")
    text = body(
        arrived(letters.new_device("a@b.example", "Blog", happening, "https://blog.example/admin/account")), "plain"
    )
    assert (
        "You signed in from a new browser on Blog: 28 November 2026, 09:05 UTC, with Firefox on Linux from 203.0.113.7."
        in text
    )
    assert "If it was not you: choose a new password at once" in text


@pytest.mark.parametrize(
    "to", ["", "x", "@x", "x@", "a b@c.example", "a@b.example\r\nBcc: evil@c.example", "a@b.example, c@d.example",
           "<a@b.example", "a\x00@b.example", "a@" + "x" * 64 + ".example"]
)  # fmt: skip
def test_what_is_no_address(to: str) -> None:
    with pytest.raises(Refused, match="no address"):
        arrived(Letter(to, "x", ()))


SHORT = st.text(max_size=40)


@settings(max_examples=40, deadline=None)
@given(SHORT, SHORT, SHORT, SHORT)
def test_no_text_becomes_a_header(name: str, site: str, role: str, device: str) -> None:
    happening = Happening(AT, device, "203.0.113.7")
    address = "https://blog.example/"
    for letter in (
        letters.invitation("a@b.example", site, name, role, address),
        letters.password_changed("a@b.example", site, happening, address),
    ):
        message = arrived(letter)
        assert sorted(message.keys()) == sorted(HEADERS)
        assert message["To"] == "a@b.example"
        assert body(message, "html").count("<a ") == 1


@given(st.text())
def test_whatever_the_address_it_is_one_recipient_or_refused(to: str) -> None:
    try:
        message = arrived(Letter(to, "x", ()))
    except Refused:
        return
    assert sorted(message.keys()) == sorted(HEADERS)
    assert len(message["To"].addresses) == 1
