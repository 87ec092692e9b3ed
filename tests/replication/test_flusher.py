"""How a commit gets into the store, when a write is answered, and what is refused while the store is behind."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.db import Database, Revision
from app.errors import ReadOnlyReplica, Unavailable
from app.replication import gate as gates
from app.replication.budget import BURST, TICK_S, CutBudget
from app.replication.flusher import Flusher
from app.replication.gate import Gate
from app.replication.sidecar import Control, SidecarError
from tests.replication.sidecars import RealSidecar, add_rows, new_database, rows_of


def sound() -> None:
    """An audit that finds nothing."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    new_database(tmp_path / "data" / "Posts.db").close()
    return tmp_path / "data"


@pytest.fixture
def sidecar(folder: Path) -> Iterator[RealSidecar]:
    sidecar = RealSidecar(folder, ["Posts"])
    yield sidecar.start()
    sidecar.kill()


Make = Callable[..., Flusher]


@pytest.fixture
def flusher(folder: Path, sidecar: RealSidecar) -> Iterator[Make]:
    made: list[Flusher] = []

    def make(**changed: object) -> Flusher:
        options: dict[str, object] = {"cuts_per_s": 50, "remote": False, "audit": sound, **changed}
        made.append(Flusher(folder / "Posts.db", sidecar.control, **options))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for one in made:
        one.stop()


def gate_with(flusher: Flusher, *, max_s: float = 10, bounded: bool = True, durable: bool = False) -> Gate:
    gate = Gate(max_unreplicated_s=max_s, bounded=bounded, durable=durable)
    gate.open({"Posts": flusher}, lambda: True)
    return gate


# The budget


def test_a_burst_is_free_and_then_the_refill_decides() -> None:
    budget = CutBudget(cuts_per_s=4)
    assert [budget.delay_s() for _ in range(BURST)] == [0.0] * BURST
    assert 0.2 < budget.delay_s() <= 0.25
    time.sleep(0.6)
    assert budget.delay_s() == 0.0


@pytest.mark.parametrize("cuts_per_s", [0, 0.01])
def test_a_cut_never_waits_longer_than_a_tick(cuts_per_s: float) -> None:
    budget = CutBudget(cuts_per_s, burst=1)
    assert budget.delay_s() == 0.0
    assert [budget.delay_s() for _ in range(3)] == [TICK_S] * 3


# The flusher


def test_a_commit_after_quiet_is_in_the_store_in_milliseconds(
    folder: Path, sidecar: RealSidecar, flusher: Make
) -> None:
    one = flusher()
    one.flush()
    database = Database(folder / "Posts.db", gate=gate_with(one))
    began_at = time.monotonic()
    add_rows(database, 0, 1)
    assert one.wait(one.newest, 5)
    assert time.monotonic() - began_at < 0.5
    assert one.unreplicated_s() == 0.0
    assert sidecar.restored("Posts") == rows_of(database.path)
    database.close()


def test_many_commits_are_few_cuts(folder: Path, sidecar: RealSidecar, flusher: Make) -> None:
    one = flusher(cuts_per_s=1)
    database = Database(folder / "Posts.db", gate=gate_with(one))
    add_rows(database, 0, 300)
    assert one.wait(one.newest, 10)
    assert one.state().replicated_txid < 60
    assert sidecar.restored("Posts") == rows_of(database.path)
    database.close()


def test_what_is_not_in_the_store_grows_older(folder: Path, sidecar: RealSidecar, flusher: Make) -> None:
    one = flusher()
    one.flush()
    sidecar.kill()
    one.committed()
    time.sleep(0.2)
    one.committed()
    assert 0.2 <= one.unreplicated_s() < 5
    assert not one.wait(one.newest, 0.1)
    assert "does not answer" in one.state().error
    sidecar.start()
    assert one.wait(one.newest, 10)
    assert one.unreplicated_s() == 0.0


def test_a_wrong_cut_is_no_success(flusher: Make) -> None:
    def audit() -> None:
        raise SidecarError("the backup of Posts.db went wrong and is being made anew")

    one = flusher(audit=audit)
    with pytest.raises(SidecarError, match="went wrong"):
        one.flush()
    assert not one.wait(one.committed(), 0.3)


def test_stopping_tells_those_who_wait(flusher: Make, sidecar: RealSidecar) -> None:
    one = flusher()
    sidecar.kill()
    answers: list[bool] = []
    waiting = threading.Thread(target=lambda: answers.append(one.wait(one.committed(), 20)))
    waiting.start()
    time.sleep(0.1)
    one.stop()
    waiting.join(10)
    assert answers == [False]


# The gate


def test_it_is_shut_until_it_is_opened(flusher: Make) -> None:
    gate = Gate(max_unreplicated_s=10, bounded=True, durable=False)
    with pytest.raises(Unavailable, match="is starting"):
        gate.check("Posts")
    gate.open({"Posts": flusher()}, lambda: True)
    gate.check("Posts")
    assert gate.is_open
    gate.shut(gates.only_reading)
    with pytest.raises(ReadOnlyReplica):
        gate.check("Posts")


def test_without_the_right_nothing_is_written(flusher: Make) -> None:
    gate = Gate(max_unreplicated_s=10, bounded=True, durable=False)
    gate.open({"Posts": flusher()}, lambda: False)
    with pytest.raises(Unavailable, match="another node may be writing"):
        gate.check("Posts")


@pytest.mark.parametrize("bounded", [True, False])
def test_past_the_bound_writes_are_refused_until_it_heals(
    folder: Path, sidecar: RealSidecar, flusher: Make, bounded: bool
) -> None:
    """On the same disk being behind only shows: refusing would help nobody (RULES 16)."""
    one = flusher()
    gate = gate_with(one, max_s=0.2, bounded=bounded)
    database = Database(folder / "Posts.db", gate=gate)
    add_rows(database, 0, 1)
    assert one.wait(one.newest, 5)
    sidecar.kill()
    add_rows(database, 1, 1)
    time.sleep(0.3)
    if bounded:
        with pytest.raises(Unavailable, match="the backup is 0 s behind") as refused:
            add_rows(database, 2, 1)
        assert refused.value.retry_after_s > 0
    else:
        add_rows(database, 2, 1)
    sidecar.start()
    assert one.wait(one.newest, 10)
    add_rows(database, 3, 1)
    database.close()


def test_durable_answers_come_from_the_store(folder: Path, sidecar: RealSidecar, flusher: Make) -> None:
    database = Database(folder / "Posts.db", gate=gate_with(flusher(is_ours=lambda: True), durable=True))
    for number in range(5):
        add_rows(database, number, 1)
        assert len(sidecar.restored("Posts")) == number + 1
    database.close()


def test_durable_writes_of_many_share_a_flush(folder: Path, flusher: Make) -> None:
    one = flusher(is_ours=lambda: True)
    database = Database(folder / "Posts.db", gate=gate_with(one, durable=True))
    one.flush()
    before = one.state().txid
    threads = [threading.Thread(target=add_rows, args=(database, 100 * i, 5)) for i in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert one.state().txid - before < 60
    assert len(rows_of(database.path)) == 80
    database.close()


@pytest.mark.parametrize("ours", [True, False])
def test_a_durable_write_that_is_not_known_to_be_stored_is_unknown(
    folder: Path, sidecar: RealSidecar, flusher: Make, ours: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The store does not answer, or the epoch is no longer ours."""
    monkeypatch.setattr(gates, "WAIT_S", 0.3)
    database = Database(folder / "Posts.db", gate=gate_with(flusher(is_ours=lambda: ours), durable=True))
    if ours:
        sidecar.kill()
    with pytest.raises(Unavailable, match="It is not known yet whether this was saved"):
        add_rows(database, 0, 1)
    assert len(rows_of(database.path)) == 1
    database.close()


def test_a_job_that_changed_nothing_costs_no_cut(folder: Path, flusher: Make) -> None:
    one = flusher()
    gate = gate_with(one, durable=True)
    gate.committed("Posts", Revision(1, 5))
    commit = one.newest
    gate.committed("Posts", Revision(1, 5))
    gate.committed("Posts", Revision(1, 4))
    gate.committed("Unknown", Revision(1, 4))
    assert one.newest == commit


def test_another_process_may_announce_its_commits(flusher: Make) -> None:
    one = flusher()
    gate = gate_with(one)
    for _ in range(2):
        gate.announce("Posts", Revision(1, 7))
    gate.announce("Unknown", Revision(1, 7))
    assert one.newest == 1
    assert one.wait(1, 5)


# The control socket


def test_the_sidecar_answers_on_a_socket_for_its_owner_only(folder: Path, sidecar: RealSidecar) -> None:
    assert sidecar.control.info()["version"] == "0.5.17"
    assert (sidecar.runtime / "s").stat().st_mode & 0o777 == 0o600
    sidecar.sync("Posts")
    assert sidecar.control.txid(sidecar.path("Posts")) == 1
    with pytest.raises(SidecarError, match="database not found"):
        sidecar.control.sync(folder / "Other.db", 1)


def test_nobody_on_the_socket_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(SidecarError, match="does not answer /info: "):
        Control(tmp_path / "s").info()
