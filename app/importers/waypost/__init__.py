"""Waypost's own exports, which keep ids, versions and everything else as it was."""

from collections.abc import Sequence
from pathlib import Path

from app.importers.items import Options, Reader, Unreadable
from app.importers.markdown.opening import open_tree
from app.importers.waypost.reader import WaypostReader, find_root
from app.importers.waypost.tree import MARKER, holds_marker


def matches(paths: Sequence[Path]) -> bool:
    """Whether it is a whole export of Waypost's. This never raises."""
    return len(paths) == 1 and holds_marker(paths[0])


def open_reader(paths: Sequence[Path], options: Options) -> Reader:
    """Raises: Unreadable: no export, not a whole one, or one of a newer Waypost."""
    if len(paths) != 1:
        raise Unreadable("an export of Waypost's is one folder or one zip; give its path alone")
    tree = find_root(open_tree(paths[0]))
    if MARKER not in tree.files:
        raise Unreadable(f"{paths[0]} is no whole export of Waypost's: it lacks {MARKER}; export again")
    return WaypostReader(tree)
