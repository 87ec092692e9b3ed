"""What a file is, told from its bytes: never from its name, nor from what somebody says it is."""

import re
import struct

from app.errors import Invalid

HEAD_BYTES = 65536
# (offset, bytes, type), from the formats' specifications; the first that fits.
_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBPVP8", "image/webp"),
    (4, b"ftypavif", "image/avif"),
    (4, b"ftypavis", "image/avif"),
    (4, b"ftypheic", "image/heic"),
    (0, b"\x00\x00\x01\x00", "image/x-icon"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftypqt", "video/quicktime"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
    (0, b"OggS", "audio/ogg"),
    (0, b"fLaC", "audio/flac"),
    (8, b"WAVEfmt", "audio/wav"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"PK\x03\x04", "application/zip"),
)
_MARKUP = re.compile(rb"<\s*(?:!doctype|html|head|body|script|svg|\?xml|iframe|style)\b", re.IGNORECASE)
_PAGE = re.compile(rb"<\s*(?:!doctype html|html|head|body|script|svg|iframe)\b", re.IGNORECASE)
_ZIP_END_BYTES = 22  # the record at the end of an archive without a comment (APPNOTE.TXT 4.3.16)
MADE = frozenset(  # pictures other sizes can be made of
    f"image/{name}" for name in ("jpeg", "png", "gif", "webp", "avif", "tiff", "bmp", "x-icon")
)
_JPEG_SIZES = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})


def type_of(head: bytes) -> str:
    """Return the MIME type of a file that begins with these bytes.

    Raises: Invalid: markup that a browser might run (HTML, SVG), or nothing we know.
    """
    for offset, signature, kind in _SIGNATURES:
        if head[offset : offset + len(signature)] == signature:
            return kind
    if head[:2] == b"BM" and head[6:10] == b"\0" * 4:  # two letters alone would take any text for a picture
        return "image/bmp"
    if _MARKUP.search(head[:1024]):
        raise Invalid("it is HTML or SVG, which can hold scripts; use PNG, JPEG, WebP or AVIF")
    raise Invalid("it is not an image, audio, video, PDF or zip file")


def refuse_two_faced(kind: str, head: bytes, tail: bytes) -> None:
    """Refuse what is a page or an archive besides; pictures are made anew, which takes care of it.

    Raises: Invalid.
    """
    if kind.startswith("image/") or kind == "application/zip":
        return
    if _PAGE.search(head[:1024]):
        raise Invalid(f"it is two things at once, {kind} and HTML, as attacks are; save it anew and try again")
    if tail[-_ZIP_END_BYTES:].startswith(b"PK\x05\x06"):
        raise Invalid(f"it is two things at once, {kind} and a zip archive, as attacks are; save it anew and try again")


def size_of(kind: str, head: bytes) -> tuple[int | None, int | None]:
    """Return width and height in pixels; (None, None) where the first bytes don't tell."""
    try:
        match kind:
            case "image/png":
                return _pair(struct.unpack_from(">II", head, 16))
            case "image/gif":
                return _pair(struct.unpack_from("<HH", head, 6))
            case "image/jpeg":
                return _jpeg_size(head)
            case "image/webp":
                return _webp_size(head)
    except (struct.error, IndexError):
        pass
    return None, None


def _pair(values: tuple[int, ...]) -> tuple[int, int]:
    return values[0], values[1]


def _jpeg_size(head: bytes) -> tuple[int | None, int | None]:
    at = 2
    while at + 9 < len(head):
        marker, length = head[at + 1], struct.unpack_from(">H", head, at + 2)[0]
        if marker in _JPEG_SIZES:
            height, width = struct.unpack_from(">HH", head, at + 5)
            return width, height
        at += 2 + length
    return None, None


def _webp_size(head: bytes) -> tuple[int, int]:
    """RFC 9649, sections 2.5 to 2.7."""
    form = head[12:16]
    if form == b"VP8X":
        return int.from_bytes(head[24:27], "little") + 1, int.from_bytes(head[27:30], "little") + 1
    if form == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack_from("<HH", head, 26)
    return width & 0x3FFF, height & 0x3FFF
