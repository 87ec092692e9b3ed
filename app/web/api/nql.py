"""NQL, the language of Ghost's filters (https://docs.ghost.org/content-api/filtering), read into a tree.

either = both ("," both)*        "," is or, "+" is and and binds tighter
both   = one ("+" one)*
one    = "(" either ")" | field ":" ["-"] (list | [operator] value)
list   = "[" value ("," value)* "]"
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.errors import Invalid
from app.services.posts import And, Compare, Filter, OneOf, Operator, Or, Value

LONGEST = 2000  # characters
MOST_COMPARISONS = 50
DEEPEST = 20

_SPACE = re.compile(r"\s*")
_FIELD = re.compile(r"([A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)\s*:\s*")
_STRING = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"", re.DOTALL)
_LITERAL = re.compile(r"(?:\\.|[^\s+,()\[\]<>=~'\"\\])+", re.DOTALL)
_RELATIVE = re.compile(r"now(?:([+-])(\d{1,5})([smhdwMy]))?")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_OPERATORS: tuple[tuple[str, Operator], ...] = (
    (">=", ">="),
    ("<=", "<="),
    (">", ">"),
    ("<", "<"),
    ("~^", "starts"),
    ("~$", "ends"),
    ("~", "contains"),
)
_WORDS: dict[str, Value] = {"null": None, "true": True, "false": False}
# Months and years as NQL's own examples need them: about.
_UNITS = {
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
    "M": timedelta(days=30),
    "y": timedelta(days=365),
}


@dataclass(frozen=True, slots=True)
class Parsed:
    """`asks_for_now`: it means something else every second, so its answer can't be kept."""

    filter: Filter
    asks_for_now: bool


def parse(text: str, now: datetime) -> Parsed:
    """Raises: Invalid: it is no NQL; the text says where, counting from 1."""
    if len(text) > LONGEST:
        raise Invalid(f"the filter is longer than {LONGEST} characters")
    parser = _Parser(text, now)
    found = parser.either(0)
    parser.space()
    if parser.at != len(text):
        raise parser.wrong("an operator (+ or ,) or the end")
    return Parsed(found, parser.asks_for_now)


class _Parser:
    def __init__(self, text: str, now: datetime) -> None:
        self._text, self._now = text, now
        self._left = MOST_COMPARISONS
        self.at = 0
        self.asks_for_now = False

    def wrong(self, wanted: str) -> Invalid:
        found = repr(self._text[self.at]) if self.at < len(self._text) else "its end"
        return Invalid(f"the filter can't be read at character {self.at + 1}: {found} where {wanted} should be")

    def space(self) -> None:
        match = _SPACE.match(self._text, self.at)
        self.at = match.end() if match else self.at

    def either(self, depth: int) -> Filter:
        parts = [self._both(depth)]
        while self._take(","):
            parts.append(self._both(depth))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _both(self, depth: int) -> Filter:
        parts = [self._one(depth)]
        while self._take("+"):
            parts.append(self._one(depth))
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _one(self, depth: int) -> Filter:
        if self._take("("):
            if depth >= DEEPEST:
                raise Invalid(f"the filter has more than {DEEPEST} parentheses inside one another")
            found = self.either(depth + 1)
            self._require(")")
            return found
        return self._comparison()

    def _comparison(self) -> Filter:
        self._left -= 1
        if self._left < 0:
            raise Invalid(f"the filter has more than {MOST_COMPARISONS} comparisons")
        field = _FIELD.match(self._text, self.at)
        if field is None:
            raise self.wrong("a field and a colon")
        self.at = field.end()
        negated = self._take("-")
        if self._take("["):
            return OneOf(field[1], tuple(self._list()), negated)
        operator: Operator = next((meaning for sign, meaning in _OPERATORS if self._take(sign)), "=")
        return Compare(field[1], operator, self._value(), negated)

    def _list(self) -> list[Value]:
        values = [self._value()]
        while self._take(","):
            values.append(self._value())
        self._require("]")
        return values

    def _value(self) -> Value:
        self.space()
        string = _STRING.match(self._text, self.at)
        if string:
            self.at = string.end()
            return _ESCAPED.sub(r"\1", string[1] if string[1] is not None else string[2])
        literal = _LITERAL.match(self._text, self.at)
        if literal is None:
            raise self.wrong("a value")
        relative = self._relative()
        if relative is not None:
            return relative
        self.at = literal.end()
        return _WORDS[literal[0]] if literal[0] in _WORDS else _ESCAPED.sub(r"\1", literal[0])

    def _relative(self) -> datetime | None:
        """ "now-30d": before the literal, which ends at a plus."""
        match = _RELATIVE.match(self._text, self.at)
        if match is None or _LITERAL.match(self._text, match.end()):
            return None
        self.at, self.asks_for_now = match.end(), True
        if not match[1]:
            return self._now
        distance = int(match[2]) * _UNITS[match[3]]
        try:
            return self._now + distance if match[1] == "+" else self._now - distance
        except OverflowError:
            raise Invalid(f"{match[0]} is further away than a calendar goes") from None

    def _take(self, sign: str) -> bool:
        self.space()
        found = self._text.startswith(sign, self.at)
        self.at += len(sign) * found
        return found

    def _require(self, sign: str) -> None:
        if not self._take(sign):
            raise self.wrong(repr(sign))
