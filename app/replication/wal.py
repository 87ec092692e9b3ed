"""Do WAL and sidecar agree? What the bytes of the WAL and of the files the sidecar has cut from it tell.

Reading `-wal` beside SQLite is safe: its locks are on the database and on `-shm`, never on the WAL.
"""

import struct
from collections.abc import Iterator
from pathlib import Path

from app.db.checkpoint import WalGauge
from app.replication.ltx import LtxHeader, count_pages, read_header, read_pages

WAL_START = 32
LOOK_BACK = 32  # files a new Chain looks at: more than are cut between a wrong one and a crash
_HEADER = struct.Struct(">16xII8x")  # salts at 16 and 20: sqlite.org/fileformat2.html#walformat
_FRAME = struct.Struct(">IIII8x")  # page, size of the database after a commit or 0, salts


def wal_path(database: Path) -> Path:
    return database.with_name(database.name + "-wal")


def metadata_folder(database: Path) -> Path:
    """Where the sidecar keeps its own files of this database."""
    return database.with_name(f".{database.name}-litestream")


def local_ltx(database: Path, txid: int) -> Path:
    return metadata_folder(database) / "ltx" / "0" / f"{txid:016x}-{txid:016x}.ltx"


def last_local_ltx(database: Path) -> Path | None:
    """The newest file the sidecar has cut here."""
    return max((metadata_folder(database) / "ltx" / "0").glob("*.ltx"), default=None)


def continues(database: Path) -> bool:
    """True where the sidecar may go on from its last file: each page of it stands in the WAL where it was cut from.

    False after a checkpoint it has not seen (RULES 1), and where frames it has copied were lost or written over:
    power went before they were on the disk, or a writer died inside COMMIT. Then only TRUNCATE makes it start afresh;
    left alone it would take the stale pages of the database file for a snapshot [measured: 250 of 300 rows wrong].
    """
    last = last_local_ltx(database)
    if last is None:
        return False
    header = read_header(last)
    if wal_salts(database) != (header.salt1, header.salt2):
        return False
    if header.wal_size == 0:
        return header.wal_offset == WAL_START
    frames = _frames(database, header)
    return frames is not None and _agree(dict(read_pages(last)), frames)


def wal_salts(database: Path) -> tuple[int, int] | None:
    """None where the WAL is missing or empty."""
    try:
        with wal_path(database).open("rb") as file:
            found = file.read(_HEADER.size)
    except FileNotFoundError:
        return None
    if len(found) < _HEADER.size:
        return None
    salt1, salt2 = _HEADER.unpack(found)
    return salt1, salt2


class Chain:
    """Checks each file the sidecar cuts from this database, once: does it follow the one before? (RULES 2)"""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._gauge = WalGauge(database)
        self._previous: LtxHeader | None = None

    def broken_at(self) -> int | None:
        """The TXID of a file that can't be right, None where all are; those found right are not looked at again.

        A file that goes on in the WAL but holds pages that are not there was made from a database file that is stale.
        One that reaches beyond what counts was cut from a commit that never was: what is written over it is not seen.
        """
        for path, header in self._new():
            previous, self._previous = self._previous, header
            if self._is_stale(path, header) or (previous is not None and _skips(path, previous, header)):
                return header.max_txid
        if self._previous is not None and self._reaches_beyond(self._previous):
            return self._previous.max_txid
        return None

    def close(self) -> None:
        self._gauge.close()

    def _reaches_beyond(self, header: LtxHeader) -> bool:
        """Asked again with writers waiting: a commit under way is in the file before it counts."""
        if header.last_frame <= self._gauge.frames():
            return False
        is_same_wal = wal_salts(self._database) == (header.salt1, header.salt2)
        return is_same_wal and header.last_frame > self._gauge.frames_at_rest()

    def _new(self) -> Iterator[tuple[Path, LtxHeader]]:
        if self._previous is None:
            kept = sorted((metadata_folder(self._database) / "ltx" / "0").glob("*.ltx"))[-LOOK_BACK:]
            following = int(kept[0].name[:16], 16) if kept else 1
        else:
            following = self._previous.max_txid + 1
        while True:
            path = local_ltx(self._database, following)
            try:
                yield path, read_header(path)
            except FileNotFoundError:
                return
            following += 1

    def _is_stale(self, path: Path, header: LtxHeader) -> bool:
        if header.wal_offset == WAL_START:
            return False
        found = count_pages(path)
        if found > header.wal_frames:
            return True
        if found < header.pages:
            return False
        frames = _frames(self._database, header)  # gone for one that is old: nothing speaks against it then
        return frames is not None and any(number not in frames for number, _ in read_pages(path))


def _skips(path: Path, previous: LtxHeader, following: LtxHeader) -> bool:
    """True where a WAL in between was never copied. A full snapshot follows anything."""
    if following.wal_offset != WAL_START or count_pages(path) >= following.pages:
        return False
    return following.salt1 not in (previous.salt1, (previous.salt1 + 1) & 0xFFFFFFFF)


def _frames(database: Path, header: LtxHeader) -> dict[int, bytes] | None:
    """Page number -> its last content in the part of the WAL the file was cut from; None where that is gone."""
    found: dict[int, bytes] = {}
    committed = 0
    with wal_path(database).open("rb") as file:
        file.seek(header.wal_offset)
        for _ in range(header.wal_frames):
            head, page = file.read(_FRAME.size), file.read(header.page_size)
            if len(page) < header.page_size:
                return None
            number, committed, salt1, salt2 = _FRAME.unpack(head)
            if (salt1, salt2) != (header.salt1, header.salt2):
                return None
            found[number] = page
    return {number: page for number, page in found.items() if number <= header.pages} if committed else None


def _agree(cut: dict[int, bytes], frames: dict[int, bytes]) -> bool:
    """True where everything in this part of the WAL is in the file. The file may hold more: a snapshot does."""
    return all(cut.get(number) == page for number, page in frames.items())
