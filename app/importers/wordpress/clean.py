"""Makes a damaged piece of XML well-formed where that can be done without guessing, and counts what it did."""

import re
from collections import Counter
from html.entities import html5

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_OPEN = "<![CDATA["
_FIELD = re.compile(r"<([A-Za-z_][\w:.-]{0,80})(?:\s[^<>]{0,300})?>\s*\Z")
_AMPERSAND = re.compile(r"&(?:#(\d{1,9})|#[xX]([0-9A-Fa-f]{1,8})|([A-Za-z][A-Za-z0-9]{1,31}));|&")
_BARE_LESS = re.compile(r"<(?![A-Za-z_]|/[A-Za-z_]|!--)")
_XML_NAMES = frozenset({"amp", "lt", "gt", "quot", "apos"})

CONTROLS = "control characters removed"
REFERENCES = "references to illegal characters removed"
ENTITIES = "HTML entities replaced by their characters"
AMPERSANDS = "bare & escaped"
LESS = "bare < escaped"
SECTIONS = "]]> inside a text kept as text"
LOST = "missing ends of CDATA added"


def clean(xml: str, counts: Counter[str]) -> str:
    """Return the text with only legal characters, escaped & and <, and CDATA that ends where its element does."""
    xml, removed = CONTROL.subn("", xml)
    counts[CONTROLS] += removed
    pieces: list[str] = []
    at, field = 0, ""
    while (start := xml.find(_OPEN, at)) >= 0:
        between = xml[at:start]
        match = _FIELD.search(between[-400:])
        field = match[1] if match else field if not between.strip() else ""
        body, at = _section(xml, start + len(_OPEN), field, counts)
        pieces += (_markup(between, counts), _OPEN, body, "]]>")
    pieces.append(_markup(xml[at:], counts))
    return "".join(pieces)


def _section(xml: str, start: int, field: str, counts: Counter[str]) -> tuple[str, int]:
    """Return what stands in the section that begins at `start`, fit for CDATA, and where it ends.

    Bodies may hold "]]>" themselves, so a section ends where the end of its field or another section follows.
    """
    end, after = _end(xml, start, field)
    if after == end:
        counts[LOST] += 1
    body = xml[start:end]
    if "]]>" in body:
        counts[SECTIONS] += body.count("]]>")
        body = body.replace("]]>", "]]]]><![CDATA[>")
    return body, after


def _end(xml: str, start: int, field: str) -> tuple[int, int]:
    """Return where the text of a section ends, and where what follows begins; both the same where "]]>" is missing."""
    if not field:
        end = xml.find("]]>", start)
        lost = xml.find("</", start) if end < 0 else -1
        return (end, end + 3) if end >= 0 else (lost, lost) if lost >= 0 else (len(xml), len(xml))
    name = re.escape(field)
    true_end = re.compile(rf"\]\]>(?=\s*(?:</{name}\s*>|<!\[CDATA\[))").search(xml, start)
    closing = re.compile(rf"</{name}\s*>|<{name}[\s>]").search(xml, start)
    if true_end and not (closing and closing[0][1] != "/" and closing.start() < true_end.start()):
        return true_end.start(), true_end.end()
    if closing:
        return closing.start(), closing.start()
    return len(xml), len(xml)


def _markup(xml: str, counts: Counter[str]) -> str:
    """Escape what can't stand outside of CDATA."""
    if "&" in xml:
        xml = _AMPERSAND.sub(lambda match: _reference(match, counts), xml)
    xml, less = _BARE_LESS.subn("&lt;", xml)
    counts[LESS] += less
    if "]]>" in xml:
        counts[SECTIONS] += xml.count("]]>")
        xml = xml.replace("]]>", "]]&gt;")
    return xml


def _reference(match: re.Match[str], counts: Counter[str]) -> str:
    decimal, hexadecimal, name = match.groups()
    if decimal or hexadecimal:
        if _is_legal(int(decimal) if decimal else int(hexadecimal, 16)):
            return match[0]
        counts[REFERENCES] += 1
        return ""
    if name in _XML_NAMES:
        return match[0]
    if name and (known := html5.get(name + ";")):
        counts[ENTITIES] += 1
        return "".join(f"&#{ord(char)};" for char in known)
    counts[AMPERSANDS] += 1
    return "&amp;" + match[0][1:]


def _is_legal(code: int) -> bool:
    return code in (9, 10, 13) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF
