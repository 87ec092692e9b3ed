"""Small ways through a parsed tree that several passes share."""

from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

VERBATIM = frozenset({"pre", "code", "kbd", "samp", "script", "style", "textarea"})


def prose(tree: LexborHTMLParser, *, outside: frozenset[str] = VERBATIM) -> list[LexborNode]:
    """List the text nodes that stand in no element of these names."""
    return [node for node in _texts(tree) if not _is_in(node, outside)]


def fragment(markup: str) -> LexborNode | None:
    """Parse markup with one element; to be inserted, which copies it."""
    return LexborHTMLParser(markup, is_fragment=True).root


def drop_if_empty(node: LexborNode | None) -> None:
    if node is not None and not node.css("img,video,audio,input,br,[id]") and not node.text(deep=True, strip=True):
        node.decompose()


def _texts(tree: LexborHTMLParser) -> Iterator[LexborNode]:
    root = tree.root
    if root is not None:
        yield from (node for node in root.traverse(include_text=True) if node.is_text_node)


def _is_in(node: LexborNode, names: frozenset[str]) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.tag in names:
            return True
        parent = parent.parent
    return False
