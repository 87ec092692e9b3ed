"""Ids: every heading has one, none occurs twice, links within the page find them."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from app.content.policy import safe_id

_DROPPED = re.compile(r"[^\w\s-]+")
_SPACE = re.compile(r"\s")
_LOOSE = re.compile(r"[\W_]+")


def settle_ids(tree: LexborHTMLParser) -> None:
    """Give headings ids, make repeated ids unique, and change reserved ones together with the links to them.

    A heading's id is what GitHub, Hugo and most generators make of its text ("A & b" is "a--b"), so that old links
    into a page go on working; where a link of the page itself spells it another way, the link wins.
    """
    for anchor in tree.css("a[name]"):
        _name_to_id(anchor)
    ids = _Ids()
    for node in tree.css("[id]"):
        own = safe_id(node.attrs.sget("id"))
        if own is None:
            del node.attrs["id"]
        else:
            node.attrs["id"] = ids.take(own)
    nameless = [node for node in tree.css("h1,h2,h3,h4,h5,h6") if "id" not in node.attrs]
    wanted = _wanted(tree, ids.taken) if nameless else {}
    for node in nameless:
        own = heading_id(node.text(deep=True))
        node.attrs["id"] = ids.take(wanted.pop(_LOOSE.sub("", own), own))


def heading_id(text: str) -> str:
    kept = _SPACE.sub("-", _DROPPED.sub("", text.strip().lower()))[:100] or "section"
    return safe_id(kept) or "section"


def _name_to_id(anchor: LexborNode) -> None:
    """`<a name>` is how old pages marked a place."""
    if "id" not in anchor.attrs and anchor.attrs.sget("name"):
        anchor.attrs["id"] = anchor.attrs.sget("name")


def _wanted(tree: LexborHTMLParser, taken: set[str]) -> dict[str, str]:
    """Map the bare letters of each link target the page lacks to its spelling."""
    targets = (node.attrs.sget("href")[1:] for node in tree.css("a[href^='#']"))
    return {_LOOSE.sub("", t.lower()): t for t in targets if t and t not in taken and safe_id(t) == t}


class _Ids:
    """Hands out each id once: "notes", "notes-1", "notes-2"."""

    def __init__(self) -> None:
        self.taken: set[str] = set()
        self._last: dict[str, int] = {}

    def take(self, wanted: str) -> str:
        candidate, number = wanted, self._last.get(wanted, 0)
        while candidate in self.taken:
            number += 1
            candidate = f"{wanted}-{number}"
        self._last[wanted] = number
        self.taken.add(candidate)
        return candidate
