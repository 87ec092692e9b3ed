"""Small ways through a parsed tree that several passes share."""

from selectolax.lexbor import LexborHTMLParser, LexborNode

VERBATIM = frozenset({"pre", "code", "kbd", "samp", "script", "style", "textarea"})


def prose(tree: LexborHTMLParser, mark: str, *, outside: frozenset[str] = VERBATIM) -> list[LexborNode]:
    """List the text nodes that hold `mark` and stand in no element of the names `outside`."""
    holders = (node for node in tree.css(f':lexbor-contains("{mark}")') if not _is_in(node, outside))
    texts = (child for node in holders for child in node.iter(include_text=True) if child.is_text_node)
    return [text for text in texts if mark in (text.text_content or "")]


def rename(tree: LexborHTMLParser, node: LexborNode, name: str) -> LexborNode:
    """Put an element of another name, otherwise the same, in the node's place."""
    renamed = tree.create_node(name)
    for attribute, value in node.attributes.items():
        renamed.attrs[attribute] = value
    node.insert_before(renamed, move=True)
    for child in list(node.iter(include_text=True)):
        renamed.insert_child(child, move=True)
    node.decompose()
    return renamed


def fragment(markup: str) -> LexborNode | None:
    """Parse markup with one element; to be inserted, which copies it."""
    return LexborHTMLParser(markup, is_fragment=True).root


def drop_if_empty(node: LexborNode | None) -> None:
    """Drop a node that shows nothing and is nothing's target."""
    if node is None or "id" in node.attrs or node.css("img,video,audio,input,figure,br,hr,[id]"):
        return
    if not node.text(deep=True, strip=True):
        node.decompose()


def _is_in(node: LexborNode, names: frozenset[str]) -> bool:
    ancestor: LexborNode | None = node
    while ancestor is not None:
        if ancestor.tag in names:
            return True
        ancestor = ancestor.parent
    return False
