"""One entry of an old blog, rendered -> one item for Drafts.db."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import msgspec

from app.content import Rendered, excerpt_of, plain_text, render_html
from app.importers.addresses import normal_path
from app.importers.items import Entry
from app.importers.rewriting import Rewriter
from app.services.drafts import Draft, ImportedItem, Status
from app.services.posts import Byline, Image, Tag

_OWN_ID = re.compile(r"[0-9a-f]{24}")
# Fields younger than many a ledger, whose hashes must stay as they are.
_SAYING_NOTHING = (("created_at", None), ("version", 1), ("exact", False))
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
    """The same item of the same blog always gets the same id: that makes an import idempotent.

    What comes from another Waypost has its id already.
    """
    if source.startswith("waypost:") and _OWN_ID.fullmatch(ref):
        return ref
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
    published_at = entry.published_at or (None if entry.exact else entry.updated_at)
    published_at = published_at or (now if entry.status == "published" else None)
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
        excerpt=entry.excerpt if entry.exact or not entry.excerpt else excerpt_of(entry.excerpt, 1000),
        description=entry.description,
        published_at=published_at,
        local_date=entry.local_date or (published_at.date().isoformat() if published_at else None),
        created_at=entry.created_at or published_at or now,
        updated_at=entry.updated_at or published_at or now,
        version=entry.version,
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
    fields = {name: getattr(entry, name) for name in Entry.__dataclass_fields__}
    fields = {name: value for name, value in fields.items() if (name, value) not in _SAYING_NOTHING}
    read = msgspec.json.encode(fields, order="deterministic", enc_hook=str)
    return hashlib.sha256(read + b"\0" + html.encode() + b"\0" + path.encode()).hexdigest()


def _image(entry: Entry, rewrite: Rewriter) -> Image | None:
    if not entry.image:
        return None
    alt = entry.image_alt if entry.exact else plain_text(entry.image_alt)
    url = rewrite.known(entry.image) if entry.exact else rewrite(entry.image)
    return Image(url, alt, render_html(entry.image_caption).html)


def _old_paths(entry: Entry, path: str) -> tuple[str, ...]:
    wished = (entry.path,) if entry.path else ()
    found = dict.fromkeys(normal_path(old) for old in (*wished, *entry.old_paths))
    return tuple(old for old in found if old not in (path, "/"))


def plain_entry(entry: Entry) -> Entry:
    """Titles are plain text here; front matter may hold dates and other things JSON has no word for."""
    metadata = msgspec.json.decode(msgspec.json.encode(entry.metadata, enc_hook=str))
    title = entry.title if entry.exact else one_line(plain_text(entry.title))
    return replace(entry, title=title, metadata=metadata)


def one_line(text: str) -> str:
    return " ".join(text.split())


def utc_now() -> datetime:
    return datetime.now(UTC)
