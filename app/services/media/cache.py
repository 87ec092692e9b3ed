"""The local copies files are served from: fetched once, verified, the least used ones dropped."""

import hashlib
import os
import shutil
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Protocol

from app.errors import Unavailable

MOST_BYTES = 2_000_000_000


class Source(Protocol):
    """What is needed of the store (`app.store.Store`)."""

    def stream(self, name: str) -> Iterator[bytes]: ...


class Cache:
    def __init__(self, folder: Path, source: Source, most_bytes: int = MOST_BYTES) -> None:
        self._folder = folder
        self._source = source
        self._most_bytes = most_bytes
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._counting = threading.Lock()
        self._size_bytes: int | None = None

    def path_of(self, media_id: str) -> Path:
        return self._folder / media_id[:2] / media_id

    def read(self, media_id: str, name: str) -> Path:
        """Return a local file with these bytes; the object `name` of the store is fetched where there is none.

        Raises: NotFound: the store has no such object. Unavailable: it can't be reached, or its bytes are wrong.
        """
        path = self.path_of(media_id)
        with suppress(FileNotFoundError):  # not here, or just dropped
            os.utime(path)
            return path
        with self._locks[media_id]:
            if not path.is_file():
                self._fetch(media_id, name)
        self._locks.pop(media_id, None)
        return path

    def temporary(self) -> Path:
        """Return a new empty file beside the copies, so that `keep` can rename it."""
        with NamedTemporaryFile(dir=self.temporary_folder(), delete=False) as file:
            return Path(file.name)

    def temporary_folder(self) -> Path:
        """Return the folder in which files and folders may be made."""
        folder = self._folder / "incoming"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder

    def tidy(self, older_than_s: float) -> None:
        """Remove files and folders that were made that long ago and never kept."""
        for left in self.temporary_folder().iterdir():
            with suppress(FileNotFoundError):
                if time.time() - left.stat().st_mtime > older_than_s:
                    shutil.rmtree(left) if left.is_dir() else left.unlink()

    def keep(self, media_id: str, file: Path) -> None:
        path = self.path_of(media_id)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        size_bytes = file.stat().st_size
        file.replace(path)
        self._count(size_bytes)

    def _fetch(self, media_id: str, name: str) -> None:
        file = self.temporary()
        try:
            digest = hashlib.sha256()
            with file.open("wb") as out:
                for piece in self._source.stream(name):
                    digest.update(piece)
                    out.write(piece)
            if digest.hexdigest() != media_id:
                raise Unavailable(f"{name}: the store gave other bytes than were put there; run `waypost doctor`")
            self.keep(media_id, file)
        finally:
            file.unlink(missing_ok=True)

    def _count(self, added_bytes: int) -> None:
        with self._counting:
            if self._size_bytes is None:
                self._size_bytes = sum(path.stat().st_size for path in self._copies())
            else:
                self._size_bytes += added_bytes
            if self._size_bytes > self._most_bytes:
                self._drop()

    def _drop(self) -> None:
        """Drop the copies read longest ago, down to nine tenths."""
        copies = sorted(((path, path.stat()) for path in self._copies()), key=lambda pair: pair[1].st_mtime)
        total = sum(stat.st_size for _, stat in copies)
        for path, stat in copies:
            if total <= self._most_bytes * 0.9:
                break
            path.unlink(missing_ok=True)
            total -= stat.st_size
        self._size_bytes = total

    def _copies(self) -> list[Path]:
        return [path for path in self._folder.glob("??/*") if path.is_file()]
