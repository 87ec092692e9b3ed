"""The bytes: written to the store and read back before anybody hears that they are kept; copies lie at hand."""

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from app.services.media.cache import Cache

FOLDER = "media"
AT_ONCE = 4  # a picture is a dozen objects: one after the other, a far store would take seconds


class Listed(Protocol):
    @property
    def name(self) -> str: ...


class ObjectStore(Protocol):
    """What is needed of the store (`app.store.Store`)."""

    def put_verified(self, name: str, content: bytes | Path) -> None: ...

    def exists(self, name: str) -> bool: ...

    def stream(self, name: str) -> Iterator[bytes]: ...

    def delete(self, name: str) -> None: ...

    def list_entries(self, prefix: str = "") -> Iterable[Listed]: ...


class Objects:
    """`id` is the SHA-256 of an object's bytes, in hex."""

    def __init__(self, store: ObjectStore, cache: Cache) -> None:
        self._store, self._cache = store, cache

    def temporary(self) -> Path:
        """Return a new empty file."""
        return self._cache.temporary()

    def workplace(self) -> TemporaryDirectory[str]:
        """Return a new folder on the same disk, which goes when it is left."""
        return TemporaryDirectory(dir=self._cache.temporary_folder())

    def keep(self, files: Mapping[str, Path]) -> None:
        """Keep id -> file; the files are moved. Raises: Unavailable: the store can't take it; nobody was told of it."""
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(self._put, files, files.values()))
        for object_id, file in files.items():
            self._cache.keep(object_id, file)

    def read(self, object_id: str) -> Path:
        """Return a local, verified copy. Raises: NotFound, Unavailable."""
        return self._cache.read(object_id, name_of(object_id))

    def list(self) -> list[str]:
        """Return the ids of all objects in the store."""
        return [entry.name.rpartition("/")[2] for entry in self._store.list_entries(FOLDER)]

    def delete(self, object_id: str) -> None:
        self._store.delete(name_of(object_id))
        self._cache.path_of(object_id).unlink(missing_ok=True)

    def tidy(self, older_than_s: float) -> None:
        """Remove what uploads that were cut off have left."""
        self._cache.tidy(older_than_s)

    def _put(self, object_id: str, file: Path) -> None:
        if not self._store.exists(name_of(object_id)):
            self._store.put_verified(name_of(object_id), file)


def name_of(object_id: str) -> str:
    return f"{FOLDER}/{object_id[:2]}/{object_id}"
