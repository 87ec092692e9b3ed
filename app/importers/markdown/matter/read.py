"""A file's text to its keys and its body."""

import json
import tomllib
from dataclasses import dataclass, field
from typing import Any

from app.importers.markdown.matter.repair import repair_json, repair_toml, repair_yaml
from app.importers.markdown.matter.split import Language, Split, split_matter
from app.importers.markdown.matter.yaml_values import BadYaml, load_yaml

MAX_CHARS = 256 * 1024  # of front matter; more is data, and slow to parse


class BadMatter(ValueError):
    """The front matter can't be parsed and not be repaired; the message says why."""


@dataclass(slots=True)
class Matter:
    """`language` None: the file has no front matter."""

    keys: dict[str, Any]
    body: str
    language: Language | None = None
    notes: list[str] = field(default_factory=list)  # what was repaired


def read_matter(text: str) -> Matter:
    """Raises: BadMatter."""
    split = split_matter(text)
    if split.language is None:
        return Matter({}, split.body)
    if len(split.matter) > MAX_CHARS:
        raise BadMatter(f"its front matter is longer than {MAX_CHARS // 1024} KiB")
    notes = [split.note] if split.note else []
    return Matter(_keys(split, notes), split.body, split.language, notes)


def _keys(split: Split, notes: list[str]) -> dict[str, Any]:
    match split.language:
        case "toml":
            return _toml(split.matter, notes)
        case "json":
            return _json(split.matter, notes)
        case "script":
            raise BadMatter("its front matter is a JavaScript program, which is not run; write it as YAML")
        case _:
            return _yaml(split.matter, notes)


def _yaml(text: str, notes: list[str]) -> dict[str, Any]:
    try:
        value = load_yaml(text)
    except BadYaml as error:
        if "unfolds to" in str(error) or "nested more" in str(error):
            raise BadMatter(f"its front matter {error}; it was not read") from error
        repaired = repair_yaml(text)
        if repaired is None:
            raise BadMatter(f"its front matter is no YAML: {error}") from error
        notes.append(f"front matter repaired ({error}): {repaired[1]}")
        return repaired[0]
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise BadMatter("its front matter is no list of keys")
    return value


def _toml(text: str, notes: list[str]) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        found = repair_toml(text)
        if found is None:
            raise BadMatter(f"its front matter is no TOML: {error}") from error
        notes.append(f"front matter repaired ({error}): read line by line")
        return found


def _json(text: str, notes: list[str]) -> dict[str, Any]:
    if text.count("{") + text.count("[") > 5_000:
        raise BadMatter("its front matter is nested too deeply")
    try:
        value = json.loads(text or "{}")
    except (ValueError, RecursionError) as error:
        found = repair_json(text)
        if found is None:
            raise BadMatter(f"its front matter is no JSON: {error}") from error
        notes.append(f"front matter repaired ({error}): a comma too many")
        return found
    if not isinstance(value, dict):
        raise BadMatter("its front matter is no JSON object")
    return value
