"""A post as feeds carry it: its whole text, every address in it absolute, an id that never changes."""

import re
import uuid
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from app.content.addresses import settle_addresses
from app.services.posts import Post
from app.web.addresses import absolute, href

_ID = re.compile(r"[^\x00-\x20\x7f\ud800-\udfff\ufffe\uffff]{1,500}")
_IRI = re.compile(r"(?:https?://|urn:|tag:)[^\s<>\"{}|\\^`]+")
_ROOT = re.compile(r"^<html><head></head><body>|</body></html>$")


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """`id` is what the old blog called the post, so that feed readers know it again; `iri` is that as Atom wants it."""

    id: str
    iri: str
    url: str
    title: str
    html: str
    summary: str
    published_at: datetime
    updated_at: datetime
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    image: str
    language: str

    @property
    def rfc822(self) -> str:
        return format_datetime(self.published_at, usegmt=True)


def feed_entry(post: Post, origin: str) -> FeedEntry:
    url = origin + href(post.path)
    own = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, post.id)}"
    old = _old_id(post)
    return FeedEntry(
        id=old or own,
        iri=old if _IRI.fullmatch(old) else own,
        url=url,
        title=post.title,
        html=completed(post.html, url),
        summary=post.excerpt,
        published_at=post.published_at,
        updated_at=max(post.updated_at, post.published_at),
        authors=tuple(author.name for author in post.authors),
        tags=tuple(tag.name for tag in post.tags),
        image=absolute(origin, post.image.url) if post.image else "",
        language=post.language or "",
    )


def _old_id(post: Post) -> str:
    """What its importer noted as the id in the feed of the old blog; "" for a post that had none, or nothing usable."""
    noted = post.metadata.get("guid")
    return noted.strip() if isinstance(noted, str) and _ID.fullmatch(noted.strip()) else ""


def iso(at: datetime) -> str:
    """Write a moment in UTC; four times as fast as strftime, which counts in a sitemap."""
    return at.isoformat()[:19] + "Z"


@lru_cache(maxsize=64)
def completed(html: str, base: str) -> str:
    """Give a body in which every address is whole.

    Remembered: a feed is made anew with every write, and nearly all of its posts are the same.
    """
    tree = LexborHTMLParser(html, is_fragment=True)
    settle_addresses(tree, lambda address: _joined(base, address))
    return _ROOT.sub("", tree.html or "")


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:
        return address
