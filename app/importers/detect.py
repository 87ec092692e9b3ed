"""Which format a source is in."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from app.importers import ghost, markdown, waypost, wordpress
from app.importers.items import Options, Reader, Unreadable


class Format(Protocol):
    """What each format's package offers."""

    def matches(self, paths: Sequence[Path]) -> bool: ...

    def open_reader(self, paths: Sequence[Path], options: Options) -> Reader: ...


# In this order: a Waypost export is a Markdown tree too, and such a tree may hold .json and .xml files.
FORMATS: Mapping[str, Format] = {"waypost": waypost, "wordpress": wordpress, "ghost": ghost, "markdown": markdown}


def open_source(paths: Sequence[Path], name: str, options: Options) -> Reader:
    """Open the paths as the format of that name, or as the one they look like for "auto".

    Raises: Unreadable: a path is missing, no format matches, or the format can't read it.
    """
    try:
        return _open(paths, name, options)
    except OSError as error:
        raise Unreadable(f"{error.filename or paths[0]} can't be read: {error.strerror}") from None


def _open(paths: Sequence[Path], name: str, options: Options) -> Reader:
    for path in paths:
        if not path.exists():
            raise Unreadable(f"{path} does not exist; check the spelling")
    if name != "auto":
        return FORMATS[name].open_reader(paths, options)
    for module in FORMATS.values():
        if module.matches(paths):
            return module.open_reader(paths, options)
    shown = ", ".join(map(str, paths))
    raise Unreadable(
        f"{shown} is neither a WordPress export (.xml), nor a Ghost export (.json or .zip), "
        "nor a folder with Markdown files; name the format with --format"
    )
