"""Typed access to front matter, whose values are whatever somebody typed once."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

_YES = frozenset({"true", "yes", "on", "y", "1"})
_NO = frozenset({"false", "no", "off", "n", "0"})
_FOLD = re.compile(r"[-_ ]")


class Keys:
    """Names are found whatever their case and hyphens: `publishDate` is `publish_date`. What was read is used up."""

    def __init__(self, data: Mapping[str, Any], defaults: Mapping[str, Any] | None = None) -> None:
        """`defaults` stand behind the file's own keys and are never metadata."""
        self._data = dict(data)
        self._names = {_FOLD.sub("", name).lower(): name for name in self._data}
        self._defaults = {_FOLD.sub("", name).lower(): value for name, value in (defaults or {}).items()}
        self._used: set[str] = set()

    def raw(self, *names: str) -> Any:
        """Return the first of these that has a value; names are given in lower case without hyphens."""
        found = None
        for name in names:
            own = self._names.get(name)
            if own is not None:
                self._used.add(own)
                if found is None:
                    found = self._data[own]
        if found is not None:
            return found
        return next((self._defaults[name] for name in names if self._defaults.get(name) is not None), None)

    def text(self, *names: str) -> str:
        return as_text(self.raw(*names))

    def flag(self, *names: str) -> bool | None:
        """Return None where nothing or nothing understandable is said."""
        return as_flag(self.raw(*names))

    def number(self, *names: str) -> int:
        try:
            return max(-(2**31), min(2**31, int(float(self.text(*names)))))
        except (ValueError, OverflowError):
            return 0

    def items(self, *names: str) -> list[Any]:
        """Return a list as it is, one value as a list of one."""
        value = self.raw(*names)
        if value is None or value == "":
            return []
        return list(value) if isinstance(value, list | tuple) else [value]

    def texts(self, *names: str) -> list[str]:
        return [text for text in map(as_text, self.items(*names)) if text]

    def table(self, *names: str) -> "Keys":
        value = self.raw(*names)
        return Keys(value if isinstance(value, dict) else {})

    def peek(self, name: str) -> Any:
        """Look without using it up."""
        own = self._names.get(name)
        value = self._data[own] if own is not None else None
        return self._defaults.get(name) if value is None else value

    def among(self, names: Iterable[str]) -> list[str]:
        """Return those of the names that are there."""
        return [name for name in names if name in self._names or name in self._defaults]

    def rest(self) -> dict[str, Any]:
        """Return what nobody asked for, JSON-able."""
        return {
            name: plain(value) for name, value in self._data.items() if name not in self._used and value is not None
        }

    def all(self) -> dict[str, Any]:
        return {**self._defaults, **self._data}


def as_text(value: Any) -> str:
    """Return "" for nothing, and for lists and tables."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return ""


def as_flag(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    word = as_text(value).lower()
    if word in _YES:
        return True
    return False if word in _NO else None


def plain(value: Any, depth: int = 0) -> Any:
    """Give a value JSON has a word for."""
    if depth > 50:
        return None
    if isinstance(value, dict):
        return {str(key): plain(inner, depth + 1) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner, depth + 1) for inner in value]
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if value == value and abs(value) != float("inf") else str(value)
    return as_text(value)


def unique(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))
