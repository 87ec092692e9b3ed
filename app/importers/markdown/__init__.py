"""Trees of Markdown files: Jekyll, Hugo, Zola, Eleventy, Next.js and their like, and plain folders."""

import os
import zipfile
from collections.abc import Sequence
from pathlib import Path

from app.importers.items import Options, Reader
from app.importers.markdown.reader import MarkdownReader
from app.importers.markdown.sources import is_content
from app.importers.markdown.tree import NEVER, is_text

_MOST_LOOKED_AT = 20_000  # files, before a folder without a text is given up


def matches(paths: Sequence[Path]) -> bool:
    """Whether there is a Markdown file among or in the paths. This never raises."""
    return any(_holds_text(path) for path in paths)


def open_reader(paths: Sequence[Path], options: Options) -> Reader:
    """Raises: Unreadable: nothing to read, or a hostile or damaged archive."""
    return MarkdownReader(paths, options)


def _holds_text(path: Path) -> bool:
    try:
        if path.is_dir():
            return _folder_holds_text(path)
        if is_text(path.name):
            return path.is_file()
        if path.suffix.lower() != ".zip":
            return False
        with zipfile.ZipFile(path) as archive:
            return any(is_content(name) for name in archive.namelist())
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError):
        return False


def _folder_holds_text(path: Path) -> bool:
    looked_at = 0
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(folder for folder in folders if folder not in NEVER)
        if any(is_content(f"{Path(folder).name}/{name}") for name in names):
            return True
        looked_at += len(names) + 1
        if looked_at > _MOST_LOOKED_AT:
            return False
    return False
