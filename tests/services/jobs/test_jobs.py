"""Jobs: claimed once, and again only when the claimer is gone."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from app.db import Database
from app.services.jobs import JobService
from app.services.jobs.service import LEASE

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def jobs(open_database: Callable[[str], Database]) -> JobService:
    return JobService(open_database("Jobs"))


def test_due_jobs_oldest_first(jobs: JobService) -> None:
    jobs.put("publish", "later", NOW + timedelta(seconds=1))
    jobs.put("publish", "now", NOW)
    jobs.put("publish", "before", NOW - timedelta(days=1), {"by": "alice"})
    claimed = jobs.claim(NOW, ["publish"])
    assert [job.key for job in claimed] == ["before", "now"]
    assert claimed[0].payload == {"by": "alice"}
    assert jobs.claim(NOW, ["publish"]) == []


def test_each_job_has_one_claimer(jobs: JobService) -> None:
    for number in range(20):
        jobs.put("publish", str(number), NOW)
    with ThreadPoolExecutor(8) as pool:
        claims = list(pool.map(lambda _: jobs.claim(NOW, ["publish"], limit=3), range(10)))
    keys = [job.key for claim in claims for job in claim]
    assert sorted(keys, key=int) == [str(number) for number in range(20)]


def test_lost_claim_comes_back_and_can_not_finish(jobs: JobService) -> None:
    jobs.put("publish", "a", NOW)
    (lost,) = jobs.claim(NOW, ["publish"])
    (second,) = jobs.claim(NOW + LEASE + timedelta(seconds=1), ["publish"])
    assert second.attempts == 2
    assert not jobs.finish(lost)
    assert jobs.finish(second)
    assert jobs.claim(NOW + timedelta(days=1), ["publish"]) == []


def test_put_moves_and_cancel_removes(jobs: JobService) -> None:
    jobs.put("publish", "a", NOW)
    jobs.put("publish", "a", NOW + timedelta(hours=1))
    assert jobs.claim(NOW, ["publish"]) == []
    jobs.cancel("publish", "a")
    assert jobs.claim(NOW + timedelta(days=1), ["publish"]) == []
