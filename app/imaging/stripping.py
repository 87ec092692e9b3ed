"""Moving pictures, rebuilt from the parts that draw: their frames would lose by being encoded anew.

What is left out: comments, dates, places, programs' names, and whatever stands behind the end.
Formats: W3C "GIF89a" (1990); RFC 9649 (WebP), section 2.7; W3C PNG (third edition), section 11.
"""

import struct
from collections.abc import Callable, Iterator, Mapping

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    b"IHDR PLTE tRNS IDAT IEND acTL fcTL fdAT gAMA cHRM sRGB iCCP sBIT bKGD pHYs".split()  # all that changes pixels
)
_WEBP_KEPT = frozenset((b"VP8X", b"ANIM", b"ANMF", b"ICCP", b"ALPH", b"VP8 ", b"VP8L"))
_WEBP_ATTACHED = 0x08 | 0x04  # VP8X says that EXIF and XMP follow
_LOOPS = frozenset((b"NETSCAPE2.0", b"ANIMEXTS1.0"))


def stripped_gif(data: bytes) -> bytes:
    """Raises: IndexError, ValueError: it is no GIF, or cut off."""
    end = 13 + _table_bytes(data[10])
    kept = [data[:end]]
    while data[end] != 0x3B:
        start, is_kept = end, True
        if data[start] == 0x2C:
            end = start + 10 + _table_bytes(data[start + 9]) + 1
        elif data[start] == 0x21:
            end = start + 2
            is_kept = data[start + 1] == 0xF9 or (data[start + 1] == 0xFF and data[start + 3 : start + 14] in _LOOPS)
        else:
            raise ValueError("a block of no known kind")
        while data[end]:
            end += data[end] + 1
        end += 1
        if is_kept:
            kept.append(data[start:end])
    return b"".join((*kept, b";"))


def _table_bytes(flags: int) -> int:
    """How long the colour table is that follows."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def stripped_png(data: bytes) -> bytes:
    """Raises: ValueError, struct.error: it is no PNG, or cut off."""
    return _PNG + b"".join(_png_chunks(data))


def _png_chunks(data: bytes) -> Iterator[bytes]:
    at, name = len(_PNG), b""
    while name != b"IEND":
        length, name = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data):
            raise ValueError("cut off")
        if name in _PNG_KEPT:
            yield data[at:end]
        at = end


def stripped_webp(data: bytes) -> bytes:
    """Raises: ValueError, struct.error: it is no WebP, or cut off."""
    body = b"".join(_webp_chunks(data))
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def _webp_chunks(data: bytes) -> Iterator[bytes]:
    at, end = 12, 8 + struct.unpack_from("<I", data, 4)[0]
    if end > len(data) + 1:
        raise ValueError("cut off")
    while at + 8 <= end:
        name, length = struct.unpack_from("<4sI", data, at)
        chunk = data[at : at + 8 + length]
        if len(chunk) < 8 + length:
            raise ValueError("cut off")
        if name == b"VP8X":
            chunk = chunk[:8] + bytes((chunk[8] & ~_WEBP_ATTACHED,)) + chunk[9:]
        if name in _WEBP_KEPT:
            yield chunk + b"\0" * (length % 2)
        at += 8 + length + length % 2


STRIPPED: Mapping[str, Callable[[bytes], bytes]] = {"GIF": stripped_gif, "PNG": stripped_png, "WEBP": stripped_webp}
