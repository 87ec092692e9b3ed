"""A card's payload with every value of the type that is asked for."""

import re
from collections.abc import Mapping
from typing import Any

from app.importers.ghost.values import flag, number, text

_WORD = re.compile(r"[^\w#+.-]+")


class Card:
    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = values

    def get(self, name: str) -> object:
        return self.values.get(name)

    def text(self, name: str) -> str:
        return text(self.values.get(name))

    def word(self, name: str) -> str:
        """Return a value that becomes part of a class name: a language, a colour."""
        return _WORD.sub("-", self.text(name).strip())[:40]

    def flag(self, name: str) -> bool:
        return flag(self.values.get(name))

    def size(self, name: str) -> str | None:
        """Return a width or height for an attribute; None for what can't be one."""
        found = number(self.values.get(name))
        return str(found) if 0 < found < 100_000 else None

    def inner(self, name: str) -> "Card":
        value = self.values.get(name)
        return Card(value if isinstance(value, dict) else {})

    def each(self, name: str) -> "list[Card]":
        value = self.values.get(name)
        return [Card(part) for part in value if isinstance(part, dict)] if isinstance(value, list) else []
