"""What a post's text needs to be used by keyboard and by ear, in the site's language. Changes no word of it."""

import re

from selectolax.lexbor import LexborHTMLParser

from app.web.words import translate

_AT_ALL = re.compile(r"<(?:table|input)[\s>]")
_ROOT = re.compile(r"^<html><head></head><body>|</body></html>$")


def usable(html: str, language: str) -> str:
    """Let wide tables be scrolled by keyboard, and the boxes of a task list say what they mean; `html` is sanitised."""
    if not _AT_ALL.search(html):
        return html
    tree = LexborHTMLParser(html, is_fragment=True)
    for table in tree.css("table"):
        table.attrs["tabindex"] = "0"
    for box in tree.css("input"):
        is_done = "checked" in box.attrs
        box.attrs["aria-label"] = translate(language, "Done") if is_done else translate(language, "To do")
    return _ROOT.sub("", tree.html or "")
