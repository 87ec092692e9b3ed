"""Names what a post will lose, for the report of an import."""

import re

from selectolax.lexbor import LexborHTMLParser

from app.content.policy import DROPPED_WITH_CONTENT, TAGS
from app.content.words import words

MAX_NAMES = 40

# Elements that go without a word: their content stays, or they showed nothing.
_QUIET = words("font center big strike tt acronym nobr noscript head body html meta link title label tfoot")
_UNKNOWN = ":not(" + ",".join(sorted(TAGS | _QUIET)) + ")"
_SUSPECT = re.compile(r"""[\s"'/](?:on[a-z]+|(?:data-)?hx-[\w:.-]+|style|srcdoc|formaction|ping)\s*=""", re.IGNORECASE)
_ACTIVE = re.compile(r"on[a-z]+|(?:data-)?hx-[\w:.-]+|style|srcdoc|formaction|ping")
_NAME = re.compile(r"[a-z][a-z0-9:-]{0,30}")
_WIDGETS = re.compile(
    r"(?:https?:)?//(?:platform\.(?:twitter|x|instagram)\.com|(?:www\.)?(?:instagram|tiktok)\.com/embed|"
    r"static\.codepen\.io|cpwebassets\.codepen\.io|assets\.codepen\.io|production-assets\.codepen\.io)",
    re.IGNORECASE,
)


def lost_elements(tree: LexborHTMLParser) -> set[str]:
    """Name the elements that are not allowed; scripts of known embeds don't count, the card replaces them."""
    lost = set()
    for node in tree.css(_UNKNOWN):
        tag = node.tag or ""
        if tag == "script" and _WIDGETS.match(node.attrs.sget("src")):
            continue
        lost.add(f"{tag} element" if _NAME.fullmatch(tag) else "unknown element")
    return lost


def lost_attributes(tree: LexborHTMLParser, markup: str) -> set[str]:
    """Name the attributes that could act. The markup is looked at first: most pages have none."""
    if not _SUSPECT.search(markup):
        return set()
    names = {name.lower() for node in tree.css("*") for name in node.attributes}
    return {f"{name} attribute" for name in names if _ACTIVE.fullmatch(name) and len(name) <= 30}


def report(lost: set[str]) -> tuple[str, ...]:
    return tuple(sorted(lost)[:MAX_NAMES])


def drop_contents(tree: LexborHTMLParser) -> None:
    tree.strip_tags(sorted(DROPPED_WITH_CONTENT), recursive=True)
