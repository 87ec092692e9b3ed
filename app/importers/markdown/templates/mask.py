"""Code out of the way while a body is rewritten: fences, code spans and <pre> are put aside and come back untouched."""

import re

_MARK = re.compile("\0([0-9]+)\0")
_OPENING = re.compile(
    r"^(?P<lead>[ \t>]*(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)*)(?P<fence>`{3,}(?=[^`\n]*(?:\n|\Z))|~{3,})"
    r"|(?<!\\)(?P<ticks>`+)"
    r"|<(?P<tag>pre|code|script|style|textarea|samp|kbd)(?=[\s>])",
    re.MULTILINE | re.IGNORECASE,
)
_BLANK = re.compile(r"\n[ \t]*\n")


class Mask:
    """Pieces of one body. A token is a number between two NULs, which no decoded text holds."""

    def __init__(self) -> None:
        self._pieces: list[str] = []

    def put(self, piece: str) -> str:
        self._pieces.append(piece)
        return f"\0{len(self._pieces) - 1}\0"

    def cover_code(self, text: str) -> str:
        """Put all code of a text aside."""
        if "`" not in text and "~~~" not in text and "<" not in text:
            return text
        made: list[str] = []
        at = 0
        for start, end in code_spans(text):
            made += (text[at:start], self.put(text[start:end]))
            at = end
        return "".join((*made, text[at:])) if made else text

    def uncover(self, text: str) -> str:
        """Put everything back, also what was put aside inside of other pieces."""
        while "\0" in text and _MARK.search(text):
            text = _MARK.sub(lambda match: self._piece(int(match[1])), text)
        return text

    def _piece(self, number: int) -> str:
        return self._pieces[number] if number < len(self._pieces) else ""

    def change_code(self, change: re.Pattern[str], replacement: str) -> None:
        """Rewrite inside the pieces themselves."""
        self._pieces = [change.sub(replacement, piece) for piece in self._pieces]


def code_spans(text: str) -> list[tuple[int, int]]:
    """Return (start, end) of each piece of code, in order."""
    scan = _Scan(text)
    found: list[tuple[int, int]] = []
    match = _OPENING.search(text)
    while match:
        end = scan.end_of(match)
        if end is not None:
            found.append((match.start("fence") if match["fence"] else match.start(), end))
        match = _OPENING.search(text, match.end() if end is None else end)
    return found


class _Scan:
    """Looks for ends in linear time: remembers where the paragraph ends, and what has no end at all."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._paragraph = -1  # where the current one ends
        self._endless: set[str] = set()

    def end_of(self, match: re.Match[str]) -> int | None:
        if match["fence"]:
            return self._fence(match)
        return self._span(match) if match["ticks"] else self._element(match)

    def _element(self, match: re.Match[str]) -> int | None:
        tag = match["tag"].lower()
        if tag in self._endless:
            return None
        close = re.compile(rf"</{tag}\s*>", re.IGNORECASE).search(self._text, match.end())
        if close is None:
            self._endless.add(tag)
        return close.end() if close else None

    def _fence(self, match: re.Match[str]) -> int:
        """A fence without an end goes to the end of the text."""
        fence = match["fence"]
        close = re.compile(rf"^[ \t>]*{re.escape(fence[0])}{{{len(fence)},}}[ \t]*$", re.MULTILINE)
        found = close.search(self._text, match.end())
        return found.end() if found else len(self._text)

    def _span(self, match: re.Match[str]) -> int | None:
        """A code span ends at a run of as many ticks, before the paragraph does."""
        ticks, at = match["ticks"], match.end()
        limit = self._paragraph_end(at)
        while True:
            at = self._text.find(ticks, at, limit)
            if at < 0:
                return None
            end = at + len(ticks)
            while end < limit and self._text[end] == "`":
                end += 1
            if end - at == len(ticks):
                return end
            at = end

    def _paragraph_end(self, at: int) -> int:
        if at > self._paragraph:
            blank = _BLANK.search(self._text, at)
            self._paragraph = blank.start() if blank else len(self._text)
        return self._paragraph
