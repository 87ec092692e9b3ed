"""Paragraphs for classic WordPress posts, whose blank lines were the paragraphs.

Written from what https://developer.wordpress.org/reference/functions/wpautop/ describes. Where WordPress leaves tags
crossed, which browsers then mend, this writes what the browser would make of it.
"""

import re
from collections.abc import Iterator

from app.content.words import words

_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<raw>pre|script|style|svg|textarea|math|object|video|audio|select)(?=[\s>/]).*?(?:</(?P=raw)\s*>|\Z)"
    r"|</?(?P<name>[a-zA-Z][a-zA-Z0-9-]*)(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>",
    re.DOTALL | re.IGNORECASE,
)
_RAW_BLOCKS = frozenset({"pre", "script", "style"})
_BLOCKS = words(
    "address article aside blockquote caption col colgroup dd details div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hgroup hr legend li main map area menu nav ol p section summary table tbody td tfoot th "
    "thead tr ul"
)
_VOID = frozenset({"hr", "col", "area"})
_ALWAYS = frozenset({"", "blockquote"})  # "" is the post itself: running text in these is always in paragraphs
_NEVER = words("h1 h2 h3 h4 h5 h6 dt summary legend figcaption caption figure")
_NO_TEXT = words("ul ol dl menu table thead tbody tfoot tr colgroup map")
_CELLS = words("li dd td th")

_BLANK = re.compile(r"\n[ \t]*\n\s*")
_DOUBLE_BREAK = re.compile(r"<br\s*/?>\s*<br\s*/?>\s*", re.IGNORECASE)
_LINE_END = re.compile(r"[ \t]*(?:<br\s*/?>)?[ \t]*\n[ \t]*", re.IGNORECASE)
_SHORTCODES = re.compile(r"\s*(?:\[/?[\w-]+(?:\s[^\[\]]*)?\]\s*)+")
_TAGS_ONLY = re.compile(r"(?:<(?!img|iframe|video|audio|object|embed|input|svg|select)[^>]*>\s*)+", re.IGNORECASE)
_NEWLINE = "\x00"  # stands for one that is no line of text


def autop(html: str) -> str:
    """Wrap text between blank lines in `<p>` and end its other lines with `<br />`.

    Block elements are not wrapped, `<pre>`, scripts and comments not touched, a line of shortcodes stands by itself.
    """
    text = html.replace("\r\n", "\n").replace("\r", "\n").replace(_NEWLINE, "")
    return _Writer().write(text) if text.strip() else ""


class _Writer:
    """Gathers running text until a block begins or ends, then writes it as the block around it wants."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._run: list[str] = []
        self._open: list[str] = []
        self._count: dict[str, int] = {}
        self._after_block = False

    def write(self, text: str) -> str:
        at = 0
        for token in _TOKEN.finditer(text):
            self._run.append(text[at : token.start()])
            self._take(token)
            at = token.end()
        self._run.append(text[at:])
        self._flush()
        return "".join(self._out).replace(_NEWLINE, "\n")

    def _take(self, token: re.Match[str]) -> None:
        name = (token["name"] or "").lower()
        if (token["raw"] or "").lower() in _RAW_BLOCKS:
            self._flush()
            self._put(token[0].replace("\n", _NEWLINE), starts=True, ends=True)
        elif name not in _BLOCKS:
            self._run.append(token[0].replace("\n", _NEWLINE))
        elif token[0][1] == "/":
            self._end(name, token[0])
        else:
            self._start(name, token[0])

    def _start(self, name: str, tag: str) -> None:
        self._flush()
        if self._top() == "p":
            self._pop("p")
            self._put("</p>", ends=True)
        if name in _CELLS and self._top() == name:
            self._pop(name)
        self._put(tag, starts=True, ends=name in _VOID)
        if name not in _VOID:
            self._open.append(name)
            self._count[name] = self._count.get(name, 0) + 1

    def _end(self, name: str, tag: str) -> None:
        self._flush()
        if self._count.get(name):
            self._pop(name)
            self._put(tag, ends=True)
        elif name != "p":
            self._put(tag, ends=True)

    def _pop(self, name: str) -> None:
        while self._open:
            popped = self._open.pop()
            self._count[popped] -= 1
            if popped == name:
                return

    def _top(self) -> str:
        return self._open[-1] if self._open else ""

    def _put(self, piece: str, *, starts: bool = False, ends: bool = False) -> None:
        """Write one piece, on a line of its own where a block ends before it and another begins with it."""
        if self._after_block and starts:
            self._out.append("\n")
        self._out.append(piece)
        self._after_block = ends

    def _flush(self) -> None:
        run = _DOUBLE_BREAK.sub("\n\n", "".join(self._run))
        self._run.clear()
        if not run.strip():
            return
        top = self._top()
        if top in _NO_TEXT:
            self._put(run.strip())
        elif top == "p":
            self._put("</p>\n<p>".join(map(_lines, _chunks(run))))
        elif top in _NEVER or not self._wants_paragraphs(top, run):
            self._put(_lines(run.strip()))
        else:
            for chunk in _chunks(run):
                self._put(_paragraph(chunk), starts=True, ends=True)

    def _wants_paragraphs(self, top: str, run: str) -> bool:
        """A box's text stays bare as long as it is one piece; a blank line or a block before it makes paragraphs."""
        return top in _ALWAYS or bool(_BLANK.search(run)) or (self._after_block and top not in _CELLS)


def _chunks(run: str) -> Iterator[str]:
    return (chunk.strip() for chunk in _BLANK.split(run.strip()) if chunk.strip())


def _paragraph(chunk: str) -> str:
    if _SHORTCODES.fullmatch(chunk) or _TAGS_ONLY.fullmatch(chunk):
        return chunk
    return f"<p>{_lines(chunk)}</p>"


def _lines(text: str) -> str:
    """End each line with a break; a line that is only a comment has none."""
    if "\n" not in text:
        return text
    lines = _LINE_END.sub("\n", text).split("\n")
    pairs = zip(lines, [*lines[1:], ""], strict=True)
    return "".join(line + _line_end(line, following) for line, following in pairs).removesuffix("\n")


def _line_end(line: str, following: str) -> str:
    return "\n" if not following or line.endswith("-->") or following.startswith("<!--") else "<br />\n"
