"""The HTML Ghost itself rendered, without what is not for the public and with cards that need no script of Ghost's."""

import re
from collections.abc import Callable
from secrets import token_hex

from selectolax.lexbor import LexborHTMLParser, LexborNode

from app.content.depth import flattened
from app.importers.ghost.card_values import Card
from app.importers.ghost.cards import LEFT_OUT
from app.importers.ghost.gating import without_gated, without_marks
from app.importers.ghost.notes import Notes
from app.importers.ghost.players import audio, file, product, toggle, video

_SCRIPTED = re.compile(r"kg-(?:audio|video|file|toggle|product|signup|transistor|paywall)-card\b|data-gh-segment")
_BACKGROUND = re.compile(r"""url\(['"]?([^'")]+)""")
_SIZES = {"byte": 1, "bytes": 1, "kb": 1 << 10, "mb": 1 << 20, "gb": 1 << 30}
_IMAGE = re.compile(r"<img\b[^>]*/content/images/size/[^>]*>")
_OWN_SIZES = re.compile(r"""\ssrcset="[^"]*/content/images/size/[^"]*"|\ssizes="[^"]*\"""")


def tidied(html: str, notes: Notes) -> str:
    """Return what an anonymous visitor saw, as written but for cards that need Ghost's scripts."""
    html = _IMAGE.sub(_without_sizes, without_marks(without_gated(html, notes)))
    if not _SCRIPTED.search(html):
        return html
    tree = LexborHTMLParser(flattened(html), is_fragment=True)
    made: list[str] = []
    place = f"card-{token_hex(8)}-"  # stands for a card in the tree, which takes text but no markup
    for selector, name in _REMOVED.items():
        for node in tree.css(selector):
            notes.add(LEFT_OUT[name])
            node.decompose()
    for selector, build in _REBUILT.items():
        for node in tree.css(selector):
            card = build(node, notes)
            if card:
                made.append(card)
                node.replace_with(f"{place}{len(made) - 1};")
    return re.sub(rf"{place}(\d+);", lambda found: made[int(found[1])], tree.html or "")


def _without_sizes(image: re.Match[str]) -> str:
    """Ghost makes smaller copies of its pictures and names them here; they stay behind, the picture itself comes."""
    return _OWN_SIZES.sub("", image[0])


def _inner(node: LexborNode, selector: str) -> str:
    found = node.css_first(selector)
    return (found.inner_html or "").strip() if found is not None else ""


def _said(node: LexborNode, selector: str) -> str:
    found = node.css_first(selector)
    return " ".join(found.text(deep=True).split()) if found is not None else ""


def _of(node: LexborNode, selector: str, attribute: str) -> str:
    found = node.css_first(selector)
    return (found.attributes.get(attribute) or "") if found is not None else ""


def _audio(node: LexborNode, notes: Notes) -> str:
    return audio(Card({"src": _of(node, "audio", "src"), "title": _said(node, ".kg-audio-title")}), notes)


def _video(node: LexborNode, notes: Notes) -> str:
    poster = _BACKGROUND.search(_of(node, "video", "style"))
    found = node.css_first("video")
    values = {name: _of(node, "video", name) for name in ("src", "width", "height")}
    return video(
        Card(
            {
                **values,
                "thumbnailSrc": poster[1] if poster else "",
                "loop": found is not None and "loop" in found.attributes,
                "caption": _inner(node, "figcaption"),
                "cardWidth": next(iter(re.findall(r"kg-width-(\w+)", node.attributes.get("class") or "")), ""),
            }
        ),
        notes,
    )


def _file(node: LexborNode, notes: Notes) -> str:
    amount, _, unit = _said(node, ".kg-file-card-filesize").partition(" ")
    size = float(amount) * _SIZES.get(unit.lower(), 0) if re.fullmatch(r"\d{1,6}(\.\d{1,6})?", amount) else 0
    return file(
        Card(
            {
                "src": _of(node, "a", "href"),
                "fileTitle": _said(node, ".kg-file-card-title"),
                "fileCaption": _said(node, ".kg-file-card-caption"),
                "fileName": _said(node, ".kg-file-card-filename"),
                "fileSize": size,
            }
        ),
        notes,
    )


def _toggle(node: LexborNode, notes: Notes) -> str:
    return toggle(
        Card({"heading": _inner(node, ".kg-toggle-heading-text"), "content": _inner(node, ".kg-toggle-content")}), notes
    )


def _product(node: LexborNode, notes: Notes) -> str:
    return product(
        Card(
            {
                "productImageSrc": _of(node, "img.kg-product-card-image", "src"),
                "productImageWidth": _of(node, "img.kg-product-card-image", "width"),
                "productImageHeight": _of(node, "img.kg-product-card-image", "height"),
                "productTitle": _inner(node, ".kg-product-card-title"),
                "productRatingEnabled": node.css_first(".kg-product-card-rating") is not None,
                "productStarRating": len(node.css(".kg-product-card-rating-active")),
                "productDescription": _inner(node, ".kg-product-card-description"),
                "productButtonEnabled": node.css_first("a.kg-product-card-button") is not None,
                "productUrl": _of(node, "a.kg-product-card-button", "href"),
                "productButton": _said(node, "a.kg-product-card-button"),
            }
        ),
        notes,
    )


_REMOVED = {
    ".kg-signup-card": "signup",
    ".kg-transistor-card": "transistor",
    ".kg-paywall-card": "paywall",
    "[data-gh-segment]": "email-cta",
}
_REBUILT: dict[str, Callable[[LexborNode, Notes], str]] = {
    ".kg-audio-card": _audio,
    ".kg-video-card": _video,
    ".kg-file-card": _file,
    ".kg-product-card": _product,
    ".kg-toggle-card": _toggle,
}
