"""A letter as a message: plain text, the same as simple HTML, and headers nobody can add to."""

import hashlib
import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from html import escape

from app.outbound.letters import Letter
from app.services.jobs import Refused

LONGEST_SUBJECT = 200
_LOCAL = re.compile(r"[^\s\"(),:;<>@\[\\\]]{1,64}")  # RFC 5322's dot-atom, RFC 6531's letters; nothing in quotes
_DOMAIN = re.compile(r"[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})*")


def message_of(letter: Letter, sender: str, at: datetime, mark: str) -> EmailMessage:
    """`mark`: the same for the same letter, so that a second copy is known as one; nothing is said by it.

    Raises: Refused: no mail can be sent to that address.
    """
    message = EmailMessage(policy=SMTP)
    name, address = parseaddr(sender)
    origin = _mailbox(address, name)
    message["From"] = origin
    message["To"] = _mailbox(letter.to)
    message["Subject"] = _one_line(letter.subject)[:LONGEST_SUBJECT]
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{hashlib.sha256(mark.encode()).hexdigest()[:32]}@{origin.domain}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notices in return
    message["X-Auto-Response-Suppress"] = "All"  # what Exchange reads instead
    if letter.unsubscribe:
        message["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    message.set_content(_text(letter))
    message.add_alternative(_html(letter), subtype="html")
    return message


def _mailbox(address: str, name: str = "") -> Address:
    """The host in ASCII, so that only a name before the @ can ask for more of the mail server."""
    local, _, host = address.rpartition("@")
    try:
        domain = host.encode("idna").decode()
    except UnicodeError:
        domain = ""
    if not _LOCAL.fullmatch(local) or not _DOMAIN.fullmatch(domain) or not address.isprintable():
        raise Refused(f"{address!r} is no address mail can be sent to")
    return Address(name, username=local, domain=domain)


def _one_line(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _text(letter: Letter) -> str:
    link = [f"{letter.link[0]}:\n{letter.link[1]}"] if letter.link else []
    return "\n\n".join([*map(_one_line, letter.before), *link, *map(_one_line, letter.after)]) + "\n"


def _html(letter: Letter) -> str:
    before = [f"<p>{escape(_one_line(text))}</p>" for text in letter.before]
    after = [f"<p>{escape(_one_line(text))}</p>" for text in letter.after]
    link = [f'<p><a href="{escape(letter.link[1])}">{escape(letter.link[0])}</a></p>'] if letter.link else []
    body = "\n".join([*before, *link, *after])
    return (
        f'<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{escape(_one_line(letter.subject))}'
        '</title></head>\n<body style="max-width:36em;font:16px/1.5 system-ui,sans-serif">\n'
        f"{body}\n</body>\n</html>\n"
    )
