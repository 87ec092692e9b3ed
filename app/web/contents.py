"""What a long post contains: its headings, for a list of links above it."""

import re
from dataclasses import dataclass
from itertools import islice

from selectolax.lexbor import LexborHTMLParser

FEWEST_HEADINGS = 4
FEWEST_WORDS = 800
_HEADING = re.compile(r"<h[23][\s>]")
_TAG = re.compile(r"<[^>]*>")
# Scripts without spaces between words: two or three signs are one.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]{2}|[^\W\u3040-\u30ff\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Heading:
    id: str
    text: str
    below: bool  # an h3 under an h2


def contents_of(html: str) -> tuple[Heading, ...]:
    """The headings of sanitised HTML; none for a short text, and for one that brings a list of its own."""
    if len(_HEADING.findall(html)) < FEWEST_HEADINGS or _is_short(html):
        return ()
    tree = LexborHTMLParser(html, is_fragment=True)
    found: list[Heading] = []
    for node in tree.css("h2[id],h3[id]"):
        text = " ".join(node.text(deep=True).split())
        if text:
            is_below = node.tag == "h3" and any(not heading.below for heading in found)
            found.append(Heading(node.attrs.sget("id"), text, is_below))
    targets = {node.attrs.sget("href")[1:] for node in tree.css("a[href^='#']")}
    has_own = sum(heading.id in targets for heading in found) * 2 > len(found)
    return () if has_own or len(found) < FEWEST_HEADINGS else tuple(found)


def _is_short(html: str) -> bool:
    words = _WORD.finditer(_TAG.sub(" ", html))
    return next(islice(words, FEWEST_WORDS - 1, None), None) is None
