"""Where an export is written: a folder or a zip, there whole or not at all."""

import fcntl
import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

from app.errors import Conflict, Unavailable

PART = ".part"  # what a killed export leaves; the next one to the same place clears it away
COPY_BYTES = 1 << 20
_COMPRESSED = frozenset(
    {"jpg", "jpeg", "png", "gif", "webp", "avif", "zip", "mp3", "m4a", "ogg", "opus", "mp4", "webm", "pdf", "docx"}
)


class Target(Protocol):
    def write(self, path: str, content: bytes) -> None:
        """`path` is relative, with slashes."""

    def copy(self, path: str, source: Path) -> None: ...


@contextmanager
def open_target(to: Path) -> Iterator[Target]:
    """Yield where to write; what was written appears at `to` when the block ends well, and nothing where it does not.

    Raises: Conflict: there is something at `to` already, or another export is at work on it.
    """
    part = to.with_name(f".{to.name}{PART}")
    _refuse_taken(to)
    with _locked(part):
        _remove(part)
        try:
            if to.suffix.lower() == ".zip":
                with _exclusive(part) as file:
                    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive:
                        yield _Zip(archive)
                    file.flush()
                    os.fsync(file.fileno())
            else:
                part.mkdir(mode=0o700)
                yield _Folder(part)
            _refuse_taken(to)
            if to.is_dir():
                to.rmdir()  # it is empty
            part.rename(to)
        finally:
            _remove(part)


class _Folder:
    def __init__(self, root: Path) -> None:
        self._root = root

    def write(self, path: str, content: bytes) -> None:
        self._made(path).write_bytes(content)

    def copy(self, path: str, source: Path) -> None:
        shutil.copyfile(source, self._made(path))

    def _made(self, path: str) -> Path:
        made = self._root / path
        made.parent.mkdir(parents=True, exist_ok=True)
        return made


class _Zip:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def write(self, path: str, content: bytes) -> None:
        self._archive.writestr(path, content)

    def copy(self, path: str, source: Path) -> None:
        stored = path.rpartition(".")[2].lower() in _COMPRESSED
        kind = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
        info = zipfile.ZipInfo(path)
        info.compress_type, info.external_attr = kind, 0o644 << 16
        info.file_size = source.stat().st_size
        with source.open("rb") as file, self._archive.open(info, "w") as out:
            shutil.copyfileobj(file, out, COPY_BYTES)


def _refuse_taken(to: Path) -> None:
    if to.is_dir() and not any(to.iterdir()):
        return
    if to.exists() or to.is_symlink():
        raise Conflict(f"export failed: {to} is there already; name another place, or remove it first")
    if not to.parent.is_dir():
        raise Conflict(f"export failed: the folder {to.parent} does not exist; make it first")


@contextmanager
def _locked(part: Path) -> Iterator[None]:
    lock = part.with_name(part.name + ".lock")
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Unavailable(f"export failed: another export to {part.parent} is at work; wait for it") from None
        yield
        lock.unlink(missing_ok=True)
    finally:
        os.close(descriptor)


def _exclusive(part: Path) -> BinaryIO:
    return os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "w+b")


def _remove(part: Path) -> None:
    if part.is_dir():
        shutil.rmtree(part)
    else:
        part.unlink(missing_ok=True)
