"""Configuration and data files of the tree: YAML, TOML or JSON, to plain values."""

import json
import tomllib
from typing import Any

from app.importers.items import Warned
from app.importers.markdown.matter import load_yaml
from app.importers.markdown.matter.yaml_values import BadYaml
from app.importers.markdown.text import decode
from app.importers.markdown.tree import TooLarge, Tree

SUFFIXES = (".yml", ".yaml", ".toml", ".json")


def load_data(tree: Tree, path: str, warnings: list[Warned]) -> Any:
    """Return None, and leave a warning, where the file can't be read."""
    try:
        text, _ = decode(tree.read(path))
        if path.endswith(".toml"):
            return tomllib.loads(text)
        return json.loads(text) if path.endswith(".json") else load_yaml(text)
    except (OSError, TooLarge, ValueError, RecursionError) as error:
        reason = str(error) if isinstance(error, BadYaml | ValueError) else type(error).__name__
        warnings.append(Warned(path, f"could not be read and was left out: {reason}"))
        return None


def load_table(tree: Tree, path: str, warnings: list[Warned]) -> dict[str, Any]:
    value = load_data(tree, path, warnings)
    return value if isinstance(value, dict) else {}


def first_of(tree: Tree, stem: str, suffixes: tuple[str, ...] = SUFFIXES) -> str | None:
    """Return the path of `stem` with the first suffix that exists."""
    return next((stem + suffix for suffix in suffixes if stem + suffix in tree.files), None)


def lowered(value: Any) -> Any:
    """Return tables with their names in lower case: Hugo does not care for the case of a setting."""
    if isinstance(value, dict):
        return {str(key).lower(): lowered(inner) for key, inner in value.items()}
    return [lowered(inner) for inner in value] if isinstance(value, list) else value


def dig(table: Any, *names: str) -> Any:
    for name in names:
        table = table.get(name) if isinstance(table, dict) else None
    return table
