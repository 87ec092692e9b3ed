"""The rules of files: bytes are written and verified in the store before Media.db knows of them."""

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from app.db import Connection, Database
from app.errors import Invalid
from app.services.media import queries
from app.services.media.cache import Cache
from app.services.media.kinds import HEAD_BYTES, size_of, type_of
from app.services.media.models import Media, MissingMedia

MOST_BYTES = 100_000_000
CHUNK = 1 << 20
_UNSAFE = re.compile(r"[^\w.-]+")


class ObjectStore(Protocol):
    """What the service needs of the store (`app.store.Store`)."""

    def put_verified(self, name: str, content: bytes | Path) -> None: ...

    def exists(self, name: str) -> bool: ...

    def stream(self, name: str) -> Iterator[bytes]: ...


class MediaService:
    def __init__(self, db: Database, store: ObjectStore, cache_folder: Path) -> None:
        self._db = db
        self._store = store
        self._cache = Cache(cache_folder, store)

    def add(self, file: BinaryIO, name: str, *, alt: str = "", addresses: Collection[str] = ()) -> Media:
        """Keep a file; the same bytes twice are one. `addresses` are old ones that mean it.

        Raises: Invalid: too large, or of a type that is not kept. Unavailable: the store can't take it.
        """
        copy = self._cache.temporary()
        try:
            media = _described(*_copied(file, copy), name, alt)
            if not self._store.exists(_object(media.id)):
                self._store.put_verified(_object(media.id), copy)
            self._cache.keep(media.id, copy)
        finally:
            copy.unlink(missing_ok=True)

        def job(conn: Connection) -> Media:
            queries.insert_media(conn, media)
            queries.upsert_addresses(conn, media.id, addresses)
            return queries.select_media(conn, media.id) or media

        return self._db.write(job)

    def find_by_prefix(self, prefix: str) -> Media | None:
        """Find by the beginning of the id, as in `Media.path`."""
        if not re.fullmatch(r"[0-9a-f]{20,64}", prefix):
            return None
        with self._db.read() as conn:
            return queries.select_by_prefix(conn, prefix)

    def by_address(self, addresses: Collection[str]) -> dict[str, Media]:
        """Return old address -> file, for those that are known."""
        with self._db.read() as conn:
            return queries.select_by_address(conn, addresses)

    def all_addresses(self) -> dict[str, str]:
        """Return old address -> the path its file has now."""
        with self._db.read() as conn:
            return {address: media.path for address, media in queries.select_all_addresses(conn).items()}

    def read(self, media: Media) -> Path:
        """Return a local, verified copy. Raises: NotFound, Unavailable."""
        return self._cache.read(media.id, _object(media.id))

    def missing(self) -> list[MissingMedia]:
        with self._db.read() as conn:
            return queries.select_missing(conn)

    def note_missing(self, urls: Collection[str]) -> None:
        known = {one.url for one in self.missing()}
        new = [url for url in dict.fromkeys(urls) if url not in known]
        if new:
            self._db.write(lambda conn: queries.insert_missing(conn, new))

    def set_error(self, url: str, error: str) -> None:
        """Remember why the last try to fetch it failed."""
        self._db.write(lambda conn: queries.update_missing(conn, url, error))

    def forget_missing(self, urls: Collection[str]) -> None:
        self._db.write(lambda conn: queries.delete_missing(conn, urls))


def _object(media_id: str) -> str:
    return f"media/{media_id[:2]}/{media_id}"


def _copied(file: BinaryIO, copy: Path) -> tuple[str, int, bytes]:
    """Return SHA-256, size and the first bytes. Raises: Invalid: too large."""
    digest, size_bytes, head = hashlib.sha256(), 0, b""
    with copy.open("wb") as out:
        while piece := file.read(CHUNK):
            size_bytes += len(piece)
            if size_bytes > MOST_BYTES:
                raise Invalid(f"it is larger than {MOST_BYTES // 1_000_000} MB")
            if len(head) < HEAD_BYTES:
                head += piece[: HEAD_BYTES - len(head)]
            digest.update(piece)
            out.write(piece)
    return digest.hexdigest(), size_bytes, head


def _described(media_id: str, size_bytes: int, head: bytes, name: str, alt: str) -> Media:
    if not size_bytes:
        raise Invalid("it is empty")
    kind = type_of(head)
    width, height = size_of(kind, head)
    return Media(media_id, safe_name(name), kind, size_bytes, width, height, alt, datetime.now(UTC))


def safe_name(name: str) -> str:
    """Return a file name that needs no escaping in an address: letters, digits, dot, dash, underscore."""
    stem, dot, suffix = _UNSAFE.sub("-", unicodedata.normalize("NFC", name)).strip(".-").rpartition(".")
    stem, suffix = (stem, suffix) if dot and stem else (suffix, "")
    stem = stem.encode()[:80].decode(errors="ignore").strip("-") or "file"
    return f"{stem}.{suffix[:10]}" if suffix else stem
