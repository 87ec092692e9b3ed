"""What is enqueued is done at least once, is forgotten only when done, and holds nobody else up."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from app.db import Connection, Database, outbox, reading
from app.db.outbox.lock import DrainLock
from tests.db.notes import keys, put


class Steps:
    """Notes what it was called with; fails for the keys in `broken`."""

    def __init__(self) -> None:
        self.calls: list[list[str]] = []
        self.broken: set[str] = set()
        self.inside: Callable[[], None] = lambda: None

    def __call__(self, wanted: Sequence[str]) -> None:
        self.calls.append(list(wanted))
        self.inside()
        for key in wanted:
            if key in self.broken:
                raise KeyError(f"no {key}")


@pytest.fixture
def steps() -> Steps:
    return Steps()


@pytest.fixture
def worker(notes: Database, steps: Steps) -> Iterator[outbox.Worker]:
    worker = outbox.Worker([notes], {"follow": steps})
    yield worker
    worker.stop()


def enqueue(database: Database, *wanted: str, kind: str = "follow") -> None:
    def job(conn: Connection) -> None:
        for key in wanted:
            outbox.enqueue(conn, kind, key)

    database.write(job)


def rows(database: Database) -> list[tuple[str, int, str]]:
    """(key, attempts, last_error)"""
    with database.read() as conn:
        found = conn.exec_driver_sql("SELECT key, attempts, last_error FROM _outbox ORDER BY rowid")
        return [(key, attempts, error) for key, attempts, error in found]


def make_due(database: Database) -> None:
    database.write(lambda conn: conn.exec_driver_sql("UPDATE _outbox SET due_at = ''"))


def test_what_was_enqueued_is_done_once_and_forgotten(notes: Database, worker: outbox.Worker, steps: Steps) -> None:
    enqueue(notes, "a", "b")
    enqueue(notes, "a")
    assert worker.drain(notes) == 2
    assert steps.calls == [["a", "b"]]
    assert rows(notes) == []
    assert worker.drain(notes) == 0


def test_an_empty_outbox_costs_no_write(notes: Database, worker: outbox.Worker) -> None:
    before = notes.revision()
    assert worker.drain(notes) == 0
    assert worker.settle(notes)
    assert notes.revision() == before


def test_nothing_is_enqueued_by_a_job_that_fails(notes: Database, worker: outbox.Worker, steps: Steps) -> None:
    def job(conn: Connection) -> None:
        outbox.enqueue(conn, "follow", "a")
        raise KeyError

    with pytest.raises(KeyError):
        notes.write(job)
    assert worker.drain(notes) == 0


def test_many_keys_come_in_batches(notes: Database, worker: outbox.Worker, steps: Steps) -> None:
    enqueue(notes, *(f"{n:03}" for n in range(250)))
    assert worker.drain(notes) == 250
    assert [len(call) for call in steps.calls] == [100, 100, 50]
    assert [key for call in steps.calls for key in call] == [f"{n:03}" for n in range(250)]


def test_a_kind_nobody_carries_out_stays(notes: Database, worker: outbox.Worker, steps: Steps) -> None:
    enqueue(notes, "a", kind="mail")
    enqueue(notes, "a")
    assert worker.drain(notes) == 1
    assert rows(notes) == [("a", 0, "")]


def test_a_failing_key_is_put_off_and_holds_up_no_other(notes: Database, worker: outbox.Worker, steps: Steps) -> None:
    steps.broken = {"b"}
    enqueue(notes, "a", "b", "c")
    assert worker.drain(notes) == 2
    assert steps.calls == [["a", "b", "c"], ["a"], ["b"], ["c"]]
    assert rows(notes) == [("b", 1, "KeyError: 'no b'")]
    assert worker.drain(notes) == 0, "it is not due yet"
    make_due(notes)
    assert worker.drain(notes) == 0
    assert rows(notes) == [("b", 2, "KeyError: 'no b'")]
    steps.broken = set()
    make_due(notes)
    assert worker.drain(notes) == 1
    assert rows(notes) == []


def test_pauses_grow_up_to_five_minutes(notes: Database, worker: outbox.Worker, steps: Steps) -> None:
    steps.broken = {"a"}
    enqueue(notes, "a")
    pauses = []
    for _ in range(12):
        make_due(notes)
        worker.drain(notes)
        with notes.read() as conn:
            pause = "SELECT (julianday(due_at) - julianday('now')) * 86400 FROM _outbox"
            pauses.append(round(conn.exec_driver_sql(pause).scalar() or 0))
    assert pauses[:4] == [1, 2, 4, 8]
    assert pauses[-1] == 300


def test_enqueueing_again_makes_it_due_at_once(notes: Database, worker: outbox.Worker, steps: Steps) -> None:
    steps.broken = {"a"}
    enqueue(notes, "a")
    worker.drain(notes)
    steps.broken = set()
    enqueue(notes, "a")
    assert worker.drain(notes) == 1


def test_enqueued_while_its_step_runs_it_is_done_again(notes: Database, worker: outbox.Worker, steps: Steps) -> None:
    def once() -> None:
        steps.inside = lambda: None
        enqueue(notes, "a")

    enqueue(notes, "a")
    steps.inside = once
    worker.drain(notes)
    assert steps.calls == [["a"], ["a"]]
    assert rows(notes) == []


def test_the_step_runs_outside_any_transaction(notes: Database, worker: outbox.Worker, steps: Steps) -> None:
    steps.inside = lambda: notes.write(put("written by the step")) and None
    enqueue(notes, "a")
    assert worker.settle(notes)
    assert keys(notes) == {"written by the step"}


def test_settle_does_it_in_this_thread(notes: Database, worker: outbox.Worker, steps: Steps) -> None:
    threads = []
    steps.inside = lambda: threads.append(threading.current_thread())
    enqueue(notes, "a")
    assert worker.settle(notes)
    assert threads == [threading.current_thread()]


def test_settle_tells_of_a_failing_step(notes: Database, worker: outbox.Worker, steps: Steps) -> None:
    steps.broken = {"a"}
    enqueue(notes, "a")
    begun = time.monotonic()
    assert not worker.settle(notes)
    enqueue(notes, "b")
    assert worker.settle(notes), "what failed before is not this request's"
    assert time.monotonic() - begun < 1


def test_settle_waits_for_whoever_is_at_it(notes: Database, worker: outbox.Worker, steps: Steps) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        begun.set()
        go_on.wait(5)

    steps.inside = slow
    enqueue(notes, "a")
    worker.start()
    begun.wait(5)
    assert not worker.settle(notes, timeout_s=0.05)
    threading.Timer(0.05, go_on.set).start()
    assert worker.settle(notes, timeout_s=5)
    assert steps.calls == [["a"]]


def test_settle_sees_past_the_snapshot_of_its_request(notes: Database, worker: outbox.Worker, steps: Steps) -> None:
    seen = []
    steps.inside = lambda: seen.append(keys(notes))
    with reading():
        keys(notes)
        notes.write(put("new"))
        enqueue(notes, "a")
        assert worker.settle(notes)
    assert seen == [{"new"}]


def test_the_thread_wakes_on_a_commit(notes: Database, worker: outbox.Worker, steps: Steps) -> None:
    worker.start()
    time.sleep(0.05)
    begun = time.monotonic()
    enqueue(notes, "a")
    while not steps.calls and time.monotonic() - begun < 5:
        time.sleep(0.001)
    assert time.monotonic() - begun < 0.5
    worker.stop()
    worker.stop()
    assert rows(notes) == []


def test_the_thread_survives_a_step_that_fails_and_a_closed_database(
    notes: Database, worker: outbox.Worker, steps: Steps
) -> None:
    steps.broken = {"a"}
    worker.start()
    enqueue(notes, "a")
    enqueue(notes, "b")
    until = time.monotonic() + 5
    while ["b"] not in steps.calls and ["a", "b"] not in steps.calls and time.monotonic() < until:
        time.sleep(0.001)
    notes.close()
    worker.stop()


def test_one_process_at_a_time(notes: Database, worker: outbox.Worker, steps: Steps) -> None:
    elsewhere = DrainLock(notes.path)
    enqueue(notes, "a")
    with elsewhere.taken(time.monotonic()) as held:
        assert held
        assert not worker.settle(notes, timeout_s=0.05)
    assert steps.calls == []
    assert worker.settle(notes)


def test_another_process_carries_out_what_was_left(notes: Database, steps: Steps, notes_path: Path) -> None:
    enqueue(notes, "a")
    notes.close()
    again = Database(notes_path)
    assert outbox.Worker([again], {"follow": steps}).drain(again) == 1
    again.close()
