"""Footnotes as one list at the end, with links there and back."""

from collections.abc import Collection
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

Back = dict[str, list[str]]  # name of a definition → ids of the references to it, in order of first reference


def gather_footnotes(tree: LexborHTMLParser) -> None:
    """Turn the definitions, which the Markdown parser leaves where they were written, into a list at the end.

    A definition nobody refers to is left out, as GitHub does.
    """
    definitions = {node.attrs.sget("id"): node for node in tree.css("div.footnote-definition[id]")}
    if not definitions:
        return
    prefix = "note" if tree.css("[id^='fn-'],[id^='fnref-']") else "fn"
    back = _number_references(tree, definitions.keys(), prefix)
    items = [_item(definitions[name], f"{prefix}-{n}", n, back[name]) for n, name in enumerate(back, 1)]
    end = _last_top_level(next(iter(definitions.values())))
    if items:
        markup = f'<section class="footnotes" role="doc-endnotes"><ol>{"".join(items)}</ol></section>'
        section = LexborHTMLParser(markup, is_fragment=True).root
        if section is not None:
            end.insert_after(section)
    for node in definitions.values():
        node.decompose()


def _number_references(tree: LexborHTMLParser, names: Collection[str], prefix: str) -> Back:
    back: Back = {}
    numbers: dict[str, int] = {}
    for link in tree.css("sup.footnote-reference > a[href^='#']"):
        name = unquote(link.attrs.sget("href")[1:])
        mark = link.parent
        if name not in names or mark is None:
            continue
        places = back.setdefault(name, [])
        number = numbers.setdefault(name, len(back))
        place = f"{prefix}ref-{number}" + (f"-{len(places) + 1}" if places else "")
        places.append(place)
        mark.attrs["id"] = place
        link.attrs["href"] = f"#{prefix}-{number}"
        link.attrs["role"] = "doc-noteref"
    return back


def _item(definition: LexborNode, own_id: str, number: int, places: list[str]) -> str:
    label = definition.css_first("sup.footnote-definition-label")
    if label is not None:
        label.decompose()
    links = "".join(
        f' <a href="#{place}" class="footnote-backref" role="doc-backlink" aria-label="{number}">↩</a>'
        for place in places
    )
    body = (definition.inner_html or "").strip()
    if body.endswith("</p>"):
        return f'<li id="{own_id}">{body[:-4]}{links}</p></li>'
    return f'<li id="{own_id}">{body}{links}</li>'


def _last_top_level(node: LexborNode) -> LexborNode:
    while node.parent is not None:
        node = node.parent
    while node.next is not None:
        node = node.next
    return node
