"""From a folder and a store in any state to a reign: what is restored, what is kept, what is refused."""

import os
import shutil
import stat
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.db import Database
from app.db.checkpoint import truncate_wal
from app.db.revision import REIGN_STEP
from app.errors import StartRefused
from app.replication.boot import Boot, ReadsOpen, Reign, Site
from app.replication.epochs import Epochs, Manifest
from app.replication.identity import Copy, copying, load_identity, save_identity
from app.replication.restore import RestoreFailed
from app.replication.right import Me, this_run
from app.replication.wal import metadata_folder
from app.store import StoreError, open_store
from tests.replication.sidecars import RealSidecar, add_rows, rows_of

FILES = ("One", "Two")


class World:
    """A data folder and a store, booted without a supervisor."""

    def __init__(self, data: Path, root: Path, files: tuple[str, ...] = FILES) -> None:
        self.data, self.root, self.files = data, root, files
        self.data.mkdir(mode=0o700, exist_ok=True)
        self.said: list[str] = []
        self.reads = 0
        self._reign: Reign | None = None

    @property
    def epochs(self) -> Epochs:
        return Epochs(open_store(f"file://{self.root}", make_root=True))

    def boot(self, *, reads_are_open: bool = False) -> Boot:
        def open_reads() -> None:
            self.reads += 1

        return Boot(
            Site(self.data, self.files),
            self.epochs.store,
            tell=self.said.append,
            open_reads=open_reads,
            reads_are_open=lambda: reads_are_open,
        )

    def reign(self, **changed: Any) -> int:
        """Begin to reign; the epoch."""
        options = {"stop": threading.Event(), "on_lost": lambda: None, "before_anew": lambda: None, **changed}
        self._reign = self.boot().reign(self.me, term_s=0.3, **options)
        return self._reign.right.epoch

    def me(self, node: str) -> Me:
        return this_run(node, "fra", "http://here.example")

    def leave(self, *, release: bool = True) -> None:
        assert self._reign
        self._reign.right.stop(release=release)
        self._reign = None

    def leave_if_reigning(self) -> None:
        if self._reign:
            self.leave(release=False)

    def write(self, file: str, first: int, count: int) -> None:
        database = Database(self.data / f"{file}.db")
        add_rows(database, first, count)
        database.close()

    def keys(self, file: str) -> list[int]:
        return [int(row[0]) for row in rows_of(self.data / f"{file}.db")]

    def back_up(self, epoch: int) -> None:
        """As a reign does it: everything into the store, then the manifest."""
        sidecar = RealSidecar(self.data, self.files, f"file://{self.root}", epoch).start()
        for file in self.files:
            sidecar.sync(file)
        sidecar.stop()
        site = load_identity(self.data).site
        assert site
        self.epochs.put_manifest(epoch, Manifest(site, list(self.files)))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A site that has reigned once, written three rows to each file, and stopped cleanly."""
    folder = tmp_path_factory.mktemp("written")
    world = World(folder / "data", folder / "store")
    assert world.reign() == 1
    for file in FILES:
        world.write(file, 0, 3)
    world.back_up(1)
    world.leave()
    return world


@pytest.fixture
def world(written: World, tmp_path: Path) -> Iterator[World]:
    """A copy of it that a test may break."""
    shutil.copytree(written.data, tmp_path / "data")
    shutil.copytree(written.root, tmp_path / "store")
    world = World(tmp_path / "data", tmp_path / "store")
    yield world
    world.leave_if_reigning()


def forget(world: World) -> None:
    shutil.rmtree(world.data)
    world.data.mkdir(mode=0o700)


# A new site, and one that goes on


def test_a_new_site_begins_with_epoch_1_and_its_files(tmp_path: Path) -> None:
    world = World(tmp_path / "data", tmp_path / "store")
    assert world.reign() == 1
    assert world.reads == 1
    for file in FILES:
        database = Database(world.data / f"{file}.db")
        assert database.revision().epoch == 1
        database.close()
        assert stat.S_IMODE((world.data / f"{file}.db").stat().st_mode) == 0o600
    identity = load_identity(world.data)
    assert (identity.epoch, identity.copy, identity.files) == (1, None, list(FILES))
    world.leave()


def test_a_second_start_goes_on_with_its_epoch_and_a_higher_number(world: World) -> None:
    database = Database(world.data / "One.db")
    before = database.revision()
    database.close()
    assert world.reign() == 1
    database = Database(world.data / "One.db")
    after = database.revision()
    database.close()
    assert after.epoch == 1
    assert after.number // REIGN_STEP == before.number // REIGN_STEP + 1
    assert world.keys("One") == [0, 1, 2]
    assert metadata_folder(world.data / "One.db").exists()


def test_a_new_service_gets_its_file(world: World) -> None:
    world.files = (*FILES, "Three")
    assert world.reign() == 1
    assert world.keys("Three") == []
    assert load_identity(world.data).files == ["One", "Two", "Three"]


# Restores


def test_a_deleted_data_folder_is_restored_under_a_new_epoch(world: World) -> None:
    forget(world)
    assert world.reign() == 2
    assert [world.keys(file) for file in FILES] == [[0, 1, 2]] * 2
    assert world.epochs.end(1) == {"One": 1, "Two": 1}
    assert not list(world.data.glob(".restore-*"))
    assert stat.S_IMODE((world.data / "One.db").stat().st_mode) == 0o600
    identity = load_identity(world.data)
    assert identity.owns(2)
    database = Database(world.data / "One.db")
    assert database.revision().epoch == 2
    database.close()


def test_one_deleted_file_is_restored_and_the_others_stay(world: World) -> None:
    world.write("Two", 3, 2)  # in no store yet
    (world.data / "One.db").unlink()
    (world.data / "One.db-wal").unlink()
    assert world.reign() == 2
    assert world.keys("One") == [0, 1, 2]
    assert world.keys("Two") == [0, 1, 2, 3, 4]
    assert not metadata_folder(world.data / "Two.db").exists()  # it belongs to epoch 1 (RULES 5)


def test_nothing_is_read_past_the_end_another_has_set(world: World) -> None:
    """A sidecar that did not notice goes on writing to its old epoch."""
    world.epochs.seal(1, {"One": 1, "Two": 1})
    world.write("One", 3, 5)
    world.back_up(1)
    forget(world)
    assert world.reign() == 2
    assert world.keys("One") == [0, 1, 2]


def test_an_interrupted_beginning_is_gone_on_with(world: World) -> None:
    forget(world)

    def power_cut() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        world.reign(before_anew=power_cut)
    assert world.reign() == 2  # the epoch was claimed, and nothing of it begun
    assert world.keys("One") == [0, 1, 2]


def test_an_interrupted_restore_begins_anew(world: World) -> None:
    identity = load_identity(world.data)
    forget(world)
    save_identity(world.data, copying(replace(identity, node="another"), identity.site or "", Copy(1, {})))
    (world.data / "One.db").write_bytes(b"half of it")
    (world.data / ".restore-Two.db").write_bytes(b"half of it")
    assert world.reign() == 2
    assert [world.keys(file) for file in FILES] == [[0, 1, 2]] * 2
    assert not (world.data / "superseded").exists()


def test_an_epoch_that_was_begun_and_lost_its_files_is_not_used_again(world: World) -> None:
    assert world.reign() == 1
    world.leave()
    for path in world.data.glob("[OT]*.db*"):
        path.unlink()
    assert world.reign() == 2
    assert world.keys("Two") == [0, 1, 2]


def test_files_that_another_reign_followed_are_kept_aside(world: World, tmp_path: Path) -> None:
    world.write("One", 100, 1)  # acknowledged, and in no store
    other = World(tmp_path / "other", world.root)
    assert other.reign() == 2
    other.write("One", 3, 1)
    other.back_up(2)
    other.leave()
    assert world.reign() == 3
    assert world.keys("One") == [0, 1, 2, 3]
    (aside,) = (world.data / "superseded").iterdir()
    assert [int(row[0]) for row in rows_of(aside / "One.db")] == [0, 1, 2, 100]


def test_files_of_unknown_origin_are_kept_aside(world: World) -> None:
    (world.data / "node.json").unlink()
    world.write("One", 100, 1)
    assert world.reign() == 2
    assert world.keys("One") == [0, 1, 2]
    assert (world.data / "superseded").exists()


def test_readers_that_hold_the_files_open_are_not_pulled_from_under(world: World) -> None:
    forget(world)
    boot = world.boot(reads_are_open=True)
    with pytest.raises(ReadsOpen):
        boot.reign(world.me, stop=threading.Event(), on_lost=lambda: None, before_anew=lambda: None)
    assert world.reign() == 2  # the lock is free again, and the epoch claimed is gone on with


# What is refused


def refusal(world: World) -> str:
    with pytest.raises(StartRefused) as refused:
        world.reign()
    text = str(refused.value)
    assert "\n" not in text
    return text


def test_a_backup_with_a_flipped_bit(world: World) -> None:
    """The sidecar's checksum finds it."""
    forget(world)
    for ltx in (world.root / "00000001/One.db/ltx").glob("*/*"):
        content = bytearray(ltx.read_bytes())
        content[len(content) // 2] ^= 1
        ltx.write_bytes(content)
    with pytest.raises(RestoreFailed, match=r"One\.db could not be restored from epoch 1: .*checksum"):
        world.reign()
    assert not list(world.data.glob("[OT]*.db"))


def test_a_backup_of_a_damaged_file(world: World) -> None:
    """Only SQLite's own check finds it."""
    assert world.reign() == 1
    world.write("One", 3, 400)
    world.leave()
    truncate_wal(world.data / "One.db")
    with (world.data / "One.db").open("r+b") as file:
        file.seek(-4096, os.SEEK_END)
        file.write(b"\x0d" + bytes(range(255)) * 8)
    shutil.rmtree(metadata_folder(world.data / "One.db"))
    world.back_up(1)
    forget(world)
    assert refusal(world).startswith("One.db from the store is damaged (")
    assert not list(world.data.glob("[OT]*.db"))


def test_a_backup_that_is_gone(world: World) -> None:
    forget(world)
    shutil.rmtree(world.root / "00000001/Two.db")
    assert refusal(world) == "Two.db is listed in the store, but its backup in epoch 1 is gone"
    assert not list(world.data.glob("*.db"))


def test_a_store_with_something_else_in_it(tmp_path: Path) -> None:
    world = World(tmp_path / "data", tmp_path / "store")
    world.epochs.store.put("holiday.jpg", b"")
    assert "holds something, but no epochs of Waypost" in refusal(world)
    assert not list(world.data.glob("*.db"))


def test_a_lost_file_with_an_empty_store(world: World) -> None:
    shutil.rmtree(world.root)
    (world.data / "One.db").unlink()
    assert refusal(world).startswith(f"One.db is missing from {world.data} and the store is empty")


def test_the_store_of_another_site(world: World, tmp_path: Path) -> None:
    other = World(tmp_path / "other", tmp_path / "other-store")
    other.reign()
    other.back_up(1)
    other.leave()
    world.root = other.root
    assert "belong to different sites" in refusal(world)


def test_a_store_older_than_the_folder(world: World) -> None:
    old = shutil.copytree(world.root, world.root.with_name("old"))
    (world.data / "One.db").unlink()
    assert world.reign() == 2
    world.leave()
    shutil.rmtree(world.root)
    old.rename(world.root)
    assert "the store is older than the data folder (epoch 1, here 2)" in refusal(world)


def test_a_file_this_version_does_not_know(world: World) -> None:
    forget(world)
    world.files = ("One",)
    assert "the store holds Two.db, which this version of Waypost does not know" in refusal(world)


def test_a_second_primary_on_the_same_host(world: World, tmp_path: Path) -> None:
    world.reign()
    other = World(tmp_path / "other", world.root)
    assert "this site is written by node" in refusal(other)
    world.leave()
    assert other.reign() == 2
    other.leave()


def test_a_new_store_takes_over_a_whole_folder(world: World) -> None:
    shutil.rmtree(world.root)
    assert world.reign() == 2  # epochs never go back
    assert world.keys("One") == [0, 1, 2]


# Replicas


def test_a_replica_brings_a_copy_and_only_what_is_new(world: World, tmp_path: Path) -> None:
    replica = World(tmp_path / "replica", world.root)
    claim = replica.boot().follow()
    assert claim is not None
    assert claim.epoch == 1
    assert replica.keys("One") == [0, 1, 2]
    assert load_identity(replica.data).copy == Copy(1, {"One": 1, "Two": 1})
    inode = (replica.data / "One.db").stat().st_ino
    replica.boot().follow()
    assert (replica.data / "One.db").stat().st_ino == inode
    world.write("One", 3, 1)
    world.back_up(1)
    replica.boot().follow()
    assert replica.keys("One") == [0, 1, 2, 3]
    newest = world.epochs.newest()
    assert newest is not None
    assert newest.epoch == 1  # a replica claims nothing


def test_a_replica_waits_for_the_first_backup(tmp_path: Path) -> None:
    replica = World(tmp_path / "replica", tmp_path / "store")
    with pytest.raises(StoreError, match="no backup in the store yet"):
        replica.boot().follow()


def test_a_primary_s_folder_is_not_overwritten_by_a_replica(world: World) -> None:
    world.write("One", 100, 1)
    world.boot().follow()
    assert world.keys("One") == [0, 1, 2, 100]


def test_a_replica_s_copy_serves_a_new_primary(world: World, tmp_path: Path) -> None:
    replica = World(tmp_path / "replica", world.root)
    replica.boot().follow()
    inode = (replica.data / "One.db").stat().st_ino
    assert replica.reign() == 2
    assert (replica.data / "One.db").stat().st_ino == inode
    replica.leave()
