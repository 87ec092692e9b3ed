"""The runner: carries out jobs when they are due. It knows kinds and keys, not what they mean."""

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from app.db import DatabaseClosed
from app.errors import ReadOnlyReplica, Unavailable
from app.services.jobs.models import Job
from app.services.jobs.service import JobService

Step = Callable[[Job], None]
LOOK_EVERY_S = 5.0  # a read of microseconds: other processes put jobs too, clocks are set, machines are suspended
PAUSE_S = 1.0  # after a refused write
log = logging.getLogger(__name__)


class Runner:
    """Carries out jobs by `steps`: kind -> step(job). Jobs of other kinds stay untouched.

    Each kind has a thread of its own, so that a slow one holds up no other; the jobs of one kind are done one after
    another. A step is called again after a crash or a failure: that this does no harm is the step's business.
    Only one runner may be at work on a site.
    """

    def __init__(self, jobs: JobService, steps: Mapping[str, Step]) -> None:
        self._stopping = threading.Event()
        self._starting = threading.Lock()
        self._jobs = jobs
        self._lanes = {kind: Lane(jobs, kind, step, self._stopping) for kind, step in steps.items()}
        jobs.on_put(self._wake)

    def start(self) -> None:
        """Once this node may write. After `stop` it does nothing."""
        with self._starting:
            if self._stopping.is_set():
                return
            for job in self._jobs.take_back_claims(datetime.now(UTC)):
                log.warning("%s of %s was not finished: the program ended", job.kind, job.key)
            for lane in self._lanes.values():
                lane.start()

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

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        self._wanted.set()

    def join(self) -> None:
        if self._thread.is_alive():
            self._thread.join()

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
                for job in self._jobs.claim(datetime.now(UTC), [self._kind], limit=1):
                    self._carry_out(job)
        except (ReadOnlyReplica, Unavailable, DatabaseClosed) as error:
            log.info("Jobs of %s have to wait: %s", self._kind, error)
        except Exception:
            log.exception("Jobs of %s could not be carried out", self._kind)
        return PAUSE_S

    def _wait_s(self) -> float:
        next_at = self._jobs.next_at(self._kind)
        if next_at is None:
            return LOOK_EVERY_S
        return min((next_at - datetime.now(UTC)).total_seconds(), LOOK_EVERY_S)

    def _carry_out(self, job: Job) -> None:
        try:
            self._step(job)
        except Exception as error:
            log.warning("%s of %s failed the %d. time: %s", job.kind, job.key, job.attempts, error)
            self._jobs.fail(job, f"{type(error).__name__}: {error}", datetime.now(UTC))
        else:
            self._jobs.finish(job)
