"""Ghost's JSON export, versions 0.x to 6.x, with its uploads, redirects and routes.

What the export says wins over what Ghost would do today: see `document` (wrappers, repairs), `standing` (who may read
what), `bodies` (which of html, lexical, mobiledoc, markdown is taken), `routes` (old addresses).
"""

from collections.abc import Sequence
from pathlib import Path

from app.importers.ghost.files import files_of
from app.importers.ghost.reader import read
from app.importers.ghost.sources import exports_in
from app.importers.items import Options, Reader, Unreadable

__all__ = ["matches", "open_reader"]


def matches(paths: Sequence[Path]) -> bool:
    """Look at the first bytes of what might be an export; never raises."""
    for path in paths:
        try:
            if exports_in(files_of(path)):
                return True
        except (OSError, ValueError, Unreadable):
            continue
    return False


def open_reader(paths: Sequence[Path], options: Options) -> Reader:
    """Raises: Unreadable: no Ghost export among the paths, or one that can't be read."""
    return read(paths, options)
