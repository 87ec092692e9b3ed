"""The files of one source by their paths inside it, wherever they lie."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO
from urllib.parse import unquote

from app.importers.items import Skipped

MAX_TEXT_BYTES = 8 * 1024 * 1024  # of one text file
MAX_FILES = 500_000
NEVER = frozenset(
    {".git", ".hg", ".svn", "node_modules", ".bundle", ".jekyll-cache", ".sass-cache", ".cache", "__MACOSX"}
)


class TooLarge(ValueError):
    """A text file is larger than any post is."""


@dataclass(frozen=True, slots=True)
class File:
    """One file; `open` gives its bytes."""

    path: str  # inside the tree, "posts/a.md"
    open: Callable[[], BinaryIO]

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


@dataclass(slots=True)
class Tree:
    """All files of a source by path, and what was refused."""

    name: str
    files: dict[str, File] = field(default_factory=dict)
    refused: list[Skipped] = field(default_factory=list)
    _folded: dict[str, str] | None = None

    def read(self, path: str) -> bytes:
        """Raises: KeyError: no such file. OSError. TooLarge."""
        with self.files[path].open() as file:
            data = file.read(MAX_TEXT_BYTES + 1)
        if len(data) > MAX_TEXT_BYTES:
            raise TooLarge(f"it is larger than {MAX_TEXT_BYTES // 1024 // 1024} MiB")
        return data

    def find(self, path: str) -> str | None:
        """Return the path of a file as it is spelled here: exactly, else without regard to case and Unicode form."""
        if path in self.files:
            return path
        if self._folded is None:
            self._folded = {}
            for known in sorted(self.files):
                self._folded.setdefault(fold(known), known)
        return self._folded.get(fold(path))

    def under(self, folder: str) -> "Tree":
        """Return what lies in a folder as a tree of its own."""
        start = folder.rstrip("/") + "/"
        files = {path[len(start) :]: file for path, file in self.files.items() if path.startswith(start)}
        moved = {path: File(path, file.open) for path, file in files.items()}
        refused = [
            Skipped(s.kind, s.ref.removeprefix(start), s.reason) for s in self.refused if s.ref.startswith(start)
        ]
        return Tree(folder.rpartition("/")[2] or self.name, moved, refused)

    def add(self, other: "Tree", prefix: str) -> None:
        """Put another tree's files under a prefix, "" or "content/"."""
        for path, file in other.files.items():
            self.files[prefix + path] = File(prefix + path, file.open)
        self.refused += [Skipped(s.kind, prefix + s.ref, s.reason) for s in other.refused]
        self._folded = None


def is_text(path: str) -> bool:
    return path.lower().endswith((".md", ".markdown", ".mdown", ".mkdn", ".mkd", ".mdx"))


def refused_kind(path: str) -> str:
    """Return what a refused file is counted as."""
    return "posts" if is_text(path) else "files"


def fold(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()


def lookup_path(folder: str, address: str) -> str | None:
    """Join an address to a folder of the tree; None where it leads out of the tree."""
    parts = [] if address.startswith("/") else [part for part in folder.split("/") if part]
    for part in address.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def decoded(address: str) -> str:
    """Cut off query and fragment and decode percent signs; bytes that are no UTF-8 stay encoded."""
    path = address.split("#", 1)[0].split("?", 1)[0]
    try:
        return unquote(path, errors="strict")
    except UnicodeDecodeError:
        return path
