"""How large the files are, each with the WAL beside it."""

from collections.abc import Mapping
from pathlib import Path


class FileSizes:
    def __init__(self, files: Mapping[str, Path]) -> None:
        """`files`: service -> its database file."""
        self._files = dict(files)

    def rows(self) -> dict[str, int]:
        """File name -> bytes, the largest first."""
        sizes = {path.name: _size(path) + _size(path.with_name(path.name + "-wal")) for path in self._files.values()}
        return dict(sorted(sizes.items(), key=lambda item: -item[1]))


def _size(path: Path) -> int:
    """A stat opens nothing, so it drops none of SQLite's locks; a WAL may be away for a moment."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
