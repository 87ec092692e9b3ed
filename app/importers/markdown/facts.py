"""What front matter says of an entry whatever made the site: title, dates, state, people, words about it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from typing import Any

from app.importers.markdown.dates import Moment, read_date
from app.importers.markdown.documents import Document
from app.importers.markdown.keys import Keys, as_text, unique

_HEADING = re.compile(r"\s*#[ \t]+(?P<title>[^\n]+?)[ \t]*#*[ \t]*(?:\{[^{}\n]*\}[ \t]*)?(?:\n|$)")
_UNDERLINED = re.compile(r"\s*(?P<title>[^\n#>\-*+|`<!\[{][^\n]*)\n=+[ \t]*(?:\n|$)")
_UPDATED = (
    "lastmod",
    "updated",
    "lastmodifiedat",
    "modified",
    "dateupdated",
    "updatedat",
    "lastupdated",
    "lastmodified",
)


@dataclass(frozen=True, slots=True)
class Clock:
    """The old site's idea of time."""

    now: datetime
    zone: tzinfo = UTC
    naive: tzinfo | None = None  # of times without a zone, where it is not the site's
    future: bool = False  # whether the site showed entries of the future


def take_title(document: Document) -> None:
    """Take the title, else the heading the text starts with (and off the text), else the words of the file name."""
    title = document.keys.text("title")
    if not title:
        inside = document.keys.peek("params") or document.keys.peek("extra")
        title = as_text(inside.get("title")) if isinstance(inside, dict) else ""
    if not title:
        match = _HEADING.match(document.body) or _UNDERLINED.match(document.body)
        if match and document.markup != "html":
            title = match["title"].strip()
            document.body = document.body[match.end() :]
    document.title = title
    document.is_titled = bool(title)


def title_from_slug(slug: str) -> str:
    words = re.sub(r"[-_\s]+", " ", slug).strip()
    return words[:1].upper() + words[1:]


def take_dates(document: Document, clock: Clock, *names: str) -> None:
    """Set when it was published and changed. The generator may have taken the first from the file name before."""
    keys = document.keys
    found = (read_date(keys.raw(name), clock.zone, clock.naive) for name in (*names, "published"))
    moment = next((moment for moment in found if moment), None)
    if moment is None and keys.text(*names):
        document.notes.append(f"its date {keys.text(*names)[:40]!r} was not understood")
    document.moment = moment or document.moment
    document.updated = read_date(keys.raw(*_UPDATED), clock.zone, clock.naive)
    if document.moment:
        document.day = local_day(document.moment, clock)


def local_day(moment: Moment, clock: Clock) -> date:
    return moment.written if moment.bare else moment.at.astimezone(clock.zone).date()


def take_status(document: Document, clock: Clock) -> None:
    """Draft, unpublished and expired are drafts here; a date to come is a schedule."""
    keys = document.keys
    draft = keys.flag("draft", "isdraft") is True or keys.flag("published", "publish") is False
    expiry = read_date(keys.peek("expirydate"), clock.zone, clock.naive)
    word = keys.text("status").lower() if as_text(keys.peek("status")).lower() in _STATES else ""
    if draft or document.role in ("draft", "part") or _STATES.get(word) == "draft":
        document.status = "draft"
    elif keys.peek("password"):
        document.status = "protected"
    elif _STATES.get(word) == "private":
        document.status = "private"
    elif expiry and expiry.at <= clock.now:
        document.status = "draft"
        document.notes.append(f"expired on {expiry.written}; kept as a draft")
    elif document.moment and document.moment.at > clock.now and not clock.future:
        document.status = "scheduled"


_STATES = {
    "draft": "draft",
    "unpublished": "draft",
    "private": "private",
    "publish": "published",
    "published": "published",
    "public": "published",
}


def author_refs(keys: Keys) -> list[Any]:
    """Return authors as they stand there, texts and tables; a text is never cut at a comma: names have commas too."""
    found = keys.items("authors") or keys.items("author")
    keys.raw("author")
    if found:
        return found
    for nested in ("extra", "params", "taxonomies"):
        table = keys.peek(nested)
        inner = Keys(table if isinstance(table, dict) else {})
        found = inner.items("authors") or inner.items("author")
        if found:
            return found
    return []


def first_text(keys: Keys, *names: str) -> str:
    """Look into the file's own keys, then into Hugo's `params` and Zola's `extra`."""
    text = keys.text(*names)
    if text:
        return text
    for nested in ("params", "extra"):
        table = keys.peek(nested)
        if isinstance(table, dict):
            text = Keys(table).text(*names)
            if text:
                return text
    return ""


def split_words(values: list[str], cut: Callable[[str], list[str]]) -> list[str]:
    """Cut a lone text into several; a list is meant as it is."""
    if len(values) == 1:
        values = cut(values[0])
    return unique(value.strip() for value in values if value.strip())
