"""Cuts a damaged export into its items without an XML parser, so that one broken item can't take others with it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from app.importers.items import Unreadable

MAX_ITEM_BYTES = 256 * 1024 * 1024
_OUTSIDE = re.compile(rb"<!\[CDATA\[|<item(?=[\s>])|</item\s{0,100}>")
# Inside of CDATA an item ends only where it looks as if somebody lost the "]]>".
_INSIDE = re.compile(
    rb"\]\]>|</item\s{0,100}>(?=\s{0,200}(?:<item>\s{0,200}<(?:title|link|guid|pubDate|wp:)|</channel>))"
)
_KEEP = 640  # longer than any token: one that begins before the last 640 bytes is there in full


@dataclass(frozen=True, slots=True)
class Segment:
    kind: Literal["item", "between"]
    data: bytes
    closed: bool = True  # False: its end was missing


class Splitter:
    """Takes the document in chunks of any size; the segments are the same for every way of cutting it."""

    def __init__(self) -> None:
        self._data = bytearray()
        self._at = 0  # scanned up to here
        self._in_item = False
        self._in_cdata = False

    def feed(self, chunk: bytes) -> Iterator[Segment]:
        """Yield what is complete now.

        Raises: Unreadable: an item is larger than any real one.
        """
        self._data += chunk
        yield from self._scan(len(self._data) - _KEEP)
        if len(self._data) > MAX_ITEM_BYTES:
            raise Unreadable(f"one item is larger than {MAX_ITEM_BYTES >> 20} MB; the file is damaged beyond repair")

    def close(self) -> Iterator[Segment]:
        yield from self._scan(len(self._data))
        yield from self._cut(len(self._data), closed=False)

    def _scan(self, horizon: int) -> Iterator[Segment]:
        """Handle every token that begins before `horizon`."""
        while True:
            match = (_INSIDE if self._in_cdata else _OUTSIDE).search(self._data, self._at)
            if match is None or match.start() >= horizon:
                self._at = max(self._at, horizon)
                return
            token, start, end = match[0], match.start(), match.end()
            del match  # a bytearray can't shrink while a match looks at it
            before = len(self._data)
            yield from self._take(token, start, end)
            horizon -= before - len(self._data)

    def _take(self, token: bytes, start: int, end: int) -> Iterator[Segment]:
        self._at = end
        if token == b"]]>":
            self._in_cdata = False
        elif token.startswith(b"<!"):
            self._in_cdata = True
        elif token == b"<item":
            yield from self._cut(start, closed=False)
            self._in_item, self._at = True, len(token)
        elif self._in_item:
            yield from self._cut(end, closed=not self._in_cdata)
            self._in_item = self._in_cdata = False

    def _cut(self, end: int, *, closed: bool) -> Iterator[Segment]:
        data = bytes(self._data[:end])
        del self._data[:end]
        self._at = 0
        if self._in_item:
            yield Segment("item", data, closed)
        elif data:
            yield Segment("between", data)
