"""YAML from strangers. PyYAML's C loader builds nested values by recursion and takes the whole process down with it:
100,000 dashes in a row are enough. Its event parser does not recurse, so depth is looked at there first.
"""

from typing import Any, cast

import yaml

MAX_DEPTH = 100

_OPENING = (yaml.SequenceStartEvent, yaml.MappingStartEvent)
_CLOSING = (yaml.SequenceEndEvent, yaml.MappingEndEvent)


class BadYaml(ValueError):
    """It is no YAML, or YAML that only means harm; the text says which."""


def load(content: str | bytes) -> Any:
    """Return plain values. Raises: BadYaml."""
    _check(content)
    try:
        return yaml.load(content, yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError, TypeError, RecursionError, OverflowError) as error:
        raise BadYaml(_in_a_line(error)) from error


def compose(content: str | bytes) -> yaml.Node | None:
    """Return the nodes, with every scalar as it was written. Raises: BadYaml."""
    _check(content)
    try:
        return cast(yaml.Node | None, cast(Any, yaml).compose(content, Loader=yaml.CSafeLoader))
    except (yaml.YAMLError, ValueError) as error:
        raise BadYaml(_in_a_line(error)) from error


def _check(content: str | bytes) -> None:
    depth = 0
    try:
        for event in cast(Any, yaml).parse(content, Loader=yaml.CSafeLoader):
            depth += isinstance(event, _OPENING) - isinstance(event, _CLOSING)
            if depth > MAX_DEPTH:
                raise BadYaml(f"it is nested deeper than {MAX_DEPTH} levels")
    except (yaml.YAMLError, UnicodeError) as error:
        raise BadYaml(_in_a_line(error)) from error


def _in_a_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
