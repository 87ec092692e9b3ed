"""YAML to plain values, without its surprises: dates, `no`, `1.10` and `0755` stay the text they are.

Only `null`, `true`, `false` and whole numbers that are written the one usual way become values. Tags (`!ruby/object`)
make nothing. Aliases share what they name; what they would unfold to is counted, so a bomb is refused.
"""

import re
from typing import Any

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]

MAX_DEPTH = 40
MAX_VALUES = 100_000  # a long text counts once for each 64 characters

_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_WORDS: dict[str, Any] = {"": None, "~": None, "null": None, "Null": None, "NULL": None, "true": True, "false": False}
_KEEP_TEXT = ("tag:yaml.org,2002:str", "!")


class BadYaml(ValueError):
    """The text is no YAML, or more than this reader takes; the message says where."""


def load_yaml(text: str) -> Any:
    """Raises: BadYaml."""
    try:
        return _Builder(CParser(text)).document()
    except yaml.YAMLError as error:
        raise BadYaml(_where(error)) from error


def _where(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error)
    return f"{problem} in line {mark.line + 1}" if mark else str(problem)


class _Builder:
    """Builds values from parse events with a stack of its own: depth is bounded by us and not by the machine's."""

    def __init__(self, parser: CParser) -> None:
        self._parser = parser
        self._anchors: dict[str, tuple[Any, int]] = {}  # name -> (value, how many values it unfolds to)
        self._open: list[tuple[Any, str | None, int]] = []  # (list or dict, anchor, count before it)
        self._keys: list[Any] = []  # the key waiting for its value, one for each open mapping; _NONE where none waits
        self._count = 0
        self._root: Any = None

    def document(self) -> Any:
        done = False
        while not done:
            done = self._take(self._parser.get_event())
        return self._root

    def _take(self, event: Any) -> bool:
        """Return True once the first document is complete."""
        kind = type(event)
        if kind is yaml.ScalarEvent:
            self._add(_scalar(event), event.anchor, 1 + len(event.value) // 64)
        elif kind is yaml.SequenceStartEvent:
            self._start([], event.anchor)
        elif kind is yaml.MappingStartEvent:
            self._start({}, event.anchor)
        elif kind is yaml.SequenceEndEvent or kind is yaml.MappingEndEvent:
            self._end()
        elif kind is yaml.AliasEvent:
            self._alias(event)
        return event is None or kind is yaml.DocumentEndEvent or kind is yaml.StreamEndEvent

    def _start(self, value: Any, anchor: str | None) -> None:
        if len(self._open) >= MAX_DEPTH:
            raise BadYaml(f"nested more than {MAX_DEPTH} deep")
        self._open.append((value, anchor, self._count))
        self._keys.append(_NONE)

    def _end(self) -> None:
        value, anchor, before = self._open.pop()
        self._keys.pop()
        self._add(value, anchor, 1, inside=self._count - before)

    def _alias(self, event: Any) -> None:
        if event.anchor not in self._anchors:
            raise BadYaml(f"alias *{event.anchor} names nothing before it")
        value, size = self._anchors[event.anchor]
        self._add(value, None, size)

    def _add(self, value: Any, anchor: str | None, size: int, inside: int = 0) -> None:
        self._count += size
        if self._count > MAX_VALUES:
            raise BadYaml(f"unfolds to more than {MAX_VALUES} values")
        if anchor is not None:
            self._anchors[anchor] = (value, size + inside)
        if not self._open:
            self._root = value
            return
        parent = self._open[-1][0]
        if isinstance(parent, list):
            parent.append(value)
        elif self._keys[-1] is _NONE:
            self._keys[-1] = value
        else:
            _put(parent, self._keys[-1], value)
            self._keys[-1] = _NONE


_NONE = object()


def _put(mapping: dict[str, Any], key: Any, value: Any) -> None:
    if key == "<<":
        for merged in value if isinstance(value, list) else [value]:
            if isinstance(merged, dict):
                for name in merged:
                    mapping.setdefault(name, merged[name])
        return
    mapping[_key_text(key)] = value


def _key_text(key: Any) -> str:
    if key is None:
        return ""
    if isinstance(key, bool):
        return "true" if key else "false"
    return key if isinstance(key, str) else str(key)[:200]


def _scalar(event: Any) -> Any:
    value = event.value
    if event.style or event.tag in _KEEP_TEXT:
        return value
    if value in _WORDS:
        return _WORDS[value]
    if len(value) < 20 and value[-1:].isdigit() and _WHOLE.fullmatch(value):
        return int(value)
    return value
