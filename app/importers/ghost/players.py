"""Cards that Ghost builds from scripts, as elements that need none: players, downloads, toggles, products."""

from app.importers.ghost.card_values import Card
from app.importers.ghost.markup import div, figure, link, tag, text
from app.importers.ghost.notes import Notes
from app.importers.ghost.values import number

_UNITS = ("Byte", "KB", "MB", "GB")


def audio(card: Card, notes: Notes) -> str:
    if not card.text("src").strip():
        return ""
    player = tag("audio", {"controls": "controls", "preload": "metadata", "src": card.text("src")})
    return figure("kg-audio-card", player, text(card.text("title")))


def video(card: Card, notes: Notes) -> str:
    if not card.text("src").strip():
        return ""
    repeats = "loop" if card.flag("loop") else None
    poster = card.text("customThumbnailSrc") or card.text("thumbnailSrc")
    player = tag(
        "video",
        {
            "controls": "controls",
            "preload": "metadata",
            "playsinline": "playsinline",
            "src": card.text("src"),
            "poster": poster,
            "width": card.size("width"),
            "height": card.size("height"),
            "loop": repeats,
            "muted": repeats and "muted",
        },
    )
    width = card.word("cardWidth")
    return figure(f"kg-video-card{f' kg-width-{width}' if width else ''}", player, card.text("caption"))


def file(card: Card, notes: Notes) -> str:
    url, name = card.text("src"), card.text("fileName")
    if not url.strip():
        return ""
    title = card.text("fileTitle") or name or url.rpartition("/")[2]
    facts = " ".join(filter(None, (name if name != title else "", _readable(number(card.get("fileSize"))))))
    shown = div("kg-file-card-title", link(url, text(title)))
    if card.text("fileCaption"):
        shown += div("kg-file-card-caption", text(card.text("fileCaption")))
    return div("kg-card kg-file-card", shown + (div("kg-file-card-metadata", text(facts)) if facts else ""))


def toggle(card: Card, notes: Notes) -> str:
    heading = tag("summary", {"class": "kg-toggle-heading"}, card.text("heading"))
    return tag("details", {"class": "kg-card kg-toggle-card"}, heading + div("kg-toggle-content", card.text("content")))


def product(card: Card, notes: Notes) -> str:
    parts: list[str] = []
    if card.text("productImageSrc"):
        parts.append(_product_image(card))
    if card.text("productTitle"):
        parts.append(tag("h4", {"class": "kg-product-card-title"}, card.text("productTitle")))
    if card.flag("productRatingEnabled"):
        stars = max(0, min(5, number(card.get("productStarRating"))))
        parts.append(
            tag("p", {"class": "kg-product-card-rating", "aria-label": f"{stars}/5"}, "★" * stars + "☆" * (5 - stars))
        )
    if card.text("productDescription"):
        parts.append(div("kg-product-card-description", card.text("productDescription")))
    if card.flag("productButtonEnabled") and card.text("productUrl") and card.text("productButton"):
        parts.append(
            tag("p", None, link(card.text("productUrl"), text(card.text("productButton")), "kg-product-card-button"))
        )
    return div("kg-card kg-product-card", "".join(parts)) if parts else ""


def _product_image(card: Card) -> str:
    width, height = card.size("productImageWidth"), card.size("productImageHeight")
    return tag(
        "img", {"src": card.text("productImageSrc"), "alt": "", "width": width, "height": height, "loading": "lazy"}
    )


def _readable(size: int) -> str:
    amount = float(size)
    for unit in _UNITS:
        if amount < 1024 or unit == _UNITS[-1]:
            return f"{amount:.0f} {unit}" if size > 0 else ""
        amount /= 1024
    return ""
