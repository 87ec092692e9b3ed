"""What a comment may be made of; each refusal names the field and what to do. Knows no database."""

import hashlib
import re
from dataclasses import replace
from urllib.parse import urlsplit

from app.content import typed_line, typed_text
from app.errors import Invalid
from app.services.inbox.models import Sent

LONGEST_BODY = 10_000
LONGEST_NAME = 80
LONGEST_EMAIL = 254  # RFC 5321 section 4.5.3.1.3, without its brackets
LONGEST_URL = 300
_EMAIL = re.compile(r"[^\s@<>\"'(),;:\\\[\]]{1,64}@(?:[^\s@<>\"'(),;:\\\[\]./]+\.)+[^\s@<>\"'(),;:\\\[\]./]{2,}")
_HOST = re.compile(r"(?:[\w-]+\.)+[^\W\d_][\w-]+", re.ASCII)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)


class Mistake(Invalid):
    """What was typed into `field` ("name", "comment", "email", "website") can't be taken."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def checked(sent: Sent) -> Sent:
    """Raises: Mistake."""
    return replace(
        sent,
        author_name=_filled("name", typed_line(sent.author_name), LONGEST_NAME),
        body=_filled("comment", typed_text(sent.body), LONGEST_BODY),
        email=_email(typed_line(sent.email or "")),
        url=_url(typed_line(sent.url or "")),
    )


def key_of(sent: Sent, network: str | None) -> str:
    """The same text to the same place by the same person, as far as that can be told.

    Of the network too: otherwise the receipt would tell whoever repeats a comment whether they guessed its e-mail.
    """
    parts = (sent.post_id, sent.parent_id or "", sent.author_name, sent.email or "", sent.body, network or "")
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _filled(what: str, text: str, longest: int) -> str:
    if not any(character.isalnum() or ord(character) > 0x2000 for character in text):
        raise Mistake(what, f"the {what} is empty")
    if len(text) > longest:
        raise Mistake(what, f"the {what} has {len(text)} characters; {longest} are allowed")
    return text


def _email(text: str) -> str | None:
    if not text:
        return None
    if len(text) > LONGEST_EMAIL or not _EMAIL.fullmatch(text):
        raise Mistake("email", "the e-mail is no address like you@example.org; mend it or leave it out")
    return text.lower()


def _url(text: str) -> str | None:
    if not text:
        return None
    whole = text if _SCHEME.match(text) else f"https://{text}"
    problem = Mistake("website", "the website is no address like https://example.org; mend it or leave it out")
    try:
        parts = urlsplit(whole)
        host = (parts.hostname or "").encode("idna").decode()
        _ = parts.port
    except ValueError:
        raise problem from None
    if parts.scheme not in ("http", "https") or "@" in parts.netloc or not _HOST.fullmatch(host):
        raise problem
    if len(whole) > LONGEST_URL or " " in whole:
        raise problem
    return whole
