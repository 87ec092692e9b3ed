"""A path on disk as a tree: a folder, a zip archive, or one text with the pictures beside it."""

import stat
import zipfile
from pathlib import Path

from app.importers.items import Unreadable
from app.importers.markdown.archives import archive_tree
from app.importers.markdown.folders import folder_tree, single_tree
from app.importers.markdown.tree import Tree


def open_tree(path: Path) -> Tree:
    """Raises: Unreadable."""
    if path.is_dir():
        return folder_tree(path)
    if zipfile.is_zipfile(path):
        return archive_tree(path)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise Unreadable(f"{path} is neither a folder, nor a file, nor a zip archive")
    except OSError as error:
        raise Unreadable(f"{path} can't be read: {error.strerror}") from error
    return single_tree(path)
