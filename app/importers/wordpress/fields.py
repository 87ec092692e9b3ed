"""Names of WXR elements, whatever version of the namespace and whatever prefix a file uses for them."""

import re
from functools import lru_cache

from lxml import etree

_FAMILIES = (
    (re.compile(r"https?://(?:www\.)?wordpress\.org/export/[^/]*/excerpt/?$"), {"encoded": "excerpt"}),
    (re.compile(r"https?://purl\.org/rss/1\.0/modules/content/?$"), {"encoded": "content"}),
    (re.compile(r"https?://purl\.org/dc/elements/1\.1/?$"), {"creator": "creator"}),
)
_WORDPRESS = re.compile(r"https?://(?:www\.)?wordpress\.org/export/[^/]*/?$")
# RSS's own elements have no prefix, whatever the default namespace is; <media:title> is something else.
_PLAIN = {"title", "link", "guid", "pubDate", "description", "category", "language", "generator"}
_MOST = 2000  # names remembered; files with more have made them up


def name_of(element: etree._Element) -> str | None:
    """Return "title", "content", "wp:post_id" …; None for an element that means nothing to an import."""
    tag = element.tag
    if not isinstance(tag, str):
        return None
    name = _find_name(tag)
    return None if name in _PLAIN and element.prefix is not None else name


def is_item(element: etree._Element) -> bool:
    return isinstance(element.tag, str) and element.tag.rpartition("}")[2] == "item"


@lru_cache(maxsize=_MOST)
def _find_name(tag: str) -> str | None:
    if not tag.startswith("{"):
        # A prefix nobody declared stays in the name when a parser recovers.
        return tag if tag in _PLAIN or tag.startswith("wp:") else None
    uri, _, local = tag[1:].partition("}")
    if _WORDPRESS.match(uri):
        return f"wp:{local}"
    for pattern, names in _FAMILIES:
        if pattern.match(uri):
            return names.get(local)
    return local if local in _PLAIN else None


def prefixed_name(element: etree._Element) -> str | None:
    """Return "wp:…" for an element of a foreign namespace that calls itself wp."""
    if element.prefix != "wp" or not isinstance(element.tag, str):
        return None
    return f"wp:{etree.QName(element).localname}"


def text_of(element: etree._Element) -> str:
    """Return its text; markup that was not escaped is given as it stands."""
    if not len(element):
        return element.text or ""
    inner = (etree.tostring(child, encoding="unicode") for child in element)
    return (element.text or "") + "".join(_undeclared(text) for text in inner)


_DECLARATIONS = re.compile(r'\sxmlns(?::[\w.-]+)?="[^"]*"')


def _undeclared(markup: str) -> str:
    return _DECLARATIONS.sub("", markup)
