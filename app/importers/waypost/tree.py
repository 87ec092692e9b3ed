"""Finding out whether a path is an export of Waypost's, and reading its JSON."""

import zipfile
from pathlib import Path
from typing import Any

import msgspec

from app.importers.items import Unreadable
from app.importers.markdown.tree import TooLarge, Tree

MARKER = "waypost/export.json"
FORM = 1  # the highest this Waypost reads


def holds_marker(path: Path) -> bool:
    try:
        if path.is_dir():
            return (path / MARKER).is_file()
        if path.suffix.lower() != ".zip":
            return False
        with zipfile.ZipFile(path) as archive:
            return any(
                name == MARKER or (name.count("/") == 2 and name.endswith(f"/{MARKER}")) for name in archive.namelist()
            )
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError):
        return False


def find_root(tree: Tree) -> Tree:
    """A zip may have been made anew with a folder around it all."""
    if MARKER in tree.files:
        return tree
    around = [path for path in tree.files if path.endswith(f"/{MARKER}") and path.count("/") == 2]
    return tree.under(around[0].split("/", 1)[0]) if around else tree


def read_json(tree: Tree, path: str, default: Any) -> Any:
    """Raises: Unreadable: it is no JSON, or of another shape than `default`."""
    if path not in tree.files:
        return default
    try:
        with tree.files[path].open() as file:
            found = msgspec.json.decode(file.read())
    except (OSError, msgspec.DecodeError) as error:
        raise Unreadable(f"{path} in the export is damaged ({error}); export again") from None
    if not isinstance(found, type(default)):
        raise Unreadable(f"{path} in the export is not what Waypost writes there; export again")
    return found


def read_text(tree: Tree, path: str) -> str:
    """Raises: TooLarge. OSError. ValueError: it is not UTF-8."""
    return tree.read(path).decode("utf-8")


__all__ = ["FORM", "MARKER", "TooLarge", "find_root", "holds_marker", "read_json", "read_text"]
