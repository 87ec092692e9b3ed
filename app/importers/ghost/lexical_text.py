"""Runs of formatted text in Lexical -> HTML; formats stay open across runs that share them, and close before links."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.importers.ghost.markup import tag, text
from app.importers.ghost.values import number
from app.importers.ghost.values import text as as_text

Node = Mapping[str, Any]

# Bits of `format` -> elements, in the order Ghost opens them.
FORMATS = (
    (1, "strong"), (2, "em"), (4, "s"), (8, "u"), (16, "code"), (32, "sub"), (64, "sup"), (128, "mark"),
)  # fmt: skip
LINKS = frozenset(("link", "autolink"))
BREAK = "linebreak"
NOTHING = frozenset(("at-link", "at-link-search", "zwnj"))  # what the editor shows while a link is being chosen
_MAX_DEPTH = 20


def inline(nodes: Sequence[object], depth: int = 0) -> str:
    """Return text, links and line breaks; of any other node the text it holds."""
    runs: list[Node] = [node for node in nodes if isinstance(node, dict) and as_text(node.get("type")) not in NOTHING]
    writer = _Writer()
    for at, node in enumerate(runs):
        kind = as_text(node.get("type"))
        if kind in LINKS:
            writer.close_all()
            writer.raw(_link(node, depth))
        elif kind == BREAK:
            writer.raw("<br>")
        elif isinstance(node.get("children"), list):
            writer.close_all()
            writer.raw(inline(node["children"], depth + 1) if depth < _MAX_DEPTH else text(text_of(node)))
        else:
            writer.run(as_text(node.get("text")), _formats(node), runs[at + 1 :])
    writer.close_all()
    return writer.html()


def text_of(node: object) -> str:
    """Return all text below a node, however deep; a line break is a newline."""
    found: list[str] = []
    waiting = [node]
    while waiting:
        current = waiting.pop()
        if not isinstance(current, dict):
            continue
        if current.get("type") == BREAK:
            found.append("\n")
        if isinstance(current.get("text"), str):
            found.append(as_text(current["text"]))
        children = current.get("children")
        if isinstance(children, list):
            waiting.extend(reversed(children))
    return "".join(found)


def _link(node: Node, depth: int) -> str:
    children = node.get("children")
    shown = inline(children, depth + 1) if isinstance(children, list) and depth < _MAX_DEPTH else text(text_of(node))
    attributes = {name: as_text(node.get(key)) for name, key in (("href", "url"), ("rel", "rel"), ("title", "title"))}
    return tag("a", attributes, shown)


def _formats(node: Node) -> list[str]:
    bits = number(node.get("format"))
    return [name for bit, name in FORMATS if bits & bit]


class _Writer:
    def __init__(self) -> None:
        self._parts: list[str] = []
        self._open: list[str] = []

    def html(self) -> str:
        return "".join(self._parts)

    def raw(self, markup: str) -> None:
        self._parts.append(markup)

    def run(self, value: str, formats: list[str], following: list[Node]) -> None:
        new = [name for name in formats if name not in self._open]
        for name in sorted(new, key=lambda name: -_reach(name, following)):
            self._parts.append(f"<{name}>")
            self._open.append(name)
        self._parts.append(text(value))
        kept = _next_formats(following)
        while any(name not in kept for name in self._open):
            self._close()

    def close_all(self) -> None:
        while self._open:
            self._close()

    def _close(self) -> None:
        self._parts.append(f"</{self._open.pop()}>")


def _next_formats(following: list[Node]) -> list[str]:
    """Return what the next run has; line breaks in between don't count, a link ends everything."""
    found = next((node for node in following if as_text(node.get("type")) != BREAK), None)
    return [] if found is None or as_text(found.get("type")) in LINKS else _formats(found)


def _reach(name: str, following: list[Node]) -> int:
    """Return how many of the next runs keep a format: what lasts longest is opened first."""
    reach = 0
    for node in following[:50]:
        kind = as_text(node.get("type"))
        if kind in LINKS or (kind != BREAK and name not in _formats(node)):
            break
        reach += 1
    return reach
