"""The runner: carries out jobs when they are due. It knows kinds and keys, not what they mean."""

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from app.db import DatabaseClosed
from app.errors import ReadOnlyReplica, Unavailable
from app.services.jobs.models import Job, NotDone, Refused
from app.services.jobs.service import JobService

Step = Callable[[Job], None]
LOOK_EVERY_S = 5.0  # a read of microseconds: other processes put jobs too, clocks are set, machines are suspended
PAUSE_S = 1.0  # after a refused write
ENDED = "the program ended while it was at work"
log = logging.getLogger(__name__)


class Runner:
    """Carries out jobs. Each kind has a thread of its own, so that a slow one holds up no other; the jobs of one kind
    are done one after another; those of kinds it was not given stay untouched. Only one may be at work on a site.

    `steps`: kind -> step(job), called again after a failure or a crash: that this does no harm is the step's business.
    `outbound`: kind -> step(job) of effects on the world, such as mail. The claim is in the store before the step is
    called, and unless the step says `NotDone` it is called once: what may or may not have happened is given up.
    """

    def __init__(self, jobs: JobService, steps: Mapping[str, Step], outbound: Mapping[str, Step] | None = None) -> None:
        self._stopping = threading.Event()
        self._starting = threading.Lock()
        self._jobs = jobs
        self._lanes = {kind: Lane(jobs, kind, step, self._stopping) for kind, step in steps.items()}
        for kind, step in (outbound or {}).items():
            self._lanes[kind] = OutboundLane(jobs, kind, step, self._stopping)
        jobs.on_put(self._wake)

    def start(self, stored: Callable[[], bool] = lambda: True) -> None:
        """Once this node may write. After `stop` it does nothing.

        `stored` waits, not for long, until all of Jobs.db is in the store, and says whether it is.
        """
        with self._starting:
            if self._stopping.is_set():
                return
            for job in self._jobs.claimed():  # by a run, or a reign, that is over: there is one runner
                if job.kind in self._lanes:
                    log.warning("%s of %s was not finished: %s", job.kind, job.key, ENDED)
                    self._lanes[job.kind].take_back(job)
            for lane in self._lanes.values():
                lane.start(stored)

    def stop(self) -> None:
        """Finish the jobs at work, and end the threads. A second call does nothing."""
        self._stopping.set()
        with self._starting:
            for lane in self._lanes.values():
                lane.wake()
            for lane in self._lanes.values():
                lane.join()

    def _wake(self, kind: str) -> None:
        if kind in self._lanes:
            self._lanes[kind].wake()


class Lane:
    """The thread of one kind."""

    def __init__(self, jobs: JobService, kind: str, step: Step, stopping: threading.Event) -> None:
        self._jobs, self._kind, self._step, self._stopping = jobs, kind, step, stopping
        self._wanted = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"jobs: {kind}", daemon=True)
        self._stored: Callable[[], bool] = lambda: True

    def start(self, stored: Callable[[], bool]) -> None:
        self._stored = stored
        self._thread.start()

    def wake(self) -> None:
        self._wanted.set()

    def join(self) -> None:
        if self._thread.is_alive():
            self._thread.join()

    def take_back(self, job: Job) -> None:
        """End the claim of somebody who is gone."""
        self._jobs.fail(job, ENDED, _now())

    def carry_out(self, job: Job) -> None:
        try:
            self._step(job)
        except Refused as error:
            self._give_up(job, str(error))
        except Exception as error:
            self._fail(job, f"{type(error).__name__}: {error}")
        else:
            self._jobs.finish(job)

    def _fail(self, job: Job, error: str) -> None:
        log.warning("%s of %s failed, attempt %d: %s", job.kind, job.key, job.attempts, error)
        self._jobs.fail(job, error, _now())

    def _give_up(self, job: Job, error: str) -> None:
        log.warning("%s of %s is given up: %s", job.kind, job.key, error)
        self._jobs.give_up(job, error, _now())

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._wanted.wait(self._attend())
            self._wanted.clear()

    def _attend(self) -> float:
        """Do what is due; return the seconds until the next look."""
        try:
            while not self._stopping.is_set():
                wait_s = self._wait_s()
                if wait_s > 0:
                    return wait_s
                for job in self._jobs.claim(_now(), [self._kind], limit=1):
                    self.carry_out(job)
        except (ReadOnlyReplica, Unavailable, DatabaseClosed) as error:
            log.info("Jobs of %s have to wait: %s", self._kind, error)
        except Exception:
            log.exception("Jobs of %s could not be carried out", self._kind)
        return PAUSE_S

    def _wait_s(self) -> float:
        next_at = self._jobs.next_at(self._kind)
        if next_at is None:
            return LOOK_EVERY_S
        return min((next_at - _now()).total_seconds(), LOOK_EVERY_S)


class OutboundLane(Lane):
    """At most once: what leaves cannot be taken back."""

    def take_back(self, job: Job) -> None:
        self._give_up(job, f"It is not known whether this was done: {ENDED}.")

    def carry_out(self, job: Job) -> None:
        if not self._stored():
            self._fail(job, "nothing leaves before the store has its claim, and the store does not answer")
            return
        try:
            self._step(job)
        except NotDone as error:
            self._fail(job, str(error))
        except Refused as error:
            self._give_up(job, str(error))
        except Exception as error:
            self._give_up(job, f"It is not known whether this was done: {error or type(error).__name__}.")
        else:
            self._jobs.finish(job)


def _now() -> datetime:
    return datetime.now(UTC)
