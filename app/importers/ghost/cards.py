"""Koenig's cards -> plain HTML, shared by the Lexical and the mobiledoc renderer.

The class names are Ghost's own, so that both kinds of HTML can be styled alike; what Ghost builds from scripts
(players, toggles) becomes the element browsers have for it. A card's captions and texts are HTML already.
"""

from collections.abc import Callable, Mapping
from html import unescape

from app.content import render_markdown
from app.importers.ghost.card_values import Card
from app.importers.ghost.dialect import settled
from app.importers.ghost.embeds import embed
from app.importers.ghost.gating import HIDDEN, gate_marks, shown_to_all
from app.importers.ghost.markup import div, figure, link, tag, text
from app.importers.ghost.notes import Notes
from app.importers.ghost.pictures import before_after, gallery, image
from app.importers.ghost.players import audio, file, product, toggle, video

Render = Callable[[Card, Notes], str]

LEFT_OUT = {
    "email": "a block meant for e-mails only was left out",
    "email-cta": "a block meant for e-mails only was left out",
    "signup": "a sign-up form was left out: there are no members here",
    "paywall": "a paywall was left out; all of a public post is public, as it was in Ghost",
    "transistor": "a list of podcasts for members was left out",
    "collection": "a list of posts that Ghost fills in was left out",
}


def render_card(name: str, payload: object, notes: Notes) -> str:
    """Return a card's HTML, "" for one that has none on the web; notes what is left out or unknown."""
    card = Card(payload if isinstance(payload, dict) else {})
    if name in LEFT_OUT:
        notes.add(LEFT_OUT[name])
        return ""
    if not shown_to_all(card.get("visibility")):
        notes.add(HIDDEN)
        return ""
    render = CARDS.get(name)
    if render is None:
        notes.lost(f"a card of unknown kind “{name[:40]}” could not be converted")
        return ""
    return render(card, notes)


def _html(card: Card, notes: Notes) -> str:
    return card.text("html")


def _markdown(card: Card, notes: Notes) -> str:
    """The marks around members' blocks are comments: they must outlive the rendering to be obeyed after it."""
    parts = gate_marks(card.text("markdown"))
    return "".join(part if is_mark else render_markdown(settled(part)).html for part, is_mark in parts)


def _code(card: Card, notes: Notes) -> str:
    code = card.text("code")
    if not code.strip():
        return ""
    language = card.word("language")
    shown = tag("pre", None, tag("code", {"class": language and f"language-{language}"}, text(code)))
    return figure("kg-code-card", shown, card.text("caption")) if card.text("caption") else shown


def _rule(card: Card, notes: Notes) -> str:
    return "<hr>"


def _bookmark(card: Card, notes: Notes) -> str:
    url = card.text("url") or card.inner("metadata").text("url")
    if not url:
        return ""
    about = Card({**card.values, **card.inner("metadata").values})
    facts = [
        about.text("icon") and tag("img", {"class": "kg-bookmark-icon", "src": about.text("icon"), "alt": ""}),
        about.text("publisher") and tag("span", {"class": "kg-bookmark-author"}, text(about.text("publisher"))),
        about.text("author") and tag("span", {"class": "kg-bookmark-publisher"}, text(about.text("author"))),
    ]
    shown = div("kg-bookmark-title", text(about.text("title") or url))
    if about.text("description"):
        shown += div("kg-bookmark-description", text(about.text("description")))
    shown = div("kg-bookmark-content", shown + (div("kg-bookmark-metadata", "".join(facts)) if any(facts) else ""))
    if about.text("thumbnail"):
        shown += div("kg-bookmark-thumbnail", tag("img", {"src": about.text("thumbnail"), "alt": ""}))
    return figure("kg-bookmark-card", link(url, shown, "kg-bookmark-container"), card.text("caption"))


def _callout(card: Card, notes: Notes) -> str:
    emoji = card.text("calloutEmoji")
    shown = (div("kg-callout-emoji", text(emoji)) if emoji else "") + div("kg-callout-text", card.text("calloutText"))
    return div(f"kg-card kg-callout-card kg-callout-card-{card.word('backgroundColor') or 'grey'}", shown)


def _button(card: Card, notes: Notes) -> str:
    url, label = card.text("buttonUrl"), card.text("buttonText")
    if not url or not label:
        return ""
    return div(
        f"kg-card kg-button-card kg-align-{card.word('alignment') or 'center'}",
        link(url, text(label), "kg-btn kg-btn-accent"),
    )


def _header(card: Card, notes: Notes) -> str:
    """Both versions of it: a large heading, a line below, a button, a picture behind."""
    behind = card.text("backgroundImageSrc")
    shown = tag("img", {"class": "kg-header-card-image", "src": behind, "alt": ""}) if behind else ""
    if card.text("header"):
        shown += tag("h2", {"class": "kg-header-card-heading"}, card.text("header"))
    if card.text("subheader"):
        shown += tag("p", {"class": "kg-header-card-subheading"}, card.text("subheader"))
    if card.flag("buttonEnabled") and card.text("buttonUrl") and card.text("buttonText"):
        shown += tag("p", None, link(card.text("buttonUrl"), text(card.text("buttonText")), "kg-header-card-button"))
    return div("kg-card kg-header-card", shown) if shown else ""


def _call_to_action(card: Card, notes: Notes) -> str:
    has_button = card.flag("showButton") and card.text("buttonUrl") and card.text("buttonText")
    shown = div("kg-cta-sponsor-label", card.text("sponsorLabel")) if card.flag("hasSponsorLabel") else ""
    if card.text("imageUrl"):
        picture = tag("img", {"src": card.text("imageUrl"), "alt": ""})
        shown += div("kg-cta-image-container", link(card.text("buttonUrl"), picture) if has_button else picture)
    if card.text("textValue"):
        shown += div("kg-cta-text", card.text("textValue"))
    if has_button:
        shown += tag("p", None, link(card.text("buttonUrl"), text(unescape(card.text("buttonText"))), "kg-cta-button"))
    return div("kg-card kg-cta-card", shown) if shown else ""


# Names of Lexical nodes and mobiledoc cards -> what renders them.
CARDS: Mapping[str, Render] = {
    "image": image,
    "gallery": gallery,
    "before-after": before_after,
    "html": _html,
    "markdown": _markdown,
    "card-markdown": _markdown,
    "code": _code,
    "codeblock": _code,
    "hr": _rule,
    "horizontalrule": _rule,
    "bookmark": _bookmark,
    "callout": _callout,
    "button": _button,
    "header": _header,
    "call-to-action": _call_to_action,
    "embed": embed,
    "toggle": toggle,
    "audio": audio,
    "video": video,
    "file": file,
    "product": product,
}
