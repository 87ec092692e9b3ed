"""Looks that old pages wrote into attributes become classes or go."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from app.content.trees import drop_if_empty, rename

_TEXT_ALIGN = re.compile(r"(?:^|;)\s*text-align\s*:\s*(left|right|center)\b", re.IGNORECASE)
_FLOAT = re.compile(r"(?:^|;)\s*float\s*:\s*(left|right)\b", re.IGNORECASE)
_SIDES = frozenset({"left", "right", "center"})
_BOXES = frozenset({"img", "figure", "table", "video", "audio", "iframe"})
_NAMES = {"strike": "s", "tt": "code", "acronym": "abbr", "center": "div", "dir": "ul"}
_BLANK = ",".join(f"{name}:blank:not([id])" for name in ("p", "h1", "h2", "h3", "h4", "h5", "h6"))
_SPACED = "p:lexbor-contains('\u00a0')"
_LAZY = ("data-src", "data-lazy-src", "data-original")


def modernise(tree: LexborHTMLParser) -> None:
    """Use today's names for elements HTML has dropped."""
    for node in tree.css(",".join(_NAMES)):
        old = node.tag or ""
        new = rename(tree, node, _NAMES[old])
        if old == "center":
            _add_class(new, "center", False)


def keep_alignment(tree: LexborHTMLParser) -> None:
    """Keep sides as WordPress's class names: has-text-align-… for text, align… for boxes."""
    for node in tree.css("[align]"):
        side = node.attrs.sget("align").lower()
        if side in _SIDES:
            _add_class(node, side, node.tag in _BOXES)
    for node in tree.css("[style]"):
        style = node.attrs.sget("style")
        if aligned := _TEXT_ALIGN.search(style):
            _add_class(node, aligned[1].lower(), False)
        if floated := _FLOAT.search(style):
            _add_class(node, floated[1].lower(), True)
        if not _FLOAT.sub("", _TEXT_ALIGN.sub("", style)).strip("; "):
            del node.attrs["style"]


def _add_class(node: LexborNode, side: str, box: bool) -> None:
    word = f"align{side}" if box else f"has-text-align-{side}"
    node.attrs["class"] = f"{node.attrs.sget('class')} {word}".strip()


def restore_lazy_images(tree: LexborHTMLParser) -> None:
    """Undo lazy loading by script: the address waits in a data- attribute, or in a `<noscript>` beside."""
    for image in tree.css("img[data-src],img[data-lazy-src],img[data-original]"):
        source = image.attrs.sget("src")
        if not source or source.startswith("data:") or "placeholder" in source:
            image.attrs["src"] = next((image.attrs.sget(name) for name in _LAZY if image.attrs.sget(name)), source)
    for fallback in tree.css("noscript"):
        if fallback.css("img") and fallback.prev is not None and fallback.prev.tag == "img":
            fallback.decompose()
        else:
            fallback.unwrap(delete_empty=True)


def settle_media(tree: LexborHTMLParser) -> None:
    """Have pictures loaded when they come near, long code scrolled by keyboard, boxes shown but not to fill in."""
    for image in tree.css("img"):
        if "alt" not in image.attrs:
            image.attrs["alt"] = ""  # without one, screen readers read the address out
        image.attrs["loading"] = "lazy"
        image.attrs["decoding"] = "async"
    for code in tree.css("pre"):
        code.attrs["tabindex"] = "0"
    for box in tree.css("input"):
        if box.attrs.sget("type").lower() == "checkbox":
            box.attrs["type"] = "checkbox"
            box.attrs["disabled"] = ""
        else:
            box.decompose()


def drop_junk(tree: LexborHTMLParser) -> set[str]:
    """Drop empty paragraphs, counting pixels, and formulas drawn a second time; give what counted readers, in words."""
    removed = set()
    for image in tree.css("img[width='1'][height='1'],img[width='0'][height='0']"):
        image.decompose()
        removed.add("tracking pixel")
    for node in tree.css(_BLANK):
        node.decompose()
    for node in tree.css(_SPACED):
        drop_if_empty(node)
    for drawn in tree.css("span.katex-mathml ~ span.katex-html"):
        drawn.decompose()
    for node in tree.css("pre"):
        _strip_first_newlines(node)
    return removed


def _strip_first_newlines(node: LexborNode) -> None:
    """A parser eats a newline right behind `<pre>`: with another one there, each parsing would eat one more."""
    first = node.first_child
    while first is not None and not first.is_element_node:
        text = "" if first.is_comment_node else (first.text_content or "").lstrip("\n")
        if text:
            first.replace_with(text)
            return
        first.decompose()
        first = node.first_child
