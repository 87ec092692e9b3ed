"""Media that lie beside the export: folders and zip files with the old site's uploads."""

import os
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import BinaryIO

from app.importers.items import Unreadable

MAX_MEMBER_BYTES = 100 * 1024 * 1024
MAX_RATIO = 200
RATIO_FREE_BYTES = 1024 * 1024
Open = Callable[[], BinaryIO]
_DATED = re.compile(r"(?:^|/)(\d{4}/\d{2}/[^/]+)$")
_BELOW_UPLOADS = re.compile(r"(?:^|/)(?:uploads|blogs\.dir)/(.+)$")
_UPLOADS_NEARBY = ("wp-content/uploads", "uploads")


class FilesBeside:
    """Finds a file by its path below the uploads folder, else by its name where only one file has it."""

    def __init__(self, places: Sequence[Path], exports: Sequence[Path]) -> None:
        """`places` are what --media named; `exports` the export files, beside which an uploads folder may lie.

        Raises: Unreadable: a place that was named is neither a folder nor a zip file.
        """
        self.notes: list[str] = []
        self._by_path: dict[str, Open] = {}
        self._by_name: dict[str, Open | None] = {}  # None: several files have it
        self._archives: list[zipfile.ZipFile] = []
        for place in places:
            self._add_place(place)
        for folder in _nearby(exports):
            self._add_folder(folder)

    @property
    def has_files(self) -> bool:
        return bool(self._by_path)

    def find(self, path: str) -> Open | None:
        """`path` as an address or `_wp_attached_file` has it, decoded."""
        path = _normal(path)
        for form in _forms(path):
            if form in self._by_path:
                return self._by_path[form]
        return self._by_name.get(path.rpartition("/")[2])

    def _add_place(self, place: Path) -> None:
        if place.is_dir():
            self._add_folder(place)
            return
        try:
            archive = zipfile.ZipFile(place)
        except (OSError, zipfile.BadZipFile) as error:
            raise Unreadable(f"--media {place} is neither a folder nor a zip file: {error}") from error
        self._archives.append(archive)
        for member in archive.infolist():
            if not member.is_dir():
                self._add_member(place, archive, member)

    def _add_member(self, place: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
        size = member.file_size
        if size > MAX_MEMBER_BYTES:
            self.notes.append(f"{place.name}: {member.filename} is larger than 100 MB and was left out")
        elif size > RATIO_FREE_BYTES and size > MAX_RATIO * member.compress_size:
            self.notes.append(f"{place.name}: {member.filename} unpacks to {MAX_RATIO} times its size and was left out")
        else:
            self._add(member.filename, partial(_open_member, archive, member))

    def _add_folder(self, folder: Path) -> None:
        for path in _files(folder):
            self._add(path.relative_to(folder).as_posix(), partial(_open_file, path))

    def _add(self, path: str, open_file: Open) -> None:
        path = _normal(path)
        if any(form in self._by_path for form in _forms(path)):
            return  # the same file in two places; the first wins
        for form in _forms(path):
            self._by_path[form] = open_file
        name = path.rpartition("/")[2]
        self._by_name[name] = None if name in self._by_name else open_file


def _open_file(path: Path) -> BinaryIO:
    return path.open("rb")


def _open_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> BinaryIO:
    return archive.open(member)  # type: ignore[return-value]


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files in a folder; links are not followed, they may lead anywhere."""
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not (Path(root) / name).is_symlink())
        for name in sorted(names):
            path = Path(root) / name
            if path.is_file() and not path.is_symlink():
                yield path


def _nearby(exports: Sequence[Path]) -> list[Path]:
    folders = dict.fromkeys(path if path.is_dir() else path.parent for path in exports)
    return [found for folder in folders for name in _UPLOADS_NEARBY if (found := folder / name).is_dir()]


def _normal(path: str) -> str:
    return unicodedata.normalize("NFC", path.replace("\\", "/")).strip("/")


def _forms(path: str) -> list[str]:
    """Return the ways to name a file, the surest first: below "uploads", by year and month, as it stands."""
    below = _BELOW_UPLOADS.search(path)
    dated = _DATED.search(path)
    return list(dict.fromkeys([*([below[1]] if below else []), *([dated[1]] if dated else []), path]))
