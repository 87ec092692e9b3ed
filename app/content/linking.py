"""Bare addresses in text become links."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from app.content.embeds import embed_card
from app.content.trees import VERBATIM, fragment, prose

_ADDRESS = re.compile(
    r"""(?<![a-z0-9_/"'=@.])https?://[^\s<>"'`{}|\\^\u3000-\u3003\u3008-\u3011\uff00-\uff1f]{3,2000}""", re.IGNORECASE
)
_NOT_LINKED = VERBATIM | {"a", "button", "math"}
_PUNCTUATION = ".,;:!?*_~'\"…"
_CLOSING = {")": "(", "]": "["}


def link_addresses(tree: LexborHTMLParser, *, cards: bool = False) -> None:
    """Link every address written as text; with `cards`, one of a known site alone in its paragraph becomes a card."""
    for node in prose(tree, "://", outside=_NOT_LINKED):
        text = node.text_content or ""
        if found := list(_addresses(text)):
            _link(tree, node, text, found, cards)


def _link(tree: LexborHTMLParser, node: LexborNode, text: str, found: list[tuple[int, str]], cards: bool) -> None:
    parent = node.parent
    if cards and parent is not None and parent.tag == "p" and text.strip() == found[0][1] and not _siblings(node):
        card = fragment(embed_card(found[0][1]) or "")
        if card is not None:
            parent.insert_after(card)
            parent.decompose()
            return
    at = 0
    for start, address in found:
        node.insert_before(text[at:start])
        link = tree.create_node("a")
        link.attrs["href"] = address
        link.insert_child(address)
        node.insert_before(link, move=True)
        at = start + len(address)
    node.replace_with(text[at:])


def _siblings(node: LexborNode) -> bool:
    return node.prev is not None or node.next is not None


def _addresses(text: str) -> Iterator[tuple[int, str]]:
    for match in _ADDRESS.finditer(text):
        address = _trimmed(match[0])
        if "." in address or "localhost" in address:
            yield match.start(), address


def _trimmed(address: str) -> str:
    """Leave the sentence its own punctuation: a closing bracket belongs to an address that opened it (GFM 6.9)."""
    while address and (address[-1] in _PUNCTUATION or _closes_nothing(address)):
        address = address[:-1]
    return address


def _closes_nothing(address: str) -> bool:
    last = address[-1]
    return last in _CLOSING and address.count(last) > address.count(_CLOSING[last])
