"""Bytes of a file to text, whatever encoding somebody once saved them in."""

import re

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff]")
_CONTROL_BYTES = bytes(number for number in (*range(32), 127) if number not in b"\t\n\r")


def decode(data: bytes) -> tuple[str, list[str]]:
    """Return the text, with line feeds only, and sentences about what was mended. This never raises."""
    notes: list[str] = []
    text = _decoded(data, notes)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\ufeff" in text or len(data.translate(None, _CONTROL_BYTES)) != len(data):
        plain = _CONTROLS.sub("", text)
        if plain != text.removeprefix("\ufeff"):
            notes.append("control characters were removed")
        text = plain
    return text, notes


def _decoded(data: bytes, notes: list[str]) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        notes.append("was UTF-16")
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        notes.append("is not UTF-8; it was read as Windows-1252")
    return data.decode("cp1252", "replace")
