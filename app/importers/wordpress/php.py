"""PHP's serialised values, as plugins leave them in custom fields; objects are never built."""

import re
from typing import Any

import phpserialize

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 64
_LOOKS = re.compile(r"(?:[aOC]:\d+:|s:\d+:\"|[bid]:[-\d.]|N;)")


def looks_serialized(text: str) -> bool:
    return bool(_LOOKS.match(text)) and text.rstrip().endswith(("}", ";"))


def loads(text: str) -> Any:
    """Return the value as JSON can hold it: lists, dicts with text keys, texts, numbers, booleans, None.

    Raises: ValueError: it isn't such a value, holds an object, or its lengths are wrong.
    """
    if len(text) > MAX_BYTES or text.count("{") > MAX_BYTES // 64:
        raise ValueError("too large")
    try:
        return _plain(phpserialize.loads(text.encode(), decode_strings=True), 0)
    except (ValueError, TypeError, KeyError, IndexError, OverflowError, MemoryError, RecursionError) as error:
        raise ValueError(f"not a plain PHP value: {error}") from error


def _plain(value: Any, depth: int) -> Any:
    if depth > MAX_DEPTH:
        raise ValueError("nested too deep")
    if isinstance(value, dict):
        if list(value) == list(range(len(value))):
            return [_plain(one, depth + 1) for one in value.values()]
        return {str(key): _plain(one, depth + 1) for key, one in value.items()}
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return str(value)
    if value is None or isinstance(value, str | int | float):
        return value
    raise ValueError(f"a {type(value).__name__}")


def find_strings(text: str, key: str) -> list[str]:
    """Return what stands under `key` anywhere in a serialised value, even one whose lengths are wrong."""
    return re.findall(rf's:\d+:"{re.escape(key)}";s:\d+:"([^"]*)"', text)
