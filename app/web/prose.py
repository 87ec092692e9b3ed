"""What a post's text needs to be used by keyboard and by ear, in the site's language, and to stand still while loading.

Changes no word of it.
"""

import re
from collections.abc import Callable
from typing import Protocol

from selectolax.lexbor import LexborHTMLParser, LexborNode

from app.web.words import translate

MOST_LOOKED_UP = 100  # pictures of one page
_TO_DO = re.compile(r"<(?:table|input)[\s>]|src=\"/media/")
_OWN = re.compile(r"/media/([0-9a-f]{20,64})/")
_ROOT = re.compile(r"^<html><head></head><body>|</body></html>$")


class Measured(Protocol):
    @property
    def width(self) -> int | None: ...
    @property
    def height(self) -> int | None: ...


def usable(html: str, language: str, measure: Callable[[str], Measured | None]) -> str:
    """Let wide tables be scrolled by keyboard, boxes of task lists say what they mean, pictures keep their place free.

    `html` is sanitised. `measure`: the beginning of a file's content hash → its size, if it is known.
    """
    if not _TO_DO.search(html):
        return html
    tree = LexborHTMLParser(html, is_fragment=True)
    for table in tree.css("table"):
        table.attrs["tabindex"] = "0"
    for box in tree.css("input"):
        is_done = "checked" in box.attrs
        box.attrs["aria-label"] = translate(language, "Done") if is_done else translate(language, "To do")
    for picture in tree.css("img[src^='/media/']:not([width]):not([height])")[:MOST_LOOKED_UP]:
        _give_size(picture, measure)
    return _ROOT.sub("", tree.html or "")


def _give_size(picture: LexborNode, measure: Callable[[str], Measured | None]) -> None:
    mark = _OWN.match(picture.attrs.sget("src"))
    size = measure(mark[1]) if mark else None
    if size is not None and size.width and size.height:
        picture.attrs["width"], picture.attrs["height"] = str(size.width), str(size.height)
