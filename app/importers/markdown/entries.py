"""An understood and converted document as the neutral stream's entry."""

import re

from app.content import excerpt_of, render_markdown
from app.importers.items import Entry
from app.importers.markdown.documents import Document
from app.importers.markdown.facts import first_text
from app.importers.markdown.keys import unique
from app.importers.markdown.pictures import Picture

MORE = "<!--more-->"
_MORE = re.compile(r"<!--\s*(?:more|MORE|More|read[ -]?more|excerpt)\b[^>\n]{0,100}-->")


def with_more_mark(text: str, separator: str) -> str:
    """Spell the mark that ends an excerpt one way."""
    if separator.strip() and separator.strip() != MORE and separator.strip() in text:
        text = text.replace(separator.strip(), MORE, 1)
    return _MORE.sub(MORE, text, count=1) if "<!--" in text else text


def to_entry(document: Document, source: str, tags: tuple[str, ...], picture: Picture, parent: str | None) -> Entry:
    keys = document.keys
    password = keys.text("password") if document.status == "protected" else ""
    return Entry(
        kind=document.kind,
        ref=document.ref,
        title=document.title,
        slug=document.slug,
        status=document.status,
        source=source,
        source_format="html" if document.markup == "html" else "markdown",
        path=document.path,
        old_paths=tuple(path for path in unique(document.old_paths) if path != document.path),
        published_at=document.moment.at if document.moment else None,
        updated_at=document.updated.at if document.updated else None,
        local_date=document.day.isoformat() if document.day else None,
        authors=tuple(document.authors),
        tags=tags,
        excerpt=_excerpt(document, source),
        description=keys.text("description", "metadescription", "seodescription") or first_text(keys, "description"),
        canonical_url=_canonical(document),
        image=picture.address,
        image_alt=picture.alt,
        image_caption=picture.caption,
        language=document.language,
        pinned=keys.flag("pin", "pinned", "sticky") is True,
        comments_open=keys.flag("comments", "comment", "commentsenabled") is True,
        password=password or None,
        base=document.folder,
        parent_ref=parent,
        position=keys.number("weight", "navorder", "order", "menuorder", "position"),
        metadata=keys.rest(),
    )


def _canonical(document: Document) -> str | None:
    address = first_text(document.keys, "canonical", "canonicalurl", "canonicallink")
    return address if address.startswith(("http://", "https://")) else None


def _excerpt(document: Document, source: str) -> str:
    written = document.keys.text("excerpt", "summary", "abstract")
    if written:
        return written
    head, mark, _ = source.partition(MORE)
    if not mark or not head.strip() or document.markup == "html":
        return ""
    return excerpt_of(render_markdown(head).html, 1000)
