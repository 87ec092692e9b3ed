"""Embed cards -> a click-to-load card, or what can be read without the other site's script."""

import re
from html import unescape

from selectolax.lexbor import LexborHTMLParser

from app.content import embed_card
from app.content.depth import flattened
from app.importers.ghost.card_values import Card
from app.importers.ghost.markup import figure, link, tag, text
from app.importers.ghost.notes import Notes

_FRAME = re.compile(r"""<iframe\b[^>]*?\ssrc\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)


def embed(card: Card, notes: Notes) -> str:
    html, caption = card.text("html"), card.text("caption")
    title = card.inner("metadata").text("title")
    frame = _FRAME.search(html)
    frame_url = unescape(frame[1]) if frame else ""
    url = card.text("url") or frame_url
    shown = _known(url, title) or _known(frame_url, title) or _quoted(html)
    if shown is None and url:
        notes.add("an embed of a site that is not known became a link")
        shown = tag("figure", {"class": "embed"}, link(url, text(title or url)))
    if shown is None:
        return figure("kg-embed-card", html, caption) if html else ""
    return figure("kg-embed-card", shown, caption) if caption else shown


def _known(url: str, title: str) -> str | None:
    return embed_card(url, title) if url else None


def _quoted(html: str) -> str | None:
    """A post of a social network comes with its text in a blockquote, which its script would dress up."""
    if "<blockquote" not in html.lower():
        return None
    tree = LexborHTMLParser(flattened(html), is_fragment=True)
    tree.strip_tags(["script", "style"], recursive=True)
    found = tree.css_first("blockquote")
    return found.html if found is not None else None
