"""Takes out what a post may not hold, and names it for the report of an import."""

import re

from selectolax.lexbor import LexborHTMLParser

from app.content.policy import DROPPED_WITH_CONTENT, MATH, TAGS
from app.content.words import words

MAX_NAMES = 40

# Elements that go without a word: their content stays, or they showed nothing.
_QUIET = words("font big noscript head body html meta link title label nobr annotation annotation-xml")
_ACTIVE = re.compile(r"on[a-z]+|(?:data-)?hx-[\w:.-]+|style|srcdoc|formaction|ping")
_NAME = re.compile(r"[a-z][a-z0-9:-]{0,30}")
_WIDGETS = re.compile(
    r"(?:https?:)?//(?:platform\.(?:twitter|x|instagram)\.com|(?:www\.)?(?:instagram|tiktok)\.com/embed|"
    r"static\.codepen\.io|cpwebassets\.codepen\.io|assets\.codepen\.io|production-assets\.codepen\.io)",
    re.IGNORECASE,
)


def take_out(tree: LexborHTMLParser) -> tuple[set[str], bool]:
    """Remove the elements that are not allowed; give what is gone, in words, and whether the tree has changed.

    Where only the element is wrong its content stays. Scripts of known embeds are not named: the card replaces them.
    Attributes of looks alone go without a word.
    """
    elements: set[str] = set()
    attributes: set[str] = set()
    for node in tree.css("*"):
        elements.add(node.tag or "")
        attributes.update(node.attributes)
    wrong = elements - TAGS - MATH
    named = wrong - _QUIET | _inputs(tree)
    if all(_WIDGETS.match(node.attrs.sget("src")) for node in tree.css("script")):
        named.discard("script")
    _drop(tree, wrong)
    if elements & MATH:
        _straighten_formulas(tree)
    acting = {name for name in attributes if _ACTIVE.fullmatch(name)}
    lost = {f"{_shown(tag)} element" for tag in named} | {f"{_shown(name)} attribute" for name in acting}
    return lost, bool(wrong or elements & MATH)


def report(lost: set[str]) -> tuple[str, ...]:
    return tuple(sorted(lost)[:MAX_NAMES])


def _inputs(tree: LexborHTMLParser) -> set[str]:
    """A box to tick is allowed, nothing to fill in."""
    return {"input"} if tree.css("input:not([type=checkbox i])") else set()


def _drop(tree: LexborHTMLParser, wrong: set[str]) -> None:
    if not wrong:
        return
    if whole := sorted(wrong & DROPPED_WITH_CONTENT):
        tree.strip_tags(whole, recursive=True)
    for node in tree.css("*"):
        if node.tag in wrong:
            node.unwrap(delete_empty=True)


def _straighten_formulas(tree: LexborHTMLParser) -> None:
    """Leave only formulas in formulas, and no part of one outside: parsers read both in two ways."""
    inside = set()
    for node in tree.css("math *"):
        if node.tag in MATH:
            inside.add(node.mem_id)
        else:
            node.unwrap(delete_empty=True)
    for node in tree.css(",".join(MATH - {"math"})):
        if node.mem_id not in inside:
            node.unwrap(delete_empty=True)


def _shown(name: str) -> str:
    return name if _NAME.fullmatch(name) else "unknown"
