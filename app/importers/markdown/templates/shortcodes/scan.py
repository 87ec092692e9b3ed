"""Finds shortcodes in a text and pairs openings with closings. Knows nothing of what they mean."""

import re
from dataclasses import dataclass, field

MAX_TAG = 5_000  # characters
MAX_DEPTH = 30


@dataclass(slots=True)
class Mark:
    """One `{{< name args >}}`. `kind`: open, close, single (`… />}}`) or literal (`{{</* … */>}}`)."""

    kind: str
    raw: str
    name: str = ""
    arguments: str = ""
    markdown: bool = False  # written with percent signs: its inside is Markdown


@dataclass(slots=True)
class Piece:
    """A text, or a shortcode with what stands inside of it (None where it has no closing)."""

    text: str = ""
    mark: Mark | None = None
    inside: "list[Piece] | None" = None
    closing: str = ""


_OPEN = re.compile(r"\{\{([<%])")
_LITERAL = re.compile(r"\{\{(?P<sign>[<%])(?P<lead>\s*)/\*(?P<text>[\s\S]*?)\*/(?P<end>\s*/?[>%]\}\})")
_NAME = re.compile(r"\s*(?P<close>/?)\s*(?P<name>[^\s/\"'`=>%]+(?:/[^\s/\"'`=>%]+)*)")


def marks_of(text: str) -> list[tuple[int, int, Mark]]:
    """Return (start, end, mark) in order. This never raises."""
    found: list[tuple[int, int, Mark]] = []
    at = 0
    while True:
        match = _OPEN.search(text, at)
        if match is None:
            return found
        literal = _LITERAL.match(text, match.start(), match.start() + MAX_TAG)
        if literal:
            plain = "{{" + literal["sign"] + literal["lead"] + literal["text"] + literal["end"]
            found.append((match.start(), literal.end(), Mark("literal", plain)))
            at = literal.end()
            continue
        end = _end(text, match.end(), (">" if match[1] == "<" else "%") + "}}")
        mark = _mark(text[match.start() : end], match[1]) if end else None
        if end is None or mark is None:
            at = match.end()
            continue
        found.append((match.start(), end, mark))
        at = end


def _end(text: str, at: int, close: str) -> int | None:
    """Find the closing outside of quotes and backticks; what has an odd quote ends at the first closing."""
    limit = at + MAX_TAG
    first = text.find(close, at, limit)
    if first < 0:
        return None
    quote = ""
    for match in re.compile(f"[\"'`]|{re.escape(close)}").finditer(text, at, limit):
        if match[0] == close:
            if not quote:
                return match.end()
        elif not quote:
            quote = match[0] if match[0] != "'" else ""
        elif quote == match[0]:
            quote = ""
    return first + len(close)


def _mark(raw: str, sign: str) -> Mark | None:
    inside = raw[3:-3]
    match = _NAME.match(inside)
    if match is None:
        return None
    arguments = inside[match.end() :].strip()
    if match["close"]:
        return Mark("close", raw, match["name"], "", sign == "%")
    kind = (
        "single" if (arguments.endswith("/") and not arguments.endswith(("//", '"/'))) or arguments == "/" else "open"
    )
    return Mark(kind, raw, match["name"], arguments[:-1].rstrip() if kind == "single" else arguments, sign == "%")


@dataclass(slots=True)
class _Open:
    piece: Piece
    children: list[Piece] = field(default_factory=list)


def pieces_of(text: str) -> list[Piece]:
    """Return texts and shortcodes, nested. An opening without a closing has no inside; a stray closing is text."""
    marks = marks_of(text)
    closable = {mark.name for _, _, mark in marks if mark.kind == "close"}
    root = _Open(Piece())
    stack = [root]
    at = 0
    for start, end, mark in marks:
        if start > at:
            stack[-1].children.append(Piece(text[at:start]))
        at = end
        if mark.kind == "literal":
            stack[-1].children.append(Piece("", mark))
        elif mark.kind == "close":
            _close(stack, mark)
        elif mark.kind == "open" and mark.name in closable and len(stack) < MAX_DEPTH:
            stack.append(_Open(Piece("", mark)))
        else:
            stack[-1].children.append(Piece("", mark))
    if at < len(text):
        stack[-1].children.append(Piece(text[at:]))
    while len(stack) > 1:
        _give_up(stack)
    return root.children


def _close(stack: list[_Open], mark: Mark) -> None:
    if not any(one.piece.mark and one.piece.mark.name == mark.name for one in stack[1:]):
        stack[-1].children.append(Piece(mark.raw))
        return
    while True:
        top = stack[-1]
        if top.piece.mark and top.piece.mark.name == mark.name:
            break
        _give_up(stack)
    stack.pop()
    top.piece.inside = top.children
    top.piece.closing = mark.raw
    stack[-1].children.append(top.piece)


def _give_up(stack: list[_Open]) -> None:
    """What was taken for the start of a pair stands alone; its children follow it."""
    top = stack.pop()
    stack[-1].children += [top.piece, *top.children]
