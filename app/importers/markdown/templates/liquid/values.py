"""Liquid expressions: `site.title | append: "!" | upcase`. What can't be known is UNKNOWN, never a guess."""

import re
from collections.abc import Mapping
from typing import Any

from app.importers.markdown.templates.liquid.filters import FILTERS, FilterArguments


class Unknown:
    """The value of what this reader can't know."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN = Unknown()
_LITERAL = re.compile(r"""\s*(?:"(?P<d>[^"]*)"|'(?P<s>[^']*)'|(?P<n>-?\d{1,15}(?:\.\d{1,6})?)(?![\w.]))\s*""")
_PATH = re.compile(r"""\s*[A-Za-z_][\w-]*(?:\.[\w-]+|\[\s*(?:"[^"]*"|'[^']*'|\d{1,9}|[A-Za-z_][\w.-]*)\s*\])*\s*""")
_STEP = re.compile(r"""\.?([\w-]+)|\[\s*(?:"([^"]*)"|'([^']*)'|([\w.-]+))\s*\]""")
_WORDS = {"true": True, "false": False, "nil": None, "null": None, "none": None, "empty": "", "blank": ""}
_CALL = re.compile(r"([A-Za-z_]\w*)\s*(?::\s*(.*)|\((.*)\)\s*)?", re.DOTALL)
_COMPARE = re.compile(r"\s(==|!=|<>|<=|>=|<|>|contains)\s")
MAX_TEXT = 200_000


def evaluate(expression: str, scope: Mapping[str, Any], surroundings: FilterArguments) -> Any:
    """Return the value, or UNKNOWN. This never raises."""
    if len(expression) > 2000:
        return UNKNOWN
    first, *calls = cut(expression, "|")
    value = look_up(first, scope)
    for call in calls:
        if value is UNKNOWN:
            return UNKNOWN
        value = _apply(call.strip(), value, scope, surroundings)
    return value


def cut(text: str, separator: str) -> list[str]:
    """Split outside of quotes."""
    parts = [""]
    quote = ""
    for char in text:
        if char == separator and not quote:
            parts.append("")
            continue
        if char in "\"'":
            quote = "" if quote == char else quote or char
        parts[-1] += char
    return parts


def look_up(text: str, scope: Mapping[str, Any]) -> Any:
    """Return a literal, or what a name with dots and brackets leads to."""
    literal = _LITERAL.fullmatch(text)
    if literal:
        if literal["n"] is not None:
            return float(literal["n"]) if "." in literal["n"] else int(literal["n"])
        return literal["d"] if literal["d"] is not None else literal["s"]
    name = text.strip()
    if name in _WORDS and name not in scope:
        return _WORDS[name]
    if not _PATH.fullmatch(text):
        return UNKNOWN
    value: Any = scope
    for step in _STEP.finditer(name):
        plain = next(group for group in step.groups() if group is not None)
        key = look_up(plain, scope) if step[4] and not plain.isdigit() else plain
        value = _step(value, key)
        if value is UNKNOWN:
            return UNKNOWN
    return value


def _step(value: Any, key: Any) -> Any:
    if isinstance(value, Mapping) and key in value:
        return value[key]
    if isinstance(value, list | tuple):
        if key in ("first", "last"):
            return (value[0] if key == "first" else value[-1]) if value else None
        if str(key).isdigit() and int(key) < len(value):
            return value[int(key)]
    if key == "size" and isinstance(value, str | list | tuple):
        return len(value)
    return UNKNOWN


def _apply(call: str, value: Any, scope: Mapping[str, Any], surroundings: FilterArguments) -> Any:
    match = _CALL.fullmatch(call)
    function = FILTERS.get(match[1]) if match else None
    if match is None or function is None:
        return UNKNOWN
    written = match[2] if match[2] is not None else match[3]
    arguments = [look_up(one, scope) for one in cut(written, ",")] if written and written.strip() else []
    if any(argument is UNKNOWN for argument in arguments):
        return UNKNOWN
    try:
        made = function(value, arguments, surroundings)
    except (ValueError, TypeError, KeyError, IndexError, OverflowError, ArithmeticError, AttributeError):
        return UNKNOWN
    return UNKNOWN if isinstance(made, str | list) and len(made) > MAX_TEXT else made


def is_true(condition: str, scope: Mapping[str, Any], surroundings: FilterArguments) -> Any:
    """Return True, False or UNKNOWN. `and` and `or` are read from the left."""
    parts = re.split(r"\s+(and|or)\s+", condition.strip())
    result = _compare(parts[0], scope, surroundings)
    for word, part in zip(parts[1::2], parts[2::2], strict=True):
        other = _compare(part, scope, surroundings)
        if result is UNKNOWN or other is UNKNOWN:
            return UNKNOWN
        result = (result and other) if word == "and" else (result or other)
    return result


def _compare(text: str, scope: Mapping[str, Any], surroundings: FilterArguments) -> Any:
    match = _COMPARE.search(f" {text} ")
    if match is None:
        negated = text.strip().startswith("not ")
        value = evaluate(text.strip().removeprefix("not "), scope, surroundings)
        return UNKNOWN if value is UNKNOWN else (value not in (None, False)) != negated
    left = look_up(f" {text} "[: match.start()], scope)
    right = look_up(f" {text} "[match.end() :], scope)
    if left is UNKNOWN or right is UNKNOWN:
        return UNKNOWN
    try:
        return _OPERATORS[match[1]](left, right)
    except TypeError:
        return False


_OPERATORS: dict[str, Any] = {
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<>": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
    "contains": lambda a, b: b in a,
}


def as_output(value: Any) -> str | None:
    """Return the text a value is printed as; None for what has no plain form."""
    if value is None or value is False:
        return "" if value is None else "false"
    if value is True:
        return "true"
    if isinstance(value, str | int | float):
        return str(value)
    if isinstance(value, list | tuple) and all(isinstance(one, str | int) for one in value):
        return "".join(map(str, value))
    return None
