"""WordPress: the WXR files of Tools, Export, in versions 1.0 to 1.2, plain, packed, split or damaged."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from app.importers.items import Options, Reader, Unreadable
from app.importers.wordpress.reader import WordPressReader
from app.importers.wordpress.source import find_sources, looks_like_export


def matches(paths: Sequence[Path]) -> bool:
    """Say whether any of the paths is, or holds, a WordPress export; never raises."""
    try:
        return any(looks_like_export(source) for source in find_sources(paths))
    except (Unreadable, OSError, UnicodeError):
        return False


def open_reader(paths: Sequence[Path], options: Options) -> Reader:
    """Survey the export, which reads all of it once.

    Raises: Unreadable: it is none, or must not be read.
    """
    return WordPressReader(paths, options, datetime.now(UTC))
