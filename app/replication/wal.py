"""What can be told from the first bytes of WAL and LTX files: does the sidecar's last file go on where the WAL is?

Reading `-wal` beside SQLite is safe: its locks are on the database and on `-shm`, never on the WAL.
"""

import struct
from dataclasses import dataclass
from pathlib import Path

_WAL_HEADER = struct.Struct(">8x4x4xII8x")  # salts at 16 and 20 (sqlite.org/fileformat2.html#walformat)
_LTX_HEADER = struct.Struct(">4s4x4xI QQ 8x8x QQ II 28x")  # superfly/ltx, version 1: 100 bytes
WAL_START = 32


@dataclass(frozen=True, slots=True)
class LtxHeader:
    """`wal_offset` 0 is a full snapshot; `salt1` is the WAL's it was made from."""

    pages: int
    min_txid: int
    max_txid: int
    wal_offset: int
    wal_size: int
    salt1: int
    salt2: int


def wal_path(database: Path) -> Path:
    return database.with_name(database.name + "-wal")


def metadata_folder(database: Path) -> Path:
    """Where the sidecar keeps its own files of this database."""
    return database.with_name(f".{database.name}-litestream")


def wal_salt1(database: Path) -> int | None:
    """None where the WAL is missing or empty."""
    try:
        with wal_path(database).open("rb") as file:
            header = file.read(_WAL_HEADER.size)
    except FileNotFoundError:
        return None
    return _WAL_HEADER.unpack(header)[0] if len(header) == _WAL_HEADER.size else None


def read_ltx_header(path: Path) -> LtxHeader:
    """Raises: ValueError: not the beginning of an LTX file."""
    with path.open("rb") as file:
        found = file.read(_LTX_HEADER.size)
    if len(found) < _LTX_HEADER.size or found[:4] != b"LTX1":
        raise ValueError(f"{path} is not an LTX file")
    return LtxHeader(*_LTX_HEADER.unpack(found)[1:])


def last_local_ltx(database: Path) -> Path | None:
    """The newest file the sidecar has cut here."""
    files = sorted((metadata_folder(database) / "ltx" / "0").glob("*.ltx"))
    return files[-1] if files else None


def continues(database: Path) -> bool:
    """True where the sidecar may start as things stand: the WAL is the one its last file was cut from (RULES 1)."""
    last = last_local_ltx(database)
    return last is not None and wal_salt1(database) == read_ltx_header(last).salt1


def diverged(previous: LtxHeader, following: LtxHeader) -> bool:
    """True where a file cut at the start of a new WAL can't follow: a WAL in between was never copied (RULES 2)."""
    partial = following.wal_offset == WAL_START
    return partial and following.salt1 not in (previous.salt1, (previous.salt1 + 1) & 0xFFFFFFFF)
