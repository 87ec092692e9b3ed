"""Blocks that are more than the HTML in them: which only WordPress could fill, and which can be written out here."""

import html
import re
from collections.abc import Callable, Mapping
from typing import Any

from app.content import plain_text
from app.importers.wordpress.body.context import Context
from app.importers.wordpress.body.embeds import embed, link

# With blocks inside, but what a reader saw was made from the database or the theme at each visit.
_FILLED_BY_WORDPRESS = frozenset(
    {
        *("post-template", "query-pagination", "query-no-results", "query-title", "query-total"),
        *("comment-template", "comments-pagination", "comments-title", "post-comments", "post-comments-form"),
        *("navigation", "navigation-submenu", "template-part", "pattern", "post-content"),
        *("term-template", "loginout", "legacy-widget", "widget-group", "jetpack/contact-form"),
        *("jetpack/subscriptions", "jetpack/recurring-payments", "jetpack/payment-buttons", "post-featured-image"),
        *("woocommerce/all-products", "woocommerce/product-collection", "woocommerce/cart", "woocommerce/checkout"),
    }
)
# Around such blocks, with words of the author's beside them, as the heading over a list of posts.
_AROUND = frozenset({"query", "comments", "comments-query-loop", "terms-query"})
# Blocks that are nothing but their own HTML: one without any was empty.
_EMPTY = frozenset({"paragraph", "heading", "list", "list-item", "html", "shortcode", "freeform", "group", "column"})
_WRAPPED = re.compile(r"(<div class=\"wp-block-embed__wrapper\"[^<>]*>)\s*(https?://[^\s<>]+)\s*(</div>)")
_LONE = re.compile(r"(?<=>)\s*(https?://[^\s<>]+)\s*(?=<)")
_PLAYER = {  # block: (attribute that names the film, address it stands for)
    "videopress/video": ("guid", "https://videopress.com/v/{}"),
    "jetpack/videopress": ("guid", "https://videopress.com/v/{}"),
}


def is_filled_by_wordpress(name: str) -> bool:
    return name in _FILLED_BY_WORDPRESS


def is_embed(name: str) -> bool:
    return name == "embed" or name.startswith("core-embed/")


def render_filled(name: str, attributes: Callable[[], dict[str, Any]], inner: str) -> str:
    """Return the HTML of a block that has some: as it stands, but for embeds, which hold a bare address."""
    if name in _AROUND and not plain_text(inner) and "<img" not in inner:
        return ""
    if not is_embed(name):
        return inner
    changed, count = _WRAPPED.subn(lambda match: match[1] + embed(match[2]) + match[3], inner)
    if not count:
        changed, count = _LONE.subn(lambda match: embed(match[1]), inner, count=1)
    address = _http(attributes().get("url")) if not count else None
    return changed + embed(address) if address and "<iframe" not in inner else changed


def render_empty(name: str, attributes: Mapping[str, Any], context: Context) -> str | None:
    """Return the HTML for a block that is a comment only; None: only WordPress could fill it."""
    if name in ("more", "nextpage"):
        return f"<!--{name}-->"
    if name in _EMPTY:
        return ""
    if name == "footnotes":
        return _footnotes(context)
    address = _http(attributes.get("url"))
    if name == "social-link":
        return _social_link(attributes, address)
    if name == "navigation-link":
        return f"<p>{link(address, _text(attributes.get('label')))}</p>" if address else ""
    if name in _PLAYER:
        key, pattern = _PLAYER[name]
        ref = _text(attributes.get(key))
        return embed(pattern.format(ref)) if ref.isalnum() else None
    if address and (is_embed(name) or "/" in name):
        return embed(address)
    return None


def _social_link(attributes: Mapping[str, Any], address: str | None) -> str:
    if not address:
        return ""
    label = _text(attributes.get("label")) or _text(attributes.get("service")).capitalize()
    return f"<li>{link(address, label)}</li>"


def _footnotes(context: Context) -> str:
    """Write the list of notes the editor keeps beside the post; the text refers to it by id."""
    rows = []
    for note in context.footnotes:
        ref = html.escape(_text(note.get("id")))
        rows.append(f'<li id="{ref}">{_text(note.get("content"))} <a href="#{ref}-link">↩︎</a></li>')
    return f'<ol class="wp-block-footnotes">{"".join(rows)}</ol>' if rows else ""


def _http(value: object) -> str | None:
    return value if isinstance(value, str) and value.startswith(("http://", "https://")) else None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
