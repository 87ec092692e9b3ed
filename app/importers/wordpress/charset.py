"""Which characters the bytes of an export stand for, whatever it declares; what leaves here is UTF-8."""

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")
_MARKS = (  # the longer ones first: a UTF-32 mark begins with a UTF-16 one
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0?\0", "utf-16-le"),
    (b"\0<\0?", "utf-16-be"),
)
FALLBACK = "waypost-cp1252"


@dataclass(frozen=True, slots=True)
class Charset:
    codec: str  # what to decode with; "utf-8": the bytes may go to the parser as they are
    note: str | None = None  # a sentence, where the file says something else


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """Read bytes that can't be decoded as Windows-1252, which is what they are in practice."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return "".join(_one_byte(byte) for byte in wrong), error.end


def _one_byte(byte: int) -> str:
    try:
        return bytes((byte,)).decode("cp1252")
    except UnicodeDecodeError:
        return "\N{REPLACEMENT CHARACTER}"


codecs.register_error(FALLBACK, _as_cp1252)


def find_charset(head: bytes, chunks: Callable[[], Iterator[bytes]]) -> Charset:
    """Trust a byte order mark, then the bytes, then the declaration; `chunks` is read only where that isn't UTF-8."""
    for mark, marked in _MARKS:
        if head.startswith(mark):
            return Charset(marked)
    match = _DECLARED.search(head)
    declared = match[1].decode("ascii").lower() if match else "utf-8"
    codec = _known(declared)
    if codec is None:
        return Charset("utf-8", f"it declares the unknown encoding {declared}; it was read as UTF-8")
    if codec in ("utf-8", "ascii"):
        return Charset("utf-8")
    if _is_utf8(chunks()):
        return Charset("utf-8", f"it declares the encoding {declared}, but is UTF-8, and was read as such")
    return Charset(codec)


def _known(name: str) -> str | None:
    """Return the codec of this name; None where there is none, or none for texts of any length."""
    try:
        found = codecs.lookup(name)
        codecs.getincrementaldecoder(name)(errors=FALLBACK).decode(b"<?xml")
    except (LookupError, UnicodeError):
        return None
    return found.name if getattr(found, "_is_text_encoding", True) else None


def _is_utf8(chunks: Iterator[bytes]) -> bool:
    """Say whether all of it is UTF-8 with at least one character outside ASCII."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    beyond_ascii = False
    try:
        for chunk in chunks:
            beyond_ascii = beyond_ascii or not chunk.isascii()
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return beyond_ascii


def as_utf8(chunks: Iterator[bytes], charset: Charset) -> Iterator[bytes]:
    if charset.codec == "utf-8":
        yield from chunks
        return
    decoder = codecs.getincrementaldecoder(charset.codec)(errors=FALLBACK)
    for chunk in chunks:
        yield decoder.decode(chunk).encode("utf-8", "replace")
    yield decoder.decode(b"", final=True).encode("utf-8", "replace")


def decode(data: bytes) -> tuple[str, bool]:
    """Return the text of a piece that should be UTF-8, and whether parts had to be read as Windows-1252."""
    try:
        return data.decode(), False
    except UnicodeDecodeError:
        return data.decode(errors=FALLBACK), True
