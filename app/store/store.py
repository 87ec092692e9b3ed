"""Store: get, put, create, list, delete over obstore. Names are `/`-separated and relative to the root of the store."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import LocalStore, S3Store

from app.errors import NotFound, StartRefused, Unavailable
from app.store.location import Location, parse_location

REQUEST_TIMEOUT_S = 30.0
CHUNK_BYTES = 1 << 20
PARTS_AT_ONCE = 2  # of 5 MB, where a file is sent in parts; obstore's twelve would be held in memory


class StoreError(Unavailable):
    """The store can't be reached, or refuses: the text says which request and why."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One object of a listing."""

    name: str
    size_bytes: int


def open_store(
    url: str, *, data: Path | None = None, make_root: bool = False, request_timeout_s: float = REQUEST_TIMEOUT_S
) -> "Store":
    """Open the store at `url`; no request is sent yet.

    A folder has to exist, unless `make_root`: an unmounted disk must not look like an empty store.
    Raises: StartRefused: the folder does not exist, or lies inside `data`. SettingsError: the address is not one.
    """
    location = parse_location(url)
    if location.root is None:
        return Store(location, _bucket(location, request_timeout_s))
    if data is not None and location.root.resolve().is_relative_to(data.resolve()):
        raise StartRefused(
            f"store {url} lies inside the data folder {data}: one accident would take both; "
            "set WAYPOST_REPLICA_URL to a folder outside"
        )
    _check_root(location.root, make_root)
    return Store(location, LocalStore(prefix=location.root))


def _check_root(root: Path, make_root: bool) -> None:
    try:
        if make_root:
            root.mkdir(mode=0o700, parents=True, exist_ok=True)
        elif not root.is_dir():
            raise StartRefused(f"store folder {root} does not exist: mount its disk, or make it with mkdir")
    except OSError as error:
        raise StartRefused(
            f"store folder {root} can't be used: {error.strerror}; set WAYPOST_REPLICA_URL to another"
        ) from None
    if not os.access(root, os.R_OK | os.W_OK | os.X_OK):
        raise StartRefused(f"store folder {root} can't be written: Permission denied; change its owner")


def _bucket(location: Location, request_timeout_s: float) -> S3Store:
    """Credentials come from the usual AWS variables; obstore and the sidecar read the same ones."""
    options: dict[str, Any] = {}
    if location.endpoint:
        options["endpoint"] = location.endpoint
    if location.region:
        options["region"] = location.region
    return S3Store(
        location.bucket,
        prefix=location.prefix or None,
        virtual_hosted_style_request=False,
        client_options={
            "allow_http": (location.endpoint or "").startswith("http://"),
            "timeout": timedelta(seconds=request_timeout_s),
            "connect_timeout": timedelta(seconds=min(5.0, request_timeout_s)),
        },
        retry_config={"max_retries": 2, "retry_timeout": timedelta(seconds=request_timeout_s)},
        **options,
    )


class Store:
    """One store. Every method but `find` and `create` raises StoreError where the store can't be reached."""

    def __init__(self, location: Location, objects: LocalStore | S3Store) -> None:
        self.location = location
        self._objects = objects

    def find(self, name: str) -> bytes | None:
        """The object's bytes, or None where there is no such object. Raises: StoreError."""
        try:
            with _explained(f"get {name}"):
                return bytes(obstore.get(self._objects, name).bytes())
        except FileNotFoundError:
            return None

    def get(self, name: str) -> bytes:
        """Raises: NotFound: there is no such object."""
        found = self.find(name)
        if found is None:
            raise NotFound(f"{name} is not in the store")
        return found

    def stream(self, name: str) -> Iterator[bytes]:
        """Yield the object in pieces of about a megabyte. Raises: NotFound, before the first piece."""
        try:
            with _explained(f"get {name}"):
                for piece in obstore.get(self._objects, name).stream(min_chunk_size=CHUNK_BYTES):
                    yield bytes(piece)
        except FileNotFoundError:
            raise NotFound(f"{name} is not in the store") from None

    def put(self, name: str, content: bytes | Path) -> None:
        """Write the object, replacing one of that name. In a folder it is on the disk when this returns."""
        with _explained(f"put {name}", absent_is_fault=True):
            self._require_root()
            obstore.put(self._objects, name, content, max_concurrency=PARTS_AT_ONCE)
            self._settle(name)

    def put_verified(self, name: str, content: bytes | Path) -> None:
        """Write the object, read it back and compare. Raises: StoreError: the store holds something else."""
        self.put(name, content)
        if self._digest(name) != _digest_of(content):
            raise StoreError(f"put {name}: the store gives back other bytes than it was given; nothing was kept")

    def create(self, name: str, content: bytes) -> bool:
        """Write the object only if there is none of that name; False where there is one.

        `content` has to be unlike what anybody else writes there (hold a nonce): where the answer was lost and the
        request repeated, the store says "exists" and only the content tells whose it is. Raises: StoreError.
        """
        try:
            with _explained(f"create {name}", absent_is_fault=True):
                self._require_root()
                obstore.put(self._objects, name, content, mode="create")
                self._settle(name)
        except AlreadyExistsError:
            return self.find(name) == content
        except StoreError:
            if self.find(name) != content:
                raise
        return True

    def list_entries(self, prefix: str = "") -> list[Entry]:
        """All objects whose name starts with the folder `prefix`, sorted by name."""
        with _explained(f"list {prefix or 'everything'}", absent_is_fault=True):
            pages = obstore.list(self._objects, prefix or None)
            return sorted((Entry(m["path"], m["size"]) for page in pages for m in page), key=lambda e: e.name)

    def is_empty(self) -> bool:
        """True only after a successful listing that held nothing; a bucket or folder that is gone is StoreError."""
        with _explained("list everything", absent_is_fault=True):
            self._require_root()
            return not any(len(page) for page in obstore.list(self._objects, chunk_size=1))

    def exists(self, name: str) -> bool:
        try:
            with _explained(f"look at {name}"):
                obstore.head(self._objects, name)
        except FileNotFoundError:
            return False
        return True

    def delete(self, name: str) -> None:
        """Remove the object; not there already is fine."""
        try:
            with _explained(f"delete {name}"):
                obstore.delete(self._objects, name)
        except FileNotFoundError:
            return

    def _digest(self, name: str) -> bytes:
        digest = hashlib.sha256()
        for piece in self.stream(name):
            digest.update(piece)
        return digest.digest()

    def _require_root(self) -> None:
        """obstore would make the folder anew: an unmounted disk must not become an empty store."""
        if self.location.root is not None and not self.location.root.is_dir():
            raise FileNotFoundError(f"the folder {self.location.root} is gone")

    def _settle(self, name: str) -> None:
        """obstore renames into place without fsync: in a folder, force file and folders to the disk."""
        if self.location.root is None:
            return
        path = self.location.root / name
        for place in (path, *path.parents):
            _fsync(place)
            if place == self.location.root:
                return


def _fsync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _digest_of(content: bytes | Path) -> bytes:
    if isinstance(content, bytes):
        return hashlib.sha256(content).digest()
    with content.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


@contextmanager
def _explained(request: str, *, absent_is_fault: bool = False) -> Iterator[None]:
    """Turn obstore's errors, pages long, into one line. FileNotFoundError passes unless it `absent_is_fault`."""
    try:
        yield
    except AlreadyExistsError:
        raise
    except FileNotFoundError as error:
        if not absent_is_fault:
            raise
        raise StoreError(f"{request}: {_first_line(error)}") from None
    except (BaseError, OSError, ValueError) as error:
        raise StoreError(f"{request}: {_first_line(error)}") from None


def _first_line(error: Exception) -> str:
    return str(error).split("\n", 1)[0].split(" - Server returned", 1)[0].rstrip(": ")
