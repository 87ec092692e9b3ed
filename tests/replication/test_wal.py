"""What makes a backup go wrong silently, that it is noticed, and that emptying the WAL puts it right (RULES 1, 2)."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from pysqlite3 import dbapi2 as sqlite

from app.db import Database
from app.db.checkpoint import truncate_wal
from app.replication import wal
from app.replication.ltx import decode_lz4, read_header, read_pages
from app.replication.sidecar import SidecarError, binary
from app.replication.wal import Chain, continues, last_local_ltx, local_ltx, wal_path, wal_salts
from tests.replication.sidecars import RealSidecar, add_rows, new_database, rows_of

LONG = "x" * 300


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = new_database(tmp_path / "data" / "Posts.db")
    yield database
    database.close()


@pytest.fixture
def sidecar(database: Database) -> Iterator[RealSidecar]:
    sidecar = RealSidecar(database.path.parent, ["Posts"])
    yield sidecar.start()
    sidecar.kill()


def checkpoint(path: Path, mode: str) -> None:
    """As a library with SQLite's defaults would, or somebody with a shell."""
    conn = sqlite.connect(str(path), isolation_level=None)
    conn.execute(f"PRAGMA wal_checkpoint({mode})").fetchone()
    conn.close()


def test_cut_and_wal_name_the_same_salts(database: Database, sidecar: RealSidecar) -> None:
    add_rows(database, 0, 5)
    sidecar.sync("Posts")
    last = last_local_ltx(database.path)
    assert last is not None
    header = read_header(last)
    assert wal_salts(database.path) == (header.salt1, header.salt2)
    assert header.wal_end == wal_path(database.path).stat().st_size
    assert continues(database.path)


def test_a_snapshot_s_pages_are_the_database_s(database: Database, sidecar: RealSidecar, tmp_path: Path) -> None:
    add_rows(database, 0, 50, LONG)
    sidecar.sync("Posts")
    pages = dict(read_pages(local_ltx(database.path, 1)))
    replica = f"{sidecar.url}/00000001/Posts.db"
    subprocess.run([binary(), "restore", "-o", tmp_path / "r.db", replica], check=True)
    restored = (tmp_path / "r.db").read_bytes()
    assert b"".join(pages[number] for number in sorted(pages)) == restored
    assert len(pages) > 5


@pytest.mark.parametrize(
    ("block", "plain"),
    [
        (b"\x10a", b"a"),
        (b"\x1aa\x01\x00", b"a" * 15),  # a copy that repeats what it has just written
        (b"\xf0\x00" + b"0123456789abcde", b"0123456789abcde"),
        (b"\x1fa\x01\x00\xff\x02", b"a" * 277),
        (b"\x30abc", b"abc"),
        (b"\x34abc\x03\x00\x10d", b"abcabcabcabd"[:11] + b"d"),
    ],
)
def test_lz4(block: bytes, plain: bytes) -> None:
    assert decode_lz4(block, len(plain)) == plain
    with pytest.raises(ValueError, match="instead of"):
        decode_lz4(block, len(plain) + 1)


def test_writes_while_the_sidecar_is_down_are_gone_on_with(database: Database, sidecar: RealSidecar) -> None:
    add_rows(database, 0, 20)
    sidecar.sync("Posts")
    sidecar.kill()
    add_rows(database, 20, 20)
    assert continues(database.path)
    sidecar.start()
    assert sidecar.sync("Posts").complete
    assert sidecar.restored("Posts") == rows_of(database.path)


@pytest.mark.parametrize("mode", ["PASSIVE", "RESTART", "TRUNCATE"])
def test_a_checkpoint_while_the_sidecar_is_down(database: Database, sidecar: RealSidecar, mode: str) -> None:
    add_rows(database, 0, 100, LONG)
    sidecar.sync("Posts")
    sidecar.kill()
    add_rows(database, 50, 100, "while down")
    checkpoint(database.path, mode)
    add_rows(database, 100, 20, "afterwards")
    assert not continues(database.path)
    assert truncate_wal(database.path)
    sidecar.start()
    assert sidecar.sync("Posts").complete
    assert sidecar.restored("Posts") == rows_of(database.path)


class Phantom:
    """A commit whose writer was killed after its frames, before SQLite's index of the WAL said so.

    The file holds it and the sidecar copies it; who writes next beside a process that knows the file writes over it.
    """

    def __init__(self, database: Database) -> None:
        shared = database.path.with_name(database.path.name + "-shm")
        index = shared.read_bytes()[:96]
        database.write(lambda conn: conn.exec_driver_sql("UPDATE _idempotency SET result = 'phantom'"))
        with shared.open("r+b") as file:
            file.write(index)
        database.close()


@pytest.fixture
def chain(database: Database) -> Iterator[Chain]:
    chain = Chain(database.path)
    yield chain
    chain.close()


@pytest.fixture
def haunted(database: Database, sidecar: RealSidecar, chain: Chain) -> RealSidecar:
    """A database whose sidecar has copied a commit that will not have been."""
    add_rows(database, 0, 200, LONG)
    sidecar.sync("Posts")
    add_rows(database, 0, 30, "old")
    sidecar.sync("Posts")
    assert chain.broken_at() is None
    checkpoint_by_sidecar_would_do_this(database.path)
    Phantom(database)
    sidecar.sync("Posts")
    return sidecar


def test_a_phantom_is_noticed_before_anybody_writes(haunted: RealSidecar, chain: Chain) -> None:
    assert chain.broken_at() is not None


def checkpoint_by_sidecar_would_do_this(path: Path) -> None:
    """Give the database file all its pages, so that a wrong snapshot finds stale ones instead of none."""
    conn = sqlite.connect(str(path), isolation_level=None)
    pages = conn.execute("PRAGMA page_count").fetchone()[0]
    conn.close()
    with path.open("r+b") as file:
        file.truncate(pages * 4096)


@pytest.mark.parametrize("writes", [10, 100])  # one write may happen to come out right
def test_a_phantom_may_make_the_backup_wrong_and_is_noticed(haunted: RealSidecar, chain: Chain, writes: int) -> None:
    path = haunted.path("Posts")
    database = Database(path)
    add_rows(database, 100, writes, "new")
    assert haunted.sync("Posts").complete  # so it says
    assert chain.broken_at() is not None
    # What a restore gives now is mostly wrong, and by luck right: what counts is that the break is noticed.
    later = Chain(path)  # that of the next process, which knows nothing of this one
    assert later.broken_at() is not None
    later.close()
    haunted.kill()
    assert truncate_wal(path)
    haunted.start()
    assert haunted.sync("Posts").complete
    assert haunted.restored("Posts") == rows_of(path)
    add_rows(database, 300, 5)
    haunted.sync("Posts")
    assert chain.broken_at() is None
    database.close()


def test_with_nobody_left_the_phantom_becomes_a_commit(haunted: RealSidecar, chain: Chain) -> None:
    """Why the sidecar is killed with the app: SQLite then recovers what both have."""
    haunted.kill()
    chain.close()
    path = haunted.path("Posts")
    database = Database(path)
    add_rows(database, 500, 1)
    assert {row[1] for row in rows_of(path)} == {"phantom", ""}
    assert continues(path)
    haunted.start()
    assert haunted.sync("Posts").complete
    assert haunted.restored("Posts") == rows_of(path)
    database.close()


def test_frames_lost_with_the_power_are_noticed(database: Database, sidecar: RealSidecar) -> None:
    """The sidecar copies frames before they are on the disk."""
    add_rows(database, 0, 10, LONG)
    sidecar.sync("Posts")
    before = wal_path(database.path).read_bytes()
    add_rows(database, 10, 1, LONG)
    sidecar.sync("Posts")
    sidecar.kill()
    database.close()
    wal_path(database.path).write_bytes(before)
    database.path.with_name("Posts.db-shm").unlink()
    assert not continues(database.path)


def test_an_ordinary_history_is_never_called_wrong(database: Database, sidecar: RealSidecar, chain: Chain) -> None:
    """Snapshots, checkpoints by the sidecar, a database so small that one commit touches every page."""
    for round_ in range(12):
        add_rows(database, 0, 120, f"{round_}")
        try:
            sidecar.sync("Posts")
        except SidecarError:
            continue
        assert chain.broken_at() is None
    assert last_local_ltx(database.path)


def test_a_missing_wal_or_cut_does_not_continue(tmp_path: Path) -> None:
    assert wal.wal_salts(tmp_path / "Posts.db") is None
    assert not continues(tmp_path / "Posts.db")
    assert Chain(tmp_path / "Posts.db").broken_at() is None
