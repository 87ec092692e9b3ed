"""Addresses that WordPress turned into players: alone on a line, alone in a paragraph, or in a block or shortcode."""

import html
import re

from app.content import embed_card
from app.importers.wordpress.body.zones import outside

_ALONE = re.compile(r"^([ \t]*)(https?://[^\s<>\"]+)[ \t]*$", re.MULTILINE)
_PARAGRAPH = re.compile(r"<p(?:\s[^<>]*)?>\s*(https?://[^\s<>\"]+)\s*</p>", re.IGNORECASE)
_AUDIO = re.compile(r"\.(?:mp3|m4a|ogg|oga|opus|wav|flac)$", re.IGNORECASE)
_VIDEO = re.compile(r"\.(?:mp4|m4v|webm|ogv|mov)$", re.IGNORECASE)


def embed(address: str, title: str = "") -> str:
    """Return a card for a known site, a player for a sound or film, a link for anything else."""
    address = html.unescape(address.strip())
    card = embed_card(address, title)
    if card:
        return card
    path = address.partition("?")[0]
    if _AUDIO.search(path):
        return audio(address)
    if _VIDEO.search(path):
        return video(address)
    return f"<p>{link(address, title)}</p>"


def link(address: str, title: str = "") -> str:
    return f'<a href="{html.escape(address)}">{html.escape(title or address)}</a>'


def audio(address: str, caption: str = "") -> str:
    return _figure("audio", f'<audio controls preload="none" src="{html.escape(address)}"></audio>', caption)


def video(address: str, caption: str = "", poster: str = "") -> str:
    still = f' poster="{html.escape(poster)}"' if poster else ""
    return _figure("video", f'<video controls preload="none" src="{html.escape(address)}"{still}></video>', caption)


def _figure(kind: str, player: str, caption: str) -> str:
    below = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure class="wp-block-{kind}">{player}{below}</figure>'


def embed_lone_addresses(text: str) -> str:
    if "http" not in text:
        return text
    return outside(text, _embed_lone)


def _embed_lone(text: str) -> str:
    text = _PARAGRAPH.sub(lambda match: embed(match[1]), text)
    return _ALONE.sub(lambda match: embed(match[2]), text)
