"""The files of one source, a folder or a zip, by their paths inside it. Nothing outside of it is ever read."""

import os
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote

from app.importers.items import Skipped, Unreadable

MAX_TEXT_BYTES = 8 * 1024 * 1024  # of one text file
MAX_FILES = 500_000
MAX_BESIDE = 20_000  # files looked at around a single text
MAX_MEMBER_BYTES = 512 * 1024 * 1024
MAX_UNPACKED_BYTES = 16 * 1024 * 1024 * 1024
MAX_RATIO = 500  # a deflated megabyte of zeros is 1000:1; no text or picture comes near
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


def fold(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()


def open_tree(path: Path) -> Tree:
    """Raises: Unreadable."""
    if path.is_dir():
        return _folder(path)
    if zipfile.is_zipfile(path):
        return _archive(path)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise Unreadable(f"{path} is neither a folder, nor a file, nor a zip archive")
    except OSError as error:
        raise Unreadable(f"{path} can't be read: {error.strerror}") from error
    return _single(path)


def _single(path: Path) -> Tree:
    """One text, with the pictures that lie beside it."""
    root = os.path.realpath(path.parent)
    tree = Tree(path.stem)
    for name, full, problem, is_link in islice(_walk(root, root, ""), MAX_BESIDE):
        if not problem and (name == path.name or not _is_text(name)) and name.count("/") < 3:
            tree.files[name] = File(name, _opener(full, root, is_link=is_link))
    tree.files[path.name] = File(path.name, lambda: path.open("rb"))
    return tree


def _folder(root: Path) -> Tree:
    real = os.path.realpath(root)
    tree = Tree(Path(real).name)
    for path, full, problem, is_link in _walk(real, real, ""):
        if problem:
            tree.refused.append(Skipped("posts" if _is_text(path) else "files", path, problem))
        else:
            tree.files[path] = File(path, _opener(full, real, is_link=is_link))
        if len(tree.files) > MAX_FILES:
            raise Unreadable(f"{root} holds more than {MAX_FILES} files; name the folder with the posts")
    return tree


def _opener(full: str, root: str, *, is_link: bool) -> Callable[[], BinaryIO]:
    def open_inside() -> BinaryIO:
        """Look again when opening: what a name leads to may have changed since the walk."""
        if not is_link:
            return os.fdopen(os.open(full, os.O_RDONLY | os.O_NOFOLLOW), "rb")
        target = os.path.realpath(full)
        if not _inside(target, root):
            raise OSError(f"{full} leads outside of the folder")
        return Path(target).open("rb")

    return open_inside


def _walk(folder: str, root: str, prefix: str) -> Iterator[tuple[str, str, str, bool]]:
    """Yield (path inside, path on disk, why it is refused or "", whether it is a link)."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield prefix.rstrip("/") or ".", folder, f"can't be read: {error.strerror}", False
        return
    for entry in entries:
        name = _printable(entry.name)
        if name is None:
            yield prefix + repr(entry.name), entry.path, "its name is no text", False
        elif entry.is_symlink():
            yield prefix + name, entry.path, _link_problem(entry.path, root), True
        elif entry.is_dir(follow_symlinks=False):
            if entry.name not in NEVER:
                yield from _walk(entry.path, root, f"{prefix}{name}/")
        elif entry.is_file(follow_symlinks=False):
            yield prefix + name, entry.path, "", False


def _link_problem(full: str, root: str) -> str:
    target = os.path.realpath(full)
    if not _inside(target, root):
        return "a symbolic link that leads out of the folder; not followed"
    if not Path(target).is_file():
        return "a symbolic link to a folder or to nothing; not followed"
    return ""


def _inside(real: str, root: str) -> bool:
    return real.startswith(root.rstrip("/") + "/")


def _printable(name: str) -> str | None:
    try:
        return name.encode().decode()
    except UnicodeEncodeError:
        return None


def _is_text(path: str) -> bool:
    return path.lower().endswith((".md", ".markdown", ".mdx"))


def _archive(path: Path) -> Tree:
    try:
        archive = zipfile.ZipFile(path)
        members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Unreadable(f"{path.name} is a damaged zip archive ({error}); fetch it again") from error
    if len(members) > MAX_FILES or sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
        raise Unreadable(f"{path.name} would unpack to far more than a site holds; it looks like a zip bomb")
    tree = Tree(path.stem)
    for member in members:
        name = member.filename
        problem = _member_problem(member)
        if problem:
            tree.refused.append(Skipped("posts" if _is_text(name) else "files", name, problem))
        elif not member.is_dir() and not NEVER.intersection(name.split("/")):
            tree.files[name] = File(name, _member_opener(archive, member))
    tops = {name.split("/", 1)[0] for name in tree.files}
    if len(tops) == 1 and all("/" in name for name in tree.files) and not _content_folder(next(iter(tops))):
        return tree.under(tops.pop())  # GitHub's "repository-main/"
    return tree


def _content_folder(name: str) -> bool:
    return name in ("_posts", "content", "posts", "blog", "source", "src")


def _member_problem(member: zipfile.ZipInfo) -> str:
    name = member.filename
    if name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name.split("/")[0]:
        return "its path leads out of the archive"
    if "\\" in name or "\0" in name:
        return "its path is no path"
    if stat.S_ISLNK(member.external_attr >> 16):
        return "a symbolic link; not followed"
    if member.flag_bits & 1:
        return "it is encrypted"
    if member.file_size > MAX_MEMBER_BYTES or member.file_size > MAX_RATIO * (member.compress_size + 4096):
        return "it would unpack to far more than it holds; it looks like a zip bomb"
    return ""


def _member_opener(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Callable[[], BinaryIO]:
    def open_member() -> BinaryIO:
        """Read it whole, never more than it said: a member may lie about its size."""
        try:
            with archive.open(member) as file:
                data = file.read(member.file_size + 1)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
            raise OSError(f"damaged in the archive: {error}") from error
        if len(data) > member.file_size:
            raise OSError("damaged in the archive: longer than it says")
        return BytesIO(data)

    return open_member


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
