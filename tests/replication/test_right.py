"""Who may write: one node at a time, by the store's records and each node's own clock."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.errors import StartRefused
from app.replication.epochs import Beat, Claim, Epochs, Manifest
from app.replication.right import Contender, FolderRight, Me, Right, Stopped, lock_store_folder, this_run
from app.store import Store, open_store
from tests.object_store import new_bucket_url

TERM_S = 0.8
LONG_S = 60.0  # a term no test waits for


@pytest.fixture(params=["file", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "s3":
        return open_store(new_bucket_url(), request_timeout_s=1)
    return open_store(f"file://{tmp_path}/store", make_root=True)


@pytest.fixture
def epochs(store: Store) -> Epochs:
    return Epochs(store)


def node(name: str, region: str = "fra") -> Me:
    return this_run(name, region, f"http://{name}.example")


ALICE, BOB = node("alice"), node("bob", "ewr")


def take(
    epochs: Epochs,
    me: Me,
    *,
    anew: bool = False,
    take_over: bool = False,
    alone: bool = False,
    term_s: float = TERM_S,
) -> Claim:
    contender = Contender(epochs, me, term_s=term_s)
    return contender.take(epochs.newest(), above=0, anew=anew, take_over=take_over, alone=alone)


@pytest.fixture
def keep(epochs: Epochs) -> Iterator[Callable[..., Right]]:
    """Hold the right in the background until the test is over."""
    kept: list[Right] = []

    def start(me: Me, claim: Claim, on_lost: Callable[[], None] | None = None) -> Right:
        right = Right(epochs, claim, me, term_s=TERM_S, on_lost=on_lost)
        right.start()
        kept.append(right)
        return right

    yield start
    for right in kept:
        right.stop(release=False)


Keep = Callable[..., Right]


def test_the_first_epoch_names_its_node(epochs: Epochs) -> None:
    claim = take(epochs, ALICE)
    assert (claim.epoch, claim.node, claim.region, claim.address) == (1, "alice", "fra", "http://alice.example")
    assert epochs.newest() == claim


def test_the_same_node_takes_up_its_own_epoch_at_once(epochs: Epochs) -> None:
    take(epochs, ALICE)
    began_at = time.monotonic()
    assert take(epochs, node("alice"), term_s=LONG_S).epoch == 1
    assert take(epochs, node("alice"), anew=True, term_s=LONG_S).epoch == 2
    assert time.monotonic() - began_at < LONG_S / 2


def test_another_node_is_refused_while_the_holder_lives(epochs: Epochs, keep: Keep) -> None:
    keep(ALICE, take(epochs, ALICE))
    with pytest.raises(StartRefused) as refused:
        take(epochs, BOB)
    assert str(refused.value) == (
        "this site is written by node alice in region fra at http://alice.example (epoch 1); "
        "stop that one first, or start this one with WAYPOST_ROLE=replica"
    )
    newest = epochs.newest()
    assert newest is not None
    assert newest.epoch == 1


def test_another_node_may_at_once_after_a_release(epochs: Epochs, keep: Keep) -> None:
    keep(ALICE, take(epochs, ALICE)).stop(release=True)
    began_at = time.monotonic()
    assert take(epochs, BOB, term_s=LONG_S).epoch == 2
    assert time.monotonic() - began_at < LONG_S / 2


def test_another_node_may_when_nothing_has_moved_for_a_term(epochs: Epochs, keep: Keep) -> None:
    keep(ALICE, take(epochs, ALICE)).stop(release=False)
    began_at = time.monotonic()
    assert take(epochs, BOB).epoch == 2
    assert time.monotonic() - began_at >= TERM_S


def test_it_may_when_told_to_and_the_holder_stops(epochs: Epochs, keep: Keep) -> None:
    lost = threading.Event()
    alice = keep(ALICE, take(epochs, ALICE), lost.set)
    began_at = time.monotonic()
    assert take(epochs, BOB, take_over=True).epoch == 2
    assert time.monotonic() - began_at >= TERM_S  # the holder is given a term to notice
    assert lost.wait(5)
    assert not alice.is_valid()
    assert "epoch 2 has begun" in alice.lost


def test_a_holder_that_came_back_meanwhile_is_given_a_term(epochs: Epochs, keep: Keep) -> None:
    """Between the last look of the one and its creation the other has begun to beat again."""
    claim = take(epochs, ALICE)
    epochs.put_beat(claim.epoch, Beat(ALICE.process, 1, released=True))

    class Returning(Epochs):
        """The store, in which the holder comes back at the worst of moments."""

        def create(self, claim: Claim) -> bool:
            self.put_beat(1, Beat(ALICE.process, 2))
            return super().create(claim)

    began_at = time.monotonic()
    bob = Contender(Returning(epochs.store), BOB, term_s=TERM_S)
    assert bob.take(claim, above=0, anew=False, take_over=False, alone=False).epoch == 2
    assert time.monotonic() - began_at >= TERM_S


def test_of_many_contenders_one_wins(epochs: Epochs) -> None:
    won: list[str] = []
    refused: list[str] = []
    start = threading.Barrier(5)

    def contend(name: str) -> None:
        start.wait()
        contender = Contender(epochs, node(name), term_s=LONG_S)
        try:
            won.append(contender.take(None, above=0, anew=False, take_over=False, alone=False).node)
        except StartRefused as error:
            refused.append(str(error))

    threads = [threading.Thread(target=contend, args=(f"n{i}",)) for i in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
    assert len(refused) == 4
    assert all(f"node {won[0]} " in text for text in refused)


def test_waiting_ends_with_the_process(epochs: Epochs) -> None:
    take(epochs, ALICE)
    stop = threading.Event()
    threading.Timer(0.05, stop.set).start()
    with pytest.raises(Stopped):
        Contender(epochs, BOB, term_s=60, stop=stop).take(
            epochs.newest(), above=0, anew=False, take_over=False, alone=False
        )


def test_the_right_ends_a_term_after_the_store_was_last_reached(tmp_path: Path) -> None:
    root = tmp_path / "store"
    epochs = Epochs(open_store(f"file://{root}", make_root=True))
    claim = take(epochs, ALICE)
    right = Right(epochs, claim, ALICE, term_s=TERM_S)
    right.start()
    began_at = time.monotonic()
    root.rename(tmp_path / "away")
    assert right.is_valid()
    while right.is_valid():
        time.sleep(0.01)
    assert time.monotonic() - began_at < 2 * TERM_S
    assert right.lost == ""
    assert not right.confirm()
    (tmp_path / "away").rename(root)
    while not right.is_valid():  # nobody has taken over meanwhile
        time.sleep(0.01)
        assert time.monotonic() - began_at < 10
    right.stop(release=False)


def test_a_copied_data_folder_is_noticed(epochs: Epochs, keep: Keep) -> None:
    lost = threading.Event()
    alice = keep(ALICE, take(epochs, ALICE), lost.set)
    keep(node("alice"), take(epochs, node("alice")))
    assert lost.wait(5)
    assert "the data folder was copied" in alice.lost


def test_a_released_or_lost_right_is_not_valid(epochs: Epochs, keep: Keep) -> None:
    right = keep(ALICE, take(epochs, ALICE))
    assert right.is_valid()
    assert right.confirm()
    right.stop(release=True)
    assert not right.is_valid()
    beat = epochs.beat(1)
    assert beat is not None
    assert beat.released


# A folder on one host


def test_the_lock_of_the_folder_is_the_right(tmp_path: Path) -> None:
    epochs = Epochs(open_store(f"file://{tmp_path}/store", make_root=True))
    root = tmp_path / "store"
    lock = lock_store_folder(root, epochs)
    right = FolderRight(epochs, take(epochs, ALICE, alone=True), ALICE, lock)
    right.start()
    with pytest.raises(StartRefused, match="written by node alice"):
        lock_store_folder(root, epochs)
    right.stop(release=False)
    assert not right.is_valid()
    lock = lock_store_folder(root, epochs)
    began_at = time.monotonic()
    assert take(epochs, BOB, alone=True, term_s=LONG_S).epoch == 2  # no need to wait: nobody can be alive
    assert time.monotonic() - began_at < LONG_S / 2
    os.close(lock)


def test_the_lock_leaves_no_object(tmp_path: Path) -> None:
    store = open_store(f"file://{tmp_path}/store", make_root=True)
    os.close(lock_store_folder(tmp_path / "store", Epochs(store)))
    assert store.is_empty()


# The records


def test_the_newest_complete_epoch_has_a_manifest(epochs: Epochs) -> None:
    for _ in range(3):
        take(epochs, ALICE, anew=True)
    assert epochs.newest_complete(3) is None
    epochs.put_manifest(2, Manifest("site", ["Posts"]))
    assert epochs.newest_complete(3) == (2, Manifest("site", ["Posts"]))
    assert epochs.newest_complete(1) is None


def test_an_end_is_said_once(epochs: Epochs) -> None:
    assert epochs.end(1) is None
    assert epochs.seal(1, {"Posts": 7}) == {"Posts": 7}
    assert epochs.seal(1, {"Posts": 9}) == {"Posts": 7}
    assert epochs.end(1) == {"Posts": 7}


def test_txids_are_read_from_the_names(epochs: Epochs) -> None:
    for name in ("Posts.db/ltx/0/{0:016x}-{0:016x}.ltx", "Posts.db/0001/{1:016x}-{0:016x}.ltx", "Site.db/0000/x.ltx"):
        epochs.store.put("00000001/" + name.format(26, 1), b"")
    epochs.store.put(f"00000001/Posts.db/0000/{3:016x}-{3:016x}.ltx", b"")
    assert epochs.txids(1, ["Posts", "Site"]) == {"Posts": 26, "Site": 0}
