"""The Range header (RFC 9110, section 14): one range; a list of them is answered whole, as the RFC allows."""

import re
from dataclasses import dataclass

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class Unsatisfiable(Exception):
    """The range lies outside of the file: 416."""


@dataclass(frozen=True, slots=True)
class Range:
    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


def read_range(header: str | None, if_range: str | None, etag: str, size_bytes: int) -> Range | None:
    """Tell which bytes are wanted; None: all of them. Raises: Unsatisfiable."""
    if not header or (if_range and if_range != etag):
        return None
    match = _RANGE.fullmatch(header.strip().replace(" ", ""))
    if not match or not (match[1] or match[2]):
        return None
    if not match[1]:
        length = min(int(match[2]), size_bytes)
        if not length:
            raise Unsatisfiable
        return Range(size_bytes - length, size_bytes - 1)
    first, last = int(match[1]), min(int(match[2] or size_bytes - 1), size_bytes - 1)
    if match[2] and int(match[2]) < first:
        return None
    if first >= size_bytes:
        raise Unsatisfiable
    return Range(first, last)
