"""Keeps markup in a shape that every parser gets through quickly.

Building a tree looks through all open elements at each tag, so 100,000 nested `<div>` take 10 seconds, and unclosed
`<b a=1><b a=2>…` are opened again in every paragraph. Browsers stop at 512 levels; no post comes near.
"""

import re

from app.content.words import words

HARMLESS_TAGS = 1000  # so few can be nested in any way without harm
MAX_SHALLOW = 40
MAX_DEPTH = 200
MAX_FORMATTING = 10  # open <b>, <font> …: a parser opens these again in each new block
MAX_MARKS = 50
LONG_SOURCE = 50_000
LONG_TAG = 20_000
MAX_ATTRIBUTES = 500

_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)[^<>]*>?")
_MARKS = re.compile(r"^[ \t]*(?:(?:>|[-+*]|\d{1,9}[.)])[ \t]*){%d,}" % MAX_MARKS, re.MULTILINE)  # noqa: UP031
_NAME = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{%d,}" % LONG_TAG)  # noqa: UP031
_VOID = words("area base br col embed hr img input link meta param source track wbr")
_FORMATTING = words("a b big code em font i nobr s small strike strong tt u")
_REPEATING = words("p li dt dd tr td th tbody thead option rt rp")  # a new one ends the one before
_SCOPES = words("div ul ol dl table blockquote section article figure details td th")


def flattened(markup: str) -> str:
    """Drop the tags, never the text, of elements nested deeper than any real page."""
    if len(markup) > LONG_TAG:
        markup = _LONG_TAG.sub(_shortened, markup)
    if markup.count("<") - markup.count("</") <= HARMLESS_TAGS or _is_shallow(markup):
        return markup
    shape = _Shape()
    if all(shape.visit(tag[1], tag[2].lower()) for tag in _TAG.finditer(markup)):
        return markup
    shape = _Shape()
    return _TAG.sub(lambda tag: tag[0] if shape.visit(tag[1], tag[2].lower()) else "", markup)


def _is_shallow(markup: str) -> bool:
    """Tell if so few elements are ever open at once that it does not matter which: true of nearly every page.

    Each name is counted for itself: an end tag closes nothing of another name, so `<div></b><div></b>` is deep.
    """
    now: dict[str, int] = {}
    most: dict[str, int] = {}
    for slash, name in _NAME.findall(markup):
        if slash:
            now[name] = max(now.get(name, 0) - 1, 0)
        else:
            count = now[name] = now.get(name, 0) + 1
            if count > most.get(name, 0):
                most[name] = count
    return sum(count for name, count in most.items() if name.lower() not in _VOID) <= MAX_SHALLOW


def flattened_markdown(source: str) -> str:
    """Cut rows of dozens of quote or list marks at the start of a line; a short source can't hold enough to harm."""
    if len(source) < LONG_SOURCE:
        return source
    return _MARKS.sub(lambda marks: marks[0][:MAX_MARKS], source)


def _shortened(tag: re.Match[str]) -> str:
    """Cut thousands of attributes; a long data: address is one."""
    parts = tag[0].split(maxsplit=MAX_ATTRIBUTES)
    return tag[0] if len(parts) <= MAX_ATTRIBUTES else " ".join(parts[:MAX_ATTRIBUTES])


class _Shape:
    """What is open at a point of the markup, nearly as a parser sees it."""

    def __init__(self) -> None:
        self._open: list[str] = []
        self._count: dict[str, int] = {}
        self._dropped: dict[str, int] = {}
        self._formatting = 0

    def visit(self, slash: str, name: str) -> bool:
        """Follow one tag; False means that it has to go."""
        if name in _VOID:
            return True
        return self._close(name) if slash else self._enter(name)

    def _enter(self, name: str) -> bool:
        if name in _REPEATING:
            self._end_previous(name)
        too_many = self._formatting >= MAX_FORMATTING and name in _FORMATTING
        if too_many or len(self._open) >= MAX_DEPTH:
            self._dropped[name] = self._dropped.get(name, 0) + 1
            return False
        self._open.append(name)
        self._count[name] = self._count.get(name, 0) + 1
        self._formatting += name in _FORMATTING
        return True

    def _close(self, name: str) -> bool:
        if self._dropped.get(name):
            self._dropped[name] -= 1
            return False
        if self._count.get(name):
            self._pop_to(name)
        return True

    def _end_previous(self, name: str) -> None:
        if not self._count.get(name):
            return
        for open_name in reversed(self._open):
            if open_name == name:
                self._pop_to(name)
                return
            if open_name in _SCOPES:
                return

    def _pop_to(self, name: str) -> None:
        """Close everything inside the innermost `name` too; open formatting stays counted until its own end tag."""
        while self._open:
            popped = self._open.pop()
            self._count[popped] -= 1
            if popped == name:
                break
        if name in _FORMATTING:
            self._formatting -= 1
