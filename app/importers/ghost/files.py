"""The files of a folder, a zip or a single path, without unpacking: nothing of an archive is ever written to disk."""

import os
import stat
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from app.importers.items import Unreadable

# Folders of a Ghost installation that hold programs, not content.
_PRUNED = frozenset(("node_modules", "themes", "versions", "current", "adapters", "logs", "__MACOSX"))

_MAX_ENTRIES = 500_000
_BOMB_BYTES = 64 << 20  # smaller things can't hurt, however well they are packed
_BOMB_RATIO = 200  # text packs 5 to 20 times, pictures once


@dataclass(frozen=True, slots=True)
class File:
    name: str  # path inside its folder or archive, with "/"
    size: int
    open: Callable[[], BinaryIO]

    def head(self, size: int = 65536) -> bytes:
        with self.open() as stream:
            return stream.read(size)

    def read(self) -> bytes:
        with self.open() as stream:
            return stream.read()


def files_of(path: Path) -> list[File]:
    """Raises: Unreadable: nothing there, or a broken, locked or hostile archive."""
    try:
        if path.is_dir():
            return sorted(_of_folder(path), key=lambda file: file.name)
        if zipfile.is_zipfile(path):
            return _of_zip(path)
        return [File(path.name, path.stat().st_size, partial(_open, path))]
    except OSError as error:
        raise Unreadable(f"{path} can't be read: {error.strerror or error}; check the path and its rights") from error


def _of_folder(root: Path) -> Iterator[File]:
    """Symbolic links are not followed: they may lead out of the folder."""
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name not in _PRUNED and not name.startswith(".")]
        for name in names:
            path = Path(folder, name)
            info = path.lstat()
            if stat.S_ISREG(info.st_mode) and not name.startswith("."):
                yield File(path.relative_to(root).as_posix(), info.st_size, partial(_open, path))


def _open(path: Path) -> BinaryIO:
    return path.open("rb")


def _of_zip(path: Path) -> list[File]:
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise Unreadable(f"{path.name} is a damaged zip archive ({error}); fetch it again") from error
    infos = [info for info in archive.infolist() if not info.is_dir()]
    _refuse_hostile(path, infos)
    return [
        File(_name(info), info.file_size, partial(_open_member, archive, info))
        for info in infos
        if not any(part in _PRUNED or part.startswith(".") for part in PurePosixPath(_name(info)).parts)
    ]


def _name(info: zipfile.ZipInfo) -> str:
    return info.filename.replace("\\", "/")


def _open_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> BinaryIO:
    """zipfile never yields more bytes than the entry declares, so the check of declared sizes holds."""
    return cast(BinaryIO, archive.open(info))


def _refuse_hostile(path: Path, infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > _MAX_ENTRIES:
        raise Unreadable(f"{path.name} holds {len(infos)} files; archives of more than {_MAX_ENTRIES} are refused")
    for info in infos:
        name = _name(info)
        if name.startswith("/") or ".." in name.split("/") or name[1:2] == ":" or "\0" in info.filename:
            raise Unreadable(f"{path.name} holds a file that points out of it ({name!r}); such an archive is refused")
        if info.flag_bits & 0x1:
            raise Unreadable(f"{path.name} is locked with a password; unpack it and give the folder")
        if _is_bomb(info.file_size, info.compress_size):
            raise Unreadable(f"{path.name} is a zip bomb ({name!r} grows to {info.file_size} bytes); it is refused")
    if _is_bomb(sum(info.file_size for info in infos), path.stat().st_size):
        raise Unreadable(f"{path.name} is a zip bomb; it is refused")


def _is_bomb(size: int, packed: int) -> bool:
    return size > _BOMB_BYTES and size > _BOMB_RATIO * max(packed, 1)
