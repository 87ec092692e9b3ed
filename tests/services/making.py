"""Posts and people for tests: Alice writes, Bob edits, Charlie is a stranger."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from app.services.drafts import Draft, ImportedItem
from app.services.posts import Byline, PublishedPost, Tag

START = datetime(2015, 1, 1, 12, tzinfo=UTC)


def id_of(word: object) -> str:
    return sha256(str(word).encode()).hexdigest()[:24]


def tag(slug: str, **changes: Any) -> Tag:
    return Tag(**{"id": id_of("tag " + slug), "slug": slug, "name": slug.title()} | changes)


def byline(name: str, **changes: Any) -> Byline:
    return Byline(**{"id": id_of("user " + name), "slug": name.lower(), "name": name} | changes)


ALICE, BOB = byline("Alice"), byline("Bob")


def post(number: int, **changes: Any) -> PublishedPost:
    """Post `number`, published that many days after the first of January 2015."""
    at = changes.get("published_at", START + timedelta(days=number))
    fields: dict[str, Any] = {
        "id": id_of(number),
        "kind": "post",
        "path": f"/post-{number}/",
        "slug": f"post-{number}",
        "title": f"Post {number}",
        "excerpt": f"About {number}",
        "published_at": at,
        "local_date": at.date().isoformat(),
        "updated_at": at,
        "reading_minutes": 1,
        "authors": (ALICE,),
        "html": f"<p>Body {number}</p>",
        "text": f"Body {number}",
        "version": 1,
    }
    fields |= changes
    fields.setdefault("all_tags", fields.get("tags", ()))
    return PublishedPost(**fields)


def draft(number: int, **changes: Any) -> Draft:
    """Draft `number`, to be published where `status` says so."""
    at = START + timedelta(days=number)
    fields: dict[str, Any] = {
        "id": id_of(number),
        "kind": "post",
        "status": "published",
        "title": f"Post {number}",
        "slug": f"post-{number}",
        "path": f"/post-{number}/",
        "source": f"Body {number}",
        "source_format": "markdown",
        "html": f"<p>Body {number}</p>",
        "text": f"Body {number}",
        "excerpt": "",
        "description": "",
        "published_at": at,
        "local_date": at.date().isoformat(),
        "created_at": at,
        "updated_at": at,
        "version": 1,
        "authors": (ALICE,),
    }
    return Draft(**fields | changes)


def imported(number: int, content_hash: str = "first", **changes: Any) -> ImportedItem:
    return ImportedItem(draft(number, **changes), content_hash)
