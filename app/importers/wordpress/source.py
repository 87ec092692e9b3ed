"""Where the bytes of an export come from: files, gzip, zip members, folders of these."""

import gzip
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BufferedIOBase
from pathlib import Path
from typing import cast

from app.importers.items import Unreadable
from app.importers.wordpress.charset import as_utf8, find_charset

CHUNK_BYTES = 256 * 1024
MAX_RATIO = 200  # real exports shrink 5 to 30 times; bombs a thousand times
RATIO_FREE_BYTES = 64 * 1024 * 1024  # below this no ratio is looked at
_SIGNS = (b"wordpress.org/export/", b"<wp:wxr_version", b"This is a WordPress eXtended RSS file")
EXPORT_NAMES = ("*.xml", "*.xml.gz", "*.rss", "*.wxr")


@dataclass(slots=True)
class Source:
    """One XML document somewhere; may be read several times. `notes` gathers what was wrong with its packing."""

    path: Path
    member: str | None = None  # inside a zip file
    notes: dict[str, None] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.path.name}/{self.member}" if self.member else self.path.name

    def chunks(self) -> Iterator[bytes]:
        """Yield the unpacked bytes in pieces.

        Raises: Unreadable: it can't be opened, or unpacks to far more than any real export does.
        """
        try:
            with self._open() as (file, packed_bytes):
                yield from self._pieces(file, packed_bytes)
        except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
            raise Unreadable(f"{self.name} can't be read: {error}") from error

    def head(self, size_bytes: int = 64 * 1024) -> bytes:
        found = b""
        for chunk in self.chunks():
            found += chunk
            if len(found) >= size_bytes:
                break
        return found[:size_bytes]

    @contextmanager
    def _open(self) -> Iterator[tuple[BufferedIOBase, int]]:
        """Give the unpacked stream and how many packed bytes are behind it (0: it isn't packed)."""
        if self.member:
            with zipfile.ZipFile(self.path) as archive, archive.open(self.member) as file:
                yield cast("BufferedIOBase", file), archive.getinfo(self.member).compress_size
        elif is_gzip(self.path):
            with gzip.open(self.path) as file:
                yield file, self.path.stat().st_size
        else:
            with self.path.open("rb") as plain:
                yield plain, 0

    def _pieces(self, file: BufferedIOBase, packed_bytes: int) -> Iterator[bytes]:
        total = 0
        while True:
            try:
                chunk = file.read1(CHUNK_BYTES)  # of a damaged packed file this gives all up to the damage
            except (EOFError, zlib.error, gzip.BadGzipFile) as error:
                if not total:
                    raise Unreadable(f"{self.name} can't be unpacked: {error}") from error
                self.notes[f"the packed file is damaged ({error}); what comes after the damage is lost"] = None
                return
            if not chunk:
                return
            total += len(chunk)
            if packed_bytes and total > RATIO_FREE_BYTES and total > MAX_RATIO * packed_bytes:
                raise Unreadable(f"{self.name} unpacks to more than {MAX_RATIO} times its size; no export does that")
            yield chunk


def is_gzip(path: Path) -> bool:
    return _starts_with(path, b"\x1f\x8b")


def is_zip(path: Path) -> bool:
    return path.is_file() and _starts_with(path, b"PK\x03\x04")


def _starts_with(path: Path, magic: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(magic)) == magic


def find_sources(paths: Sequence[Path]) -> list[Source]:
    """Return every document the paths mean, each file once: folders and zip files stand for the exports in them.

    Raises: Unreadable: a path can't be opened.
    """
    found: dict[tuple[Path, str | None], Source] = {}
    for path in paths:
        for source in _sources_of(path):
            found.setdefault((source.path.resolve(), source.member), source)
    return list(found.values())


def _sources_of(path: Path) -> list[Source]:
    try:
        if path.is_dir():
            files = {file for pattern in EXPORT_NAMES for file in path.glob(pattern) if file.is_file()}
            found = [Source(file) for file in sorted(files)]
        elif is_zip(path):
            with zipfile.ZipFile(path) as archive:
                found = [Source(path, name) for name in sorted(archive.namelist()) if name.lower().endswith(".xml")]
        else:
            return [Source(path)]
        return [source for source in found if looks_like_export(source)]
    except (OSError, zipfile.BadZipFile) as error:
        raise Unreadable(f"{path} can't be read: {error}") from error


def looks_like_export(source: Source) -> bool:
    head = source.head()
    charset = find_charset(head, lambda: iter((head,)))
    return any(sign in b"".join(as_utf8(iter((head,)), charset)) for sign in _SIGNS)
