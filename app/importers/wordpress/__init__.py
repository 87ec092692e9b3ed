"""WordPress: the WXR files of Tools, Export, in versions 1.0 to 1.2, plain, packed, split or damaged."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from app.importers.items import Options, Reader, Unreadable
from app.importers.wordpress.charset import as_utf8, find_charset
from app.importers.wordpress.reader import WordPressReader
from app.importers.wordpress.source import Source, find_sources

_SIGNS = (b"wordpress.org/export/", b"<wp:wxr_version", b"This is a WordPress eXtended RSS file")


def matches(paths: Sequence[Path]) -> bool:
    """Say whether any of the paths is, or holds, a WordPress export; never raises."""
    try:
        return any(_has_sign(source) for source in find_sources(paths))
    except (Unreadable, OSError, UnicodeError):
        return False


def open_reader(paths: Sequence[Path], options: Options) -> Reader:
    """Survey the export, which reads all of it once.

    Raises: Unreadable: it is none, or must not be read.
    """
    return WordPressReader(paths, options, datetime.now(UTC))


def _has_sign(source: Source) -> bool:
    head = source.head()
    charset = find_charset(head, lambda: iter((head,)))
    return any(sign in b"".join(as_utf8(iter((head,)), charset)) for sign in _SIGNS)
