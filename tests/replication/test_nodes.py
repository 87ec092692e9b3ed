"""Whole nodes, as processes: primaries, replicas, a store that goes away, a sidecar that hangs, a clean stop."""

import os
import shutil
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.db import Database
from app.replication.epochs import Epochs
from app.replication.wal import metadata_folder, wal_path
from app.store import open_store
from tests.object_store import endpoint, new_bucket_url
from tests.replication.program import FILES
from tests.replication.running import Program
from tests.replication.sidecars import add_rows, rows_of

pytestmark = pytest.mark.campaign
Make = Callable[..., Program]
TERM = {"TEST_TERM_S": "1.5"}


def restored_elsewhere(site: Program, make: Make, **environment: str) -> dict[str, list[str]]:
    """What a new node makes of the store; the old one has to be gone."""
    other = make("elsewhere", WAYPOST_REPLICA_URL=f"file://{site.data}-replica", **environment)
    rows = other.start().ready().rows()
    assert other.stop() == 0
    return rows


# Stop and start


def test_a_restart_ships_next_to_nothing_and_gives_the_right_back(program: Make) -> None:
    site = program().start().ready()
    for number in range(200):
        assert site.write("One", f"{number:06d}")
    assert site.stop() == 0
    epochs = Epochs(open_store(f"file://{site.data}-replica"))
    beat = epochs.beat(1)
    assert beat is not None
    assert beat.released
    before = ltx_bytes(site)
    site.start().ready()
    assert site.status()["epoch"] == 1
    assert ltx_bytes(site) - before < 10_000 * len(FILES)
    assert all((metadata_folder(site.data / f"{file}.db")).exists() for file in FILES)
    assert site.stop() == 0
    assert ltx_bytes(site) - before < 10_000 * len(FILES)


def ltx_bytes(site: Program) -> int:
    return sum(ltx.stat().st_size for ltx in site.data.glob(".*-litestream/ltx/0/*.ltx"))


def test_ctrl_c_in_the_middle_of_writes_loses_nothing(program: Make) -> None:
    site = program().start().ready()
    acknowledged: set[str] = set()
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            try:
                if site.write("Two", f"{number:06d}"):
                    acknowledged.add(f"{number:06d}")
            except (OSError, KeyError):
                return

    writer = threading.Thread(target=write)
    writer.start()
    time.sleep(0.4)
    os.kill(site.pids()["supervisor"], signal.SIGINT)
    assert site.process
    assert site.process.wait(20) == 0
    stop.set()
    writer.join()
    site.kill_all()
    assert len(acknowledged) > 10
    assert acknowledged <= set(restored_elsewhere(site, program)["Two"])


# One primary


def test_a_second_primary_is_refused_while_the_first_lives(program: Make) -> None:
    first = program("first").start().ready()
    url = f"file://{first.data}-replica"
    second = program("second", WAYPOST_REPLICA_URL=url)
    code, said = second.run()
    node = first.status()["node"]
    assert code == 1
    assert said.splitlines()[-1] == (
        f"waypost: this site is written by node {node} in region local at http://127.0.0.1:{first.port()} (epoch 1); "
        "stop that one first, or start this one with WAYPOST_ROLE=replica"
    )
    assert "Traceback" not in said
    assert first.write("One", "a")
    assert first.stop() == 0
    second.start().ready()
    assert second.rows()["One"] == ["a"]
    assert second.status()["epoch"] == 2


def test_on_s3_too_and_a_lost_folder_is_served_within_a_term(program: Make) -> None:
    url = new_bucket_url()
    first = program("first", WAYPOST_REPLICA_URL=url, **TERM).start().ready()
    assert first.write("One", "a")
    first.until(lambda: first.status()["unreplicated_s"] == 0)
    code, said = program("second", WAYPOST_REPLICA_URL=url, **TERM).run()
    assert code == 1
    assert said.splitlines()[-1].startswith(f"waypost: this site is written by node {first.status()['node']} ")

    first.kill_all()
    shutil.rmtree(first.data)
    began_at = time.monotonic()
    first.start().readable()
    assert first.rows()["One"] == ["a"]  # readers need not wait for the right to write
    readable_s = time.monotonic() - began_at
    first.ready()
    assert time.monotonic() - began_at >= 1.5  # a new node, for all the store knows: it waits a term
    assert readable_s < 1.5 or os.getloadavg()[0] > 2
    assert first.status()["epoch"] == 2
    assert first.write("One", "b")
    assert first.stop() == 0
    assert program("third", WAYPOST_REPLICA_URL=url, **TERM).start().ready().rows()["One"] == ["a", "b"]


def test_a_taken_over_primary_writes_no_more(program: Make) -> None:
    url = new_bucket_url()
    first = program("first", WAYPOST_REPLICA_URL=url, **TERM).start().ready()
    assert first.write("One", "a")
    first.until(lambda: first.status()["unreplicated_s"] == 0)
    second = program("second", WAYPOST_REPLICA_URL=url, TEST_TAKE_OVER="1", **TERM).start().ready()
    first.until(lambda: "epoch 2 has begun" in first.status()["why"])
    assert not first.write("One", "b")
    first.until(lambda: "sidecar" not in first.pids())
    assert first.rows()["One"] == ["a"]  # it still reads
    assert second.write("One", "c")
    assert second.rows()["One"] == ["a", "c"]


def test_durable_writes_on_the_same_disk_are_refused(program: Make) -> None:
    code, said = program(WAYPOST_DURABILITY="replicated").run()
    assert code == 1
    assert said.splitlines()[-1].startswith(
        "waypost: WAYPOST_DURABILITY is 'replicated', but the store is on the same disk"
    )


def test_durable_writes_on_s3_are_in_the_store_when_answered(program: Make) -> None:
    url = new_bucket_url()
    site = program(WAYPOST_REPLICA_URL=url, WAYPOST_DURABILITY="replicated", **TERM).start().ready()
    acknowledged = [f"{n:03d}" for n in range(10) if site.write("One", f"{n:03d}")]
    site.kill_all()
    assert len(acknowledged) == 10
    shutil.rmtree(site.data)
    assert site.start().ready().rows()["One"] == acknowledged


# Replicas


def test_a_replica_reads_and_never_writes(program: Make) -> None:
    primary = program("primary").start().ready()
    assert primary.write("One", "a")
    primary.until(lambda: primary.status()["unreplicated_s"] == 0)
    url = f"file://{primary.data}-replica"
    replica = program("replica", WAYPOST_REPLICA_URL=url, WAYPOST_ROLE="replica").start().readable()
    assert replica.rows()["One"] == ["a"]
    assert not replica.write("One", "b")
    status = replica.status()
    assert (status["role"], status["writable"], status["epoch"]) == ("replica", False, 1)
    assert "sidecar" not in replica.pids()
    assert not list(replica.data.glob(".*-litestream"))
    assert not Epochs(open_store(url)).exists(2)
    assert primary.write("One", "c")
    primary.until(lambda: primary.status()["unreplicated_s"] == 0)
    assert replica.stop() == 0
    assert replica.start().readable().rows()["One"] == ["a", "c"]


# A store that can't be reached


class Door:
    """A port that leads to the S3 server while it is open."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.is_open = True
        self._target = ("127.0.0.1", int(endpoint().rpartition(":")[2]))
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            if self.is_open:
                server = socket.create_connection(self._target)
                for one, other in ((client, server), (server, client)):
                    threading.Thread(target=self._pass, args=(one, other), daemon=True).start()
            else:
                client.close()

    def _pass(self, one: socket.socket, other: socket.socket) -> None:
        try:
            while (piece := one.recv(65536)) and self.is_open:
                other.sendall(piece)
        except OSError:
            pass
        finally:
            one.close()
            other.close()


@pytest.fixture
def door() -> Iterator[Door]:
    door = Door()
    yield door
    door.close()


def test_readers_are_served_while_the_store_is_away(program: Make, door: Door) -> None:
    url = new_bucket_url().replace(endpoint(), f"http://127.0.0.1:{door.port}")
    bound = {"WAYPOST_MAX_UNREPLICATED_S": "1", "TEST_TERM_S": "20"}
    site = program(WAYPOST_REPLICA_URL=url, **bound).start().ready()
    assert site.write("One", "a")
    site.until(lambda: site.status()["unreplicated_s"] == 0)

    door.is_open = False
    assert site.write("One", "b")  # within the bound
    time.sleep(1.2)
    status, text = site.request("POST", "/One/c")
    assert (status, "the backup is 1 s behind" in text) == (503, True)
    assert site.rows()["One"] == ["a", "b"]
    site.kill_all()

    site.start().readable()  # and started again meanwhile
    assert site.rows()["One"] == ["a", "b"]
    assert not site.write("One", "c")
    assert site.status()["why"].startswith("list epochs: ")
    door.is_open = True
    site.ready(60)
    assert site.write("One", "d")


def test_an_empty_folder_waits_for_the_store(program: Make) -> None:
    site = program(WAYPOST_REPLICA_URL="s3://b/p?endpoint=http://127.0.0.1:9&region=us-east-1", **TERM).start()
    site.until(lambda: "list epochs" in site.status()["why"])
    assert site.get("/-/ready")[0] == 503
    assert not list(site.data.glob("*.db"))


# What goes wrong with the sidecar


def test_a_command_killed_inside_commit_does_not_spoil_the_backup(program: Make) -> None:
    """`waypost import` beside the server, say: the sidecar copies its last commit, SQLite does not count it."""
    site = program(TEST_LIMITS=f"{256 * 2**20} 30 0.5").start().ready()
    for number in range(300):
        assert site.write("One", f"{number:06d}")
    site.until(lambda: site.status()["unreplicated_s"] == 0)
    path = site.data / "One.db"
    shared = path.with_name("One.db-shm")
    command = Database(path)
    index = shared.read_bytes()[:96]
    command.write(lambda conn: conn.exec_driver_sql("UPDATE _idempotency SET result = 'never'"))
    with shared.open("r+b") as file:
        file.write(index)
    sidecar = site.pids()["sidecar"]
    site.until(lambda: site.pids().get("sidecar", sidecar) != sidecar)
    for number in range(300, 330):
        site.until(lambda number=number: site.write("One", f"{number:06d}"))
    site.until(lambda: site.status()["unreplicated_s"] == 0 and not site.status()["files"]["One"]["error"])
    command.close()
    live = rows_of(path)
    assert site.stop() == 0
    other = program("elsewhere", WAYPOST_REPLICA_URL=f"file://{site.data}-replica").start().ready()
    assert rows_of(other.data / "One.db") == live
    assert len(live) == 330


def test_a_hung_sidecar_is_ended_before_the_wal_fills_the_disk(program: Make) -> None:
    site = program(TEST_LIMITS="1000000 0.5 0.2").start().ready()
    sidecar = site.pids()["sidecar"]
    os.kill(sidecar, signal.SIGSTOP)
    database = Database(site.data / "One.db")
    assert site.write("Two", "a")  # so that it is known to be behind
    add_rows(database, 0, 300, "x" * 300)
    assert wal_path(site.data / "One.db").stat().st_size > 1_000_000
    site.until(lambda: site.pids().get("sidecar", sidecar) != sidecar)
    site.until(lambda: site.status()["unreplicated_s"] == 0)
    database.close()
    live = rows_of(site.data / "One.db")
    assert site.stop() == 0
    assert len(live) == 300
    assert restored_elsewhere(site, program)["One"] == [row[0] for row in live]


def test_a_data_path_too_long_for_a_socket_is_no_matter(program: Make, tmp_path: Path) -> None:
    deep = "/".join(["a-rather-long-name-for-a-folder"] * 5)
    (tmp_path / deep).mkdir(parents=True)
    site = program(f"{deep}/data").start().ready()
    assert site.write("One", "a")
    site.until(lambda: site.status()["unreplicated_s"] == 0)
    assert len(str(site.runtime)) < 60
    assert (site.runtime.stat().st_mode & 0o777, (site.data.stat().st_mode & 0o777)) == (0o700, 0o700)
