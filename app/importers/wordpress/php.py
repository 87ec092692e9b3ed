"""PHP's serialised values, as plugins leave them in custom fields; objects are never built.

Format: https://www.phpinternalsbook.com/php5/classes_objects/serialization.html
"""

import math
import re
from typing import Any

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 64
_LOOKS = re.compile(r"(?:[aOC]:\d+:|s:\d+:\"|[bid]:[-\d.]|N;)")
_SCALAR = re.compile(rb"N;|b:([01]);|i:([+-]?\d{1,20});|d:([+-]?(?:\d[\d.eE+-]{0,40}|\.\d{1,40}|INF)|NAN);")
_STRING = re.compile(rb's:(\d{1,9}):"')
_ARRAY = re.compile(rb"a:(\d{1,9}):\{")


def looks_serialized(text: str) -> bool:
    return bool(_LOOKS.match(text)) and text.rstrip().endswith(("}", ";"))


def loads(text: str) -> Any:
    """Return the value as JSON can hold it: lists, dicts with text keys, texts, numbers, booleans, None.

    A text whose length is wrong, as moving a site often leaves it, ends at the next quotation mark and semicolon.
    Raises: ValueError: it isn't such a value, or holds an object.
    """
    data = text.strip().encode("utf-8", "replace")
    if len(data) > MAX_BYTES:
        raise ValueError("too large")
    value, end = _value(data, 0, 0)
    if end != len(data):
        raise ValueError(f"something follows at {end}")
    return value


def _value(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    """Return the value that begins at `at`, and where it ends."""
    if match := _SCALAR.match(data, at):
        return _scalar(match), match.end()
    if match := _STRING.match(data, at):
        return _string(data, match.end(), int(match[1]))
    if (match := _ARRAY.match(data, at)) and depth < MAX_DEPTH:
        return _array(data, match.end(), int(match[1]), depth)
    raise ValueError(f"no plain value at {at}")


def _scalar(match: re.Match[bytes]) -> Any:
    boolean, integer, number = match.groups()
    if boolean is not None:
        return boolean == b"1"
    if integer is not None:
        return int(integer)
    if number is None:
        return None
    text = number.decode()
    found = float(text)
    return found if math.isfinite(found) else text  # JSON knows neither INF nor NAN


def _string(data: bytes, start: int, length: int) -> tuple[str, int]:
    end = start + length
    if data[end : end + 2] != b'";':
        end = data.find(b'";', start)
        if end < 0:
            raise ValueError(f"text without an end at {start}")
    return data[start:end].decode("utf-8", "replace"), end + 2


def _array(data: bytes, at: int, count: int, depth: int) -> tuple[Any, int]:
    found: dict[Any, Any] = {}
    for _ in range(count):
        key, at = _value(data, at, MAX_DEPTH)
        value, at = _value(data, at, depth + 1)
        if isinstance(key, bool) or not isinstance(key, int | str):
            raise ValueError(f"no key before {at}")
        found[key] = value
    if data[at : at + 1] != b"}":
        raise ValueError(f"an array doesn't end at {at}")
    if list(found) == list(range(len(found))):
        return list(found.values()), at + 1
    return {str(key): value for key, value in found.items()}, at + 1


def find_strings(text: str, key: str) -> list[str]:
    """Return what stands under `key` anywhere in a serialised value, even one whose lengths are wrong."""
    return re.findall(rf's:\d+:"{re.escape(key)}";s:\d+:"([^"]*)"', text)
