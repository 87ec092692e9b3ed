"""The runner: what is due is done, what fails is tried again and given up, and idle it only reads."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.db import Database
from app.errors import NotFound, ReadOnlyReplica
from app.services.jobs import Job, JobService, NotDone, Refused, Runner, Step
from app.services.jobs.service import MOST_ATTEMPTS

Start = Callable[..., Runner]
DYING = Path(__file__).with_name("die_in_step.py")


class Calls:
    """A step that notes its jobs; `wait_for` some of them."""

    def __init__(self, fail: str = "") -> None:
        self.fail = fail  # what it says while it fails; "" when it works
        self.jobs: list[Job] = []
        self._moved = threading.Condition()

    def __call__(self, job: Job) -> None:
        with self._moved:
            self.jobs.append(job)
            self._moved.notify_all()
        if self.fail:
            raise OSError(self.fail)

    def wait_for(self, number: int) -> list[str]:
        """Return the keys of the calls so far."""
        with self._moved:
            assert self._moved.wait_for(lambda: len(self.jobs) >= number, timeout=10), self.jobs
            return [job.key for job in self.jobs]


@pytest.fixture
def database(open_database: Callable[[str], Database]) -> Database:
    return open_database("Jobs")


@pytest.fixture
def jobs(database: Database) -> JobService:
    return JobService(database)


@pytest.fixture
def start(jobs: JobService) -> Iterator[Start]:
    started: list[Runner] = []

    def start_one(**steps: Step) -> Runner:
        started.append(Runner(jobs, steps))
        started[-1].start()
        return started[-1]

    yield start_one
    for runner in started:
        runner.stop()


def now() -> datetime:
    return datetime.now(UTC)


def killed_in_step(database: Database, folder: Path) -> str:
    """Let a child die in the step of what is due, and return what effects it had by then."""
    child = subprocess.run(
        [sys.executable, str(DYING), str(database.path), str(folder / "effects")],
        env={**os.environ, "PYTHONPATH": str(DYING.parents[3])},
        timeout=60,
        check=False,
    )
    assert child.returncode == -signal.SIGKILL
    return (folder / "effects").read_text()


def test_due_jobs_are_done_in_order_and_forgotten(jobs: JobService, start: Start) -> None:
    jobs.put("publish", "second", now() - timedelta(seconds=1), {"by": "alice"})
    jobs.put("publish", "first", now() - timedelta(days=1))
    calls = Calls()
    runner = start(publish=calls)
    assert calls.wait_for(2) == ["first", "second"]
    assert calls.jobs[1].payload == {"by": "alice"}
    runner.stop()
    assert jobs.next_at("publish") is None


def test_it_wakes_when_a_job_is_put_and_when_it_is_due(jobs: JobService, start: Start) -> None:
    calls = Calls()
    start(publish=calls)
    due = now() + timedelta(seconds=0.3)
    jobs.put("publish", "soon", due)
    jobs.put("publish", "at once", now())
    assert calls.wait_for(2) == ["at once", "soon"]
    assert now() >= due
    jobs.put("publish", "far", now() + timedelta(days=1))
    assert calls.wait_for(2) == ["at once", "soon"]


def test_idle_it_writes_nothing(database: Database, jobs: JobService, start: Start) -> None:
    jobs.put("publish", "far", now() + timedelta(days=1))
    jobs.put("unknown", "due", now())
    before = database.revision()
    runner = start(publish=Calls(), mail=Calls())
    runner.stop()
    assert database.revision() == before
    assert jobs.next_at("unknown") is not None, "a kind nobody carries out stays"


def test_a_slow_kind_holds_up_no_other(jobs: JobService, start: Start) -> None:
    begun, go_on, calls = threading.Event(), threading.Event(), Calls()

    def slow(_job: Job) -> None:
        begun.set()
        go_on.wait(10)

    start(mail=slow, publish=calls)
    jobs.put("mail", "a", now())
    assert begun.wait(10)
    jobs.put("publish", "b", now())
    assert calls.wait_for(1) == ["b"]
    go_on.set()


def test_a_failure_is_kept_put_off_longer_each_time_and_given_up(jobs: JobService, start: Start) -> None:
    calls = Calls(fail="no such host")
    runner = start(publish=calls)
    jobs.put("publish", "a", now())
    calls.wait_for(1)
    runner.stop()
    pauses, at = [], now()
    for _ in range(MOST_ATTEMPTS - 1):
        at += timedelta(hours=1)
        (job,) = jobs.claim(at, ["publish"])
        assert "no such host" in job.last_error
        jobs.fail(job, "OSError: no such host", at)
        next_at = jobs.next_at("publish")
        pauses += [] if next_at is None else [(next_at - at).total_seconds()]
    assert pauses == [4, 8, 16, 32, 64, 128, 256, 512]
    (over,) = jobs.given_up()
    assert (over.key, over.attempts, over.last_error) == ("a", MOST_ATTEMPTS, "OSError: no such host")
    assert jobs.claim(at + timedelta(days=1), ["publish"]) == []


def test_what_was_given_up_is_tried_again_on_request(jobs: JobService, start: Start) -> None:
    jobs.put("publish", "a", now())
    for _ in range(MOST_ATTEMPTS):
        at = jobs.next_at("publish")
        assert at is not None
        jobs.fail(jobs.claim(at + timedelta(seconds=1), ["publish"])[0], "no", at)
    (over,) = jobs.given_up()
    calls = Calls()
    start(publish=calls)
    jobs.try_again(over.id)
    calls.wait_for(1)
    assert calls.jobs[0].attempts == 1
    assert jobs.given_up() == []
    with pytest.raises(NotFound):
        jobs.try_again(over.id)


def test_a_job_put_again_while_it_runs_is_done_again(jobs: JobService, start: Start) -> None:
    calls = Calls()

    def step(job: Job) -> None:
        if not calls.jobs:
            jobs.put("publish", "a", now(), {"new": "yes"})
        calls(job)

    runner = start(publish=step)
    jobs.put("publish", "a", now())
    calls.wait_for(2)
    runner.stop()
    assert [dict(job.payload) for job in calls.jobs] == [{}, {"new": "yes"}]
    assert jobs.next_at("publish") is None


def test_the_claim_of_before_it_was_put_again_finishes_nothing(jobs: JobService) -> None:
    jobs.put("publish", "a", now())
    (old,) = jobs.claim(now(), ["publish"])
    jobs.put("publish", "a", now())
    (new,) = jobs.claim(now(), ["publish"])
    assert old.attempts == new.attempts
    assert not jobs.finish(old)
    assert jobs.finish(new)


def test_killed_between_the_effect_and_the_end_it_is_called_again(database: Database, tmp_path: Path) -> None:
    jobs = JobService(database)
    jobs.put("publish", "a", now())
    assert killed_in_step(database, tmp_path) == "a 1\n"
    calls = Calls()
    first = Runner(jobs, {"publish": calls})
    first.start()
    first.stop()
    next_at = jobs.next_at("publish")
    assert next_at is not None
    assert now() < next_at < now() + timedelta(seconds=3), "taken back at the start, but not in a tight loop"
    second = Runner(jobs, {"publish": calls})
    second.start()
    assert calls.wait_for(1) == ["a"]
    second.stop()
    assert calls.jobs[0].attempts == 2
    assert "the program ended" in calls.jobs[0].last_error
    assert jobs.next_at("publish") is None


def test_outbound_killed_at_the_effect_it_is_unknown_and_not_repeated(database: Database, tmp_path: Path) -> None:
    jobs, calls = JobService(database), Calls()
    jobs.put("mail", "a", now())
    assert killed_in_step(database, tmp_path) == "a 1\n"
    runner = Runner(jobs, {}, {"mail": calls})
    runner.start()
    runner.stop()
    (unknown,) = jobs.given_up()
    assert unknown.last_error.startswith("It is not known whether this was done")
    assert jobs.next_at("mail") is None
    assert calls.jobs == []


def test_outbound_what_certainly_did_not_happen_is_tried_again(jobs: JobService) -> None:
    def step(job: Job) -> None:
        calls(job)
        if job.attempts == 1:
            raise NotDone("the server does not answer")

    calls = Calls()
    runner = Runner(jobs, {}, {"mail": step})
    jobs.put("mail", "a", now())
    runner.start()
    calls.wait_for(2)
    runner.stop()
    assert calls.jobs[1].last_error == "the server does not answer"
    assert jobs.given_up() == []
    assert jobs.next_at("mail") is None


@pytest.mark.parametrize("error", [TimeoutError("no answer"), KeyError("a bug"), Refused("no such mailbox")])
def test_outbound_anything_else_is_given_up_at_once(jobs: JobService, error: Exception) -> None:
    def step(job: Job) -> None:
        calls(job)
        raise error

    calls = Calls()
    runner = Runner(jobs, {}, {"mail": step})
    jobs.put("mail", "a", now())
    runner.start()
    calls.wait_for(1)
    runner.stop()
    (over,) = jobs.given_up()
    assert over.attempts == 1
    assert over.last_error.startswith("no such mailbox" if isinstance(error, Refused) else "It is not known")


def test_outbound_nothing_leaves_before_the_store_has_the_claim(jobs: JobService) -> None:
    asked = threading.Event()

    def stored() -> bool:
        asked.set()
        return False

    calls = Calls()
    runner = Runner(jobs, {}, {"mail": calls})
    jobs.put("mail", "a", now())
    runner.start(stored)
    assert asked.wait(10)
    runner.stop()
    assert calls.jobs == []
    assert jobs.next_at("mail") is not None, "it is tried again later"


def test_it_waits_while_nothing_may_be_written(database: Database) -> None:
    gate = Gate()
    gated = Database(database.path, gate=gate)
    jobs = JobService(gated)
    jobs.put("publish", "a", now())
    gate.shut = True
    calls = Calls()
    runner = Runner(jobs, {"publish": calls})
    runner.start()
    assert gate.refused.wait(10)
    assert calls.jobs == []
    gate.shut = False
    assert calls.wait_for(1) == ["a"]
    runner.stop()
    gated.close()


def test_after_stop_it_does_not_start(jobs: JobService) -> None:
    jobs.put("publish", "a", now())
    calls = Calls()
    runner = Runner(jobs, {"publish": calls})
    runner.stop()
    runner.start()
    runner.stop()
    assert calls.jobs == []


class Gate:
    def __init__(self) -> None:
        self.shut = False
        self.refused = threading.Event()

    def check(self, _name: str, /) -> None:
        if self.shut:
            self.refused.set()
            raise ReadOnlyReplica("not here")

    def committed(self, name: str, revision: object, /) -> None:
        pass
