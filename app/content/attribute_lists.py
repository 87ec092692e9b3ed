"""Kramdown's and Eleventy's attribute lists: `{: .note #start}` behind a paragraph, link or picture."""

import re
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

from app.content.trees import drop_if_empty, prose

MARK = "{:"
MAX_LISTS = 20  # heeded in one text; further ones are only removed

_ENTRY = r"""(?:[#.][\w:-]+|[\w-]+=(?:"[^"]*"|'[^']*'|[^\s"'{}]+)|toc|no_toc)"""
_LIST = re.compile(r"\{:\s*(%s(?:\s*%s)*)\s*\}" % (_ENTRY, _ENTRY))  # noqa: UP031
_EXTENSION = re.compile(r"\{::(?:options|comment|nomarkdown)?[^{}\n]*\}")
_WORD = re.compile(r"""([#.])([\w:-]+)|([\w-]+)=["']?([^"']*?)["']?(?=\s|$)""")
_KEPT = frozenset({"width", "height", "alt", "title", "lang", "dir", "target", "rel", "style", "align"})


def apply_attribute_lists(tree: LexborHTMLParser) -> None:
    """Take the lists out of the text and set what they say on what they stand behind.

    A list in code is code, and `{:ok, value}` is text. `{:toc}`, which kramdown replaces by a table of contents,
    goes with the list item that holds its place.
    """
    for node in prose(tree, MARK):
        _apply(node, node.text_content or "")


def _apply(node: LexborNode, text: str) -> None:
    for found in islice(_LIST.finditer(text), MAX_LISTS):
        target = _target(node, text, found)
        for word in _WORD.finditer(found[1]):
            _set(target, word)
    kept = _EXTENSION.sub("", _LIST.sub("", text))
    if kept == text:
        return
    parent = node.parent
    if "{:toc" in text and parent is not None:
        _drop_place(parent)
        return
    kept = kept.rstrip() if text.rstrip().endswith("}") else kept
    node.replace_with(kept.lstrip() if text.startswith(MARK) and node.prev is None else kept)
    if parent is not None and parent.tag == "p":
        drop_if_empty(parent)


def _target(node: LexborNode, text: str, found: re.Match[str]) -> LexborNode | None:
    """Find the span right before the list, else the block it stands in, else the block before."""
    before = text[: found.start()]
    span = node.prev
    if not before and span is not None and span.tag != "br":
        return span
    block = node.parent
    if block is None or span is not None or _LIST.sub("", text).strip():
        return block
    previous = block.prev
    while previous is not None and not previous.is_element_node:
        previous = previous.prev
    return previous


def _set(target: LexborNode | None, word: re.Match[str]) -> None:
    if target is None or not target.is_element_node:
        return
    if word[1] == "#":
        target.attrs["id"] = word[2]
    elif word[1] == ".":
        target.attrs["class"] = f"{target.attrs.sget('class')} {word[2]}".strip()
    elif word[3] in _KEPT:
        target.attrs[word[3]] = word[4]


def _drop_place(node: LexborNode) -> None:
    """Drop the `* TOC` list around `{:toc}`, or only the paragraph."""
    outermost = node
    while outermost.parent is not None and outermost.parent.tag in ("li", "ul", "ol"):
        outermost = outermost.parent
    if len(outermost.text(deep=True, strip=True)) <= 40:
        outermost.decompose()
