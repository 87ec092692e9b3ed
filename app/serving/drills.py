"""Drills of the backup, once a day and when asked for: kept in the log, said in the node's status."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from app.db import Database
from app.errors import Unavailable
from app.replication.drill import DrilledFile
from app.replication.node import Node
from app.replication.state import DrillState
from app.services.audit import AuditService, Event
from app.services.jobs import Job, JobService

KIND = "drill"
DAILY, NOW = "daily", "now"  # the keys of its jobs
ACTION = "drilled the backup"
FIRST_AFTER = timedelta(minutes=10)
AGAIN_AFTER = timedelta(hours=1)  # where the store was away
EVERY = timedelta(days=1)


class Drills:
    def __init__(
        self,
        node: Node,
        databases: Mapping[str, Database],
        audit: AuditService,
        jobs: JobService,
        on_failure: Callable[[str], None],
    ) -> None:
        """`databases`: file ("Posts") -> its own. `on_failure` is given a sentence once for each drill that failed."""
        self._node, self._databases, self._audit, self._jobs = node, databases, audit, jobs
        self._on_failure = on_failure

    def begin(self) -> None:
        """Say what the last one found, and see to it that there will be another."""
        last = self._audit.find_latest_of(ACTION)
        self._node.last_drill = _state(last) if last else None
        if self._jobs.next_at(KIND) is None:
            now = datetime.now(UTC)
            self._jobs.put(KIND, DAILY, max(last.at + EVERY, now + FIRST_AFTER) if last else now + FIRST_AFTER)

    def carry_out(self, job: Job) -> None:
        try:
            found = self._node.drill(self._databases)
        except Unavailable:
            self._put_off(job, AGAIN_AFTER)
            if job.key == DAILY:
                return
            raise
        self._record(found)
        self._put_off(job, EVERY)

    def _put_off(self, job: Job, pause: timedelta) -> None:
        if job.key == DAILY:
            self._jobs.put(KIND, DAILY, datetime.now(UTC) + pause)

    def _record(self, found: list[DrilledFile]) -> None:
        problems = [f"{one.file}.db: {one.problem}" for one in found if one.problem]
        detail = {
            "problem": "; ".join(problems),
            "files": str(len(found)),
            "rows": str(sum(one.rows for one in found)),
            "seconds": f"{sum(one.seconds for one in found):.1f}",
        }
        self._audit.record(None, ACTION, "backup", "", detail)
        event = self._audit.find_latest_of(ACTION)
        assert event is not None
        self._node.last_drill = _state(event)
        if problems:
            self._on_failure(f"The backup could not be proved: {detail['problem']}")


def _state(event: Event) -> DrillState:
    return DrillState(event.at.isoformat(timespec="seconds"), event.detail["problem"])
