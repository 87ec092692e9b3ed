"""Cards of still pictures."""

from app.importers.ghost.card_values import Card
from app.importers.ghost.markup import div, figure, link, tag
from app.importers.ghost.notes import Notes

_PER_ROW = 3  # kg-default-nodes/gallery: MAX_IMG_PER_ROW


def image(card: Card, notes: Notes) -> str:
    if not card.text("src").strip():
        return ""
    width = card.word("cardWidth") or card.word("imageStyle")
    shown = link(card.text("href"), _picture(card, "kg-image"))
    return figure(
        f"kg-image-card{f' kg-width-{width}' if width and width != 'regular' else ''}", shown, card.text("caption")
    )


def gallery(card: Card, notes: Notes) -> str:
    shown = [
        div("kg-gallery-image", link(one.text("href"), _picture(one))) for one in card.each("images") if one.text("src")
    ]
    if not shown:
        return ""
    rows = (div("kg-gallery-row", "".join(shown[at : at + _PER_ROW])) for at in range(0, len(shown), _PER_ROW))
    container = div("kg-gallery-container", "".join(rows))
    return figure("kg-gallery-card kg-width-wide", container, card.text("caption"))


def before_after(card: Card, notes: Notes) -> str:
    """The two pictures of Ghost 4's slider, one after the other."""
    pair = [one for name in ("beforeImage", "afterImage") if (one := card.inner(name)).text("src")]
    return figure("kg-before-after-card", "".join(map(_picture, pair)), card.text("caption")) if pair else ""


def _picture(card: Card, classes: str | None = None) -> str:
    return tag(
        "img",
        {
            "src": card.text("src"),
            "class": classes,
            "alt": card.text("alt"),
            "title": card.text("title"),
            "width": card.size("width"),
            "height": card.size("height"),
            "loading": "lazy",
        },
    )
