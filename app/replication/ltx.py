"""Litestream's LTX files as far as they have to be read here: header and pages (FACTS 3b, version 1 of the format).

The LZ4 decoder is forty lines of Python: a few pages are read at a start, and the lz4 package has no wheel everywhere.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_HEADER = struct.Struct(">4s4xII QQ 8x8x QQ II 28x")
_PAGE = struct.Struct(">IHI")


@dataclass(frozen=True, slots=True)
class LtxHeader:
    """What one file was cut from: `wal_size` bytes of the WAL with these salts, from `wal_offset` on."""

    page_size: int
    pages: int  # of the database after it
    min_txid: int
    max_txid: int
    wal_offset: int
    wal_size: int
    salt1: int
    salt2: int

    @property
    def wal_end(self) -> int:
        return self.wal_offset + self.wal_size

    @property
    def wal_frames(self) -> int:
        return self.wal_size // (self.page_size + 24)

    @property
    def last_frame(self) -> int:
        """The number of frames the WAL had when the file was cut."""
        return (self.wal_end - 32) // (self.page_size + 24)


def read_header(path: Path) -> LtxHeader:
    """Raises: ValueError: not the beginning of an LTX file."""
    with path.open("rb") as file:
        return _parse_header(file.read(_HEADER.size))


def count_pages(path: Path) -> int:
    """The number of pages in the file, without decoding any."""
    count = 0
    with path.open("rb") as file:
        file.seek(_HEADER.size)
        while True:
            number, _, size = _PAGE.unpack(file.read(_PAGE.size))
            if number == 0:
                return count
            count += 1
            file.seek(size, 1)


def read_pages(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield page number and content."""
    with path.open("rb") as file:
        page_size = _parse_header(file.read(_HEADER.size)).page_size
        while True:
            number, _, size = _PAGE.unpack(file.read(_PAGE.size))
            if number == 0:
                return
            yield number, decode_lz4(file.read(size), page_size)


def decode_lz4(block: bytes, size: int) -> bytes:
    """Decode one LZ4 block (github.com/lz4/lz4, doc/lz4_Block_format.md). Raises: ValueError: not `size` bytes."""
    out = bytearray()
    at = 0
    while at < len(block):
        token = block[at]
        length, at = _length(block, at + 1, token >> 4)
        out += block[at : at + length]
        at += length
        if at >= len(block):
            break
        distance = block[at] | block[at + 1] << 8
        length, at = _length(block, at + 2, token & 15)
        _copy(out, distance, length + 4)
    if len(out) != size:
        raise ValueError(f"an LZ4 block gave {len(out)} bytes instead of {size}")
    return bytes(out)


def _length(block: bytes, at: int, length: int) -> tuple[int, int]:
    if length == 15:
        while True:
            length += block[at]
            at += 1
            if block[at - 1] != 255:
                break
    return length, at


def _copy(out: bytearray, distance: int, length: int) -> None:
    """What is copied may reach into what this very copy has written: then it repeats."""
    piece = bytes(out[len(out) - distance :][:length])
    if not piece:
        raise ValueError("an LZ4 block points before its beginning")
    out += (piece * (length // len(piece) + 1))[:length]


def _parse_header(found: bytes) -> LtxHeader:
    if len(found) < _HEADER.size or found[:4] != b"LTX1":
        raise ValueError("not an LTX file")
    return LtxHeader(*_HEADER.unpack(found)[1:])
