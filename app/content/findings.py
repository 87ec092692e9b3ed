"""Names what a post will lose, for the report of an import."""

import re

from selectolax.lexbor import LexborHTMLParser

from app.content.policy import DROPPED_WITH_CONTENT, MATH, TAGS
from app.content.words import words

MAX_NAMES = 40

# Elements that go without a word: their content stays, or they showed nothing.
_QUIET = words("font big noscript head body html meta link title label nobr annotation annotation-xml")
_KNOWN = (TAGS | MATH | _QUIET) - {"input"}  # a box to tick is allowed, nothing to fill in
_ACTIVE = re.compile(r"on[a-z]+|(?:data-)?hx-[\w:.-]+|style|srcdoc|formaction|ping")
_NAME = re.compile(r"[a-z][a-z0-9:-]{0,30}")
_WIDGETS = re.compile(
    r"(?:https?:)?//(?:platform\.(?:twitter|x|instagram)\.com|(?:www\.)?(?:instagram|tiktok)\.com/embed|"
    r"static\.codepen\.io|cpwebassets\.codepen\.io|assets\.codepen\.io|production-assets\.codepen\.io)",
    re.IGNORECASE,
)


def lost_names(tree: LexborHTMLParser) -> set[str]:
    """Name the elements that are not allowed, and the attributes that could act.

    Scripts of known embeds don't count: the card replaces them. Attributes of looks alone go without a word.
    """
    elements: set[str | None] = set()
    attributes: set[str] = set()
    for node in tree.css("*"):
        elements.add(node.tag)
        attributes.update(node.attributes)
    if all(_WIDGETS.match(node.attrs.sget("src")) for node in tree.css("script")):
        elements.discard("script")
    if not tree.css("input:not([type=checkbox i])"):
        elements.discard("input")
    lost = {f"{_shown(tag or '')} element" for tag in elements - _KNOWN}
    return lost | {f"{_shown(name)} attribute" for name in attributes if _ACTIVE.fullmatch(name)}


def _shown(name: str) -> str:
    return name if _NAME.fullmatch(name) else "unknown"


def report(lost: set[str]) -> tuple[str, ...]:
    return tuple(sorted(lost)[:MAX_NAMES])


def drop_contents(tree: LexborHTMLParser) -> None:
    tree.strip_tags(sorted(DROPPED_WITH_CONTENT), recursive=True)
