"""Lexical, the editor state of Ghost 5 and 6, -> HTML as Ghost's own renderer writes it.

Source: kg-lexical-html-renderer of TryGhost/Koenig. Whatever shape the JSON has, this yields a string.
"""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from app.importers.ghost.cards import CARDS, LEFT_OUT, render_card
from app.importers.ghost.lexical_text import BREAK, LINKS, NOTHING, inline, text_of
from app.importers.ghost.markup import HeadingIds, tag, text
from app.importers.ghost.notes import Notes
from app.importers.ghost.values import number
from app.importers.ghost.values import text as as_text

_MAX_DEPTH = 60  # of blocks in blocks; below it only the text is kept
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_HEADING_TYPES = frozenset(("heading", "extended-heading"))
_QUOTE_TYPES = frozenset(("quote", "extended-quote"))
_TEXT_TYPES = LINKS | NOTHING | {BREAK}
_CARD_TYPES = frozenset(CARDS) | frozenset(LEFT_OUT)
_BLOCKS = _CARD_TYPES | _HEADING_TYPES | _QUOTE_TYPES | {"paragraph", "list", "aside"}

Node = Mapping[str, Any]


def children_of(node: object) -> list[Node]:
    found = node.get("children") if isinstance(node, dict) else None
    return [child for child in found if isinstance(child, dict)] if isinstance(found, list) else []


def type_of(node: Node) -> str:
    return as_text(node.get("type"))


def only_markdown(document: object) -> str | None:
    """Return the Markdown of a document that is one Markdown card and nothing else."""
    root = document.get("root") if isinstance(document, dict) else None
    said = [node for node in children_of(root) if type_of(node) in _CARD_TYPES or text_of(node).strip()]
    if len(said) != 1 or type_of(said[0]) != "markdown":
        return None
    return as_text(said[0].get("markdown"))


def render_lexical(document: object, notes: Notes) -> str:
    root = document.get("root") if isinstance(document, dict) else None
    if not isinstance(root, dict):
        notes.lost("its Lexical document has no root")
        return ""
    blocks = children_of(root)
    if blocks and type_of(blocks[-1]) == "paragraph" and not text_of(blocks[-1]).strip():
        blocks = blocks[:-1]  # the editor keeps an empty line at the end
    return _Renderer(notes).blocks(blocks, 0)


class _Renderer:
    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self._ids = HeadingIds()

    def blocks(self, nodes: list[Node], depth: int) -> str:
        """Text that stands between blocks stays text there."""
        parts: list[str] = []
        for is_run, run in groupby(nodes, key=_is_text):
            group = list(run)
            parts += [inline(group)] if is_run else [self._block(node, depth) for node in group]
        return "".join(parts)

    def _block(self, node: Node, depth: int) -> str:
        kind = type_of(node)
        if depth > _MAX_DEPTH:
            self._notes.lost("it is nested too deeply; only the text of the inner parts was kept")
            return tag("p", None, text(text_of(node)))
        if kind == "paragraph":
            return tag("p", None, self._inline(node))
        if kind in _HEADING_TYPES:
            name = as_text(node.get("tag"))
            return tag(name if name in _HEADINGS else "h2", {"id": self._ids.give(text_of(node))}, self._inline(node))
        if kind == "list":
            return self._list(node, depth)
        if kind in _QUOTE_TYPES:
            return tag("blockquote", None, self._mixed(node, depth))
        if kind == "aside":
            return tag("blockquote", {"class": "kg-blockquote-alt"}, self._mixed(node, depth))
        if kind in _CARD_TYPES:
            return render_card(kind, node, self._notes)
        return self._unknown(node, depth)

    def _unknown(self, node: Node, depth: int) -> str:
        """A node of a newer Ghost: what it holds is kept where it holds anything readable."""
        children = children_of(node)
        if children:
            return self.blocks(children, depth + 1) if _holds_blocks(children) else tag("p", None, self._inline(node))
        return render_card(type_of(node), node, self._notes)

    def _inline(self, node: Node) -> str:
        return inline(children_of(node))

    def _mixed(self, node: Node, depth: int) -> str:
        """Quotes mostly hold text, but documents made from HTML may have blocks in them."""
        children = children_of(node)
        return self.blocks(children, depth + 1) if _holds_blocks(children) else inline(children)

    def _list(self, node: Node, depth: int) -> str:
        """An item that begins with a list belongs into the item before it."""
        items: list[str] = []
        for item in children_of(node):
            inner = children_of(item)
            lists = [child for child in inner if type_of(child) == "list"]
            nested = self.blocks(lists, depth + 1)
            if lists and type_of(inner[0]) == "list" and items:
                items[-1] += nested
            else:
                items.append(self._item([child for child in inner if type_of(child) != "list"], depth) + nested)
        name = "ol" if node.get("listType") == "number" or node.get("tag") == "ol" else "ul"
        start = number(node.get("start"))
        attributes = {"start": str(start)} if name == "ol" and start not in (0, 1) else None
        return tag(name, attributes, "".join(tag("li", None, item) for item in items))

    def _item(self, children: list[Node], depth: int) -> str:
        return self.blocks(children, depth + 1) if _holds_blocks(children) else inline(children)


def _is_text(node: Node) -> bool:
    return type_of(node) in _TEXT_TYPES or isinstance(node.get("text"), str)


def _holds_blocks(children: list[Node]) -> bool:
    return any(type_of(child) in _BLOCKS for child in children)
