"""One entry of an old blog, rendered -> one item for Drafts.db."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime

import msgspec

from app.content import Rendered, excerpt_of, plain_text, render_html
from app.importers.addresses import normal_path
from app.importers.items import Entry
from app.importers.rewriting import Rewriter
from app.services.drafts import Draft, ImportedItem, Status
from app.services.posts import Byline, Image, Tag

HELD_AS: Mapping[str, Status] = {
    "published": "published",
    "draft": "draft",
    "review": "review",
    "scheduled": "scheduled",
    "private": "private",
    "protected": "protected",
    "restricted": "private",
}


def item_id(source: str, kind: str, ref: str) -> str:
    """The same item of the same blog always gets the same id: that makes an import idempotent."""
    return hashlib.sha256(f"{source}\n{kind}\n{ref}".encode()).hexdigest()[:24]


def to_item(
    entry: Entry,
    rendered: Rendered,
    *,
    item: str,
    path: str,
    now: datetime,
    tags: tuple[Tag, ...],
    authors: tuple[Byline, ...],
    rewrite: Rewriter,
) -> ImportedItem:
    published_at = entry.published_at or entry.updated_at or (now if entry.status == "published" else None)
    draft = Draft(
        id=item,
        kind=entry.kind,
        status=HELD_AS[entry.status],
        title=entry.title,
        slug=entry.slug,
        path=path,
        source=entry.source,
        source_format=entry.source_format,
        html=rendered.html,
        text=rendered.text,
        excerpt=excerpt_of(entry.excerpt, 1000) if entry.excerpt else "",
        description=entry.description,
        published_at=published_at,
        local_date=entry.local_date or (published_at.date().isoformat() if published_at else None),
        created_at=published_at or now,
        updated_at=entry.updated_at or published_at or now,
        version=1,
        language=entry.language,
        canonical_url=entry.canonical_url,
        image=_image(entry, rewrite),
        pinned=entry.pinned,
        comments_open=entry.comments_open,
        tags=tags,
        authors=authors,
        old_paths=_old_paths(entry, path),
        note=entry.reason,
        password=entry.password,
        metadata=entry.metadata,
    )
    return ImportedItem(draft, content_hash(entry, rendered.html, path))


def content_hash(entry: Entry, html: str, path: str) -> str:
    """This covers what was read and what became of it, so that media that arrive later count as a change."""
    read = msgspec.json.encode(asdict(entry), order="deterministic", enc_hook=str)
    return hashlib.sha256(read + b"\0" + html.encode() + b"\0" + path.encode()).hexdigest()


def _image(entry: Entry, rewrite: Rewriter) -> Image | None:
    if not entry.image:
        return None
    return Image(rewrite(entry.image), plain_text(entry.image_alt), render_html(entry.image_caption).html)


def _old_paths(entry: Entry, path: str) -> tuple[str, ...]:
    wished = (entry.path,) if entry.path else ()
    found = dict.fromkeys(normal_path(old) for old in (*wished, *entry.old_paths))
    return tuple(old for old in found if old not in (path, "/"))


def plain_entry(entry: Entry) -> Entry:
    """Titles are plain text here; front matter may hold dates and other things JSON has no word for."""
    metadata = msgspec.json.decode(msgspec.json.encode(entry.metadata, enc_hook=str))
    return replace(entry, title=one_line(plain_text(entry.title)), metadata=metadata)


def one_line(text: str) -> str:
    return " ".join(text.split())


def utc_now() -> datetime:
    return datetime.now(UTC)
