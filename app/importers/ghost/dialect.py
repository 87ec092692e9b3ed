"""Ghost's Markdown -> everybody's, so that a text stays as it was when it is edited and rendered anew.

Ghost breaks the line at every line break, takes "#Title" for a heading, and knows ==mark==, ~sub~ and ^sup^
(source: kg-markdown-html-renderer of TryGhost/Koenig). Code, HTML and tables are left alone.
"""

import re
from collections.abc import Iterator

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_LAZY_HEADING = re.compile(r"^((?: {0,3}(?:>|[-*+] |\d{1,9}[.)] ))* {0,3}#{1,6})(?=[^#\s])")
_QUOTE = re.compile(r"^(?: {0,3}> ?)+")
_ITEM = re.compile(r" *(?:[-*+]|\d{1,9}[.)])(?:\s|$)")
_NO_TEXT = re.compile(r" {0,3}(?:#{1,6}(?:\s|$)|(?:(?:[-_*] *){3,}|=+|-+)\s*$|\[[^\]]+\]:|<[/!?a-zA-Z])")
_CODE = re.compile(r"(?: {4}|\t)")
_HTML = re.compile(r" {0,3}<(?:/?([a-zA-Z][\w-]*)[\s/>]|!--|/?([a-zA-Z][\w-]*)$)")
_RAW = ("pre", "script", "style", "textarea")
_INLINE_NAMES = "a abbr b bdi cite code del em i img ins kbd mark q s small span strong sub sup u var"
_INLINE_TAGS = frozenset(_INLINE_NAMES.split())
_TABLE_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?\s*$")
_BROKEN = re.compile(r"(?:  |\\|<br\s*/?>)\s*$")
# What inline marks are not looked for in: code, targets of links, addresses, tags.
_VERBATIM = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)|\]\([^)\n]*\)|<[^>\n]*>|https?://\S+|\[\^[^\]]*\]")
_MARKS = (
    (re.compile(r"==(?=[^\s=])([^=\n]*[^\s=])=="), "mark"),
    (re.compile(r"(?<![~\\])~(?!~)([^\s~]+)~(?!~)"), "sub"),
    (re.compile(r"(?<![\^\\])\^([^\s^\[\]]+)\^(?!\^)"), "sup"),
)


def settled(markdown: str) -> str:
    lines = markdown.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    shown = list(_literal(lines))
    return "\n".join(
        line if literal else _text_line(line, lines[at + 1] if at + 1 < len(lines) and not shown[at + 1] else "")
        for at, (line, literal) in enumerate(zip(lines, shown, strict=True))
    )


def _literal(lines: list[str]) -> Iterator[bool]:
    """Tell for each line whether it belongs to code, HTML or a table."""
    fence = until = ""
    after_blank = True
    for at, line in enumerate(lines):
        opening = _FENCE.match(line)
        if fence:
            yield True
            fence = "" if opening and opening[1].startswith(fence) and not line.strip().strip(fence[0]) else fence
        elif until:
            yield True
            until = "" if _ends(until, line) else until
        elif opening:
            fence = opening[1]
            yield True
        elif starts := _starts(lines, at):
            until = "" if _ends(starts, line) else starts
            yield True
        else:
            yield after_blank and bool(_CODE.match(line))
        after_blank = not line.strip() or (after_blank and bool(_CODE.match(line)))


def _starts(lines: list[str], at: int) -> str:
    """Return what ends the HTML or table that begins in a line: a closing tag, or "blank"; "" where none begins."""
    if at + 1 < len(lines) and "|" in lines[at] and _TABLE_RULE.match(lines[at + 1]):
        return "blank"
    found = _HTML.match(lines[at])
    name = (found[1] or found[2] or "").lower() if found else ""
    if not found or name in _INLINE_TAGS:
        return ""
    return f"</{name}" if name in _RAW else "blank"


def _ends(until: str, line: str) -> bool:
    return not line.strip() if until == "blank" else until in line.lower()


def _text_line(line: str, following: str) -> str:
    line = _inline(_LAZY_HEADING.sub(r"\1 ", line))
    return f"{line.rstrip()}  " if _goes_on(line, following) else line


def _goes_on(line: str, following: str) -> bool:
    """Whether the next line is more of the same paragraph, so that Ghost broke the line between them."""
    if _BROKEN.search(line):
        return False
    quoted, more = _QUOTE.match(line), _QUOTE.match(following)
    line, following = line[quoted.end() :] if quoted else line, following[more.end() :] if more else following
    if not line.strip() or not following.strip() or _NO_TEXT.match(line) or (more and not quoted):
        return False
    return not (_ITEM.match(following) or _NO_TEXT.match(following) or _FENCE.match(following))


def _inline(line: str) -> str:
    if not any(mark in line for mark in ("==", "~", "^")):
        return line
    parts: list[str] = []
    at = 0
    for verbatim in _VERBATIM.finditer(line):
        parts += [_marked(line[at : verbatim.start()]), verbatim[0]]
        at = verbatim.end()
    return "".join([*parts, _marked(line[at:])])


def _marked(text: str) -> str:
    for mark, name in _MARKS:
        text = mark.sub(rf"<{name}>\1</{name}>", text)
    return text
