"""Exports made at the desk: a real `waypost export` each, there for a day, and none is lost by a restart."""

import zipfile
from datetime import UTC, datetime, timedelta

import pytest

from app.errors import Conflict, NotFound, Unavailable
from app.exporters.kept import FORGET, MAKE, KeptExports
from app.main import Parts
from app.services.jobs import Job

SOON = timedelta(seconds=5)


def claimed(parts: Parts, kind: str, at: datetime | None = None) -> Job:
    (job,) = parts.services.jobs.claim(at or datetime.now(UTC) + SOON, [kind])
    return job


def test_made_as_a_job_and_forgotten_after_a_day(parts: Parts) -> None:
    parts.services.site.update(title="Taken along")
    one = parts.exports.begin("published")
    assert [known.id for known in parts.exports.newest_first()] == [one.id]
    with pytest.raises(Conflict, match="already"):
        parts.exports.begin("drafts")
    with pytest.raises(NotFound, match="not ready"):
        parts.exports.file(one.id)
    parts.exports.carry_out(claimed(parts, MAKE))
    done = parts.exports.get(one.id)
    assert (done.state, done.problem, done.failed) == ("done", "", 0)
    path = parts.exports.file(one.id)
    assert done.size_bytes == path.stat().st_size
    assert path.parent.stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(path) as archive:
        assert b"Taken along" in archive.read("hugo.toml")
        assert b'"include": "published"' in archive.read("waypost/export.json")
    assert parts.services.jobs.claim(datetime.now(UTC) + timedelta(hours=23), [FORGET]) == []
    parts.exports.forget(claimed(parts, FORGET, datetime.now(UTC) + timedelta(hours=25)))
    assert parts.exports.newest_first() == []


def test_deleted_while_it_waits(parts: Parts) -> None:
    one = parts.exports.begin("drafts")
    parts.exports.delete(one.id)
    assert parts.exports.newest_first() == []
    assert parts.services.jobs.claim(datetime.now(UTC) + timedelta(days=2), [MAKE, FORGET]) == []
    parts.exports.begin("drafts")


def test_a_server_that_stops_leaves_it_for_the_next(parts: Parts) -> None:
    one = parts.exports.begin("drafts")
    job = claimed(parts, MAKE)
    parts.exports.close()
    with pytest.raises(Unavailable):
        parts.exports.carry_out(job)
    assert parts.exports.get(one.id).is_at_work


@pytest.mark.parametrize("export_id", ["nothing", "..", "../..", ""])
def test_one_that_is_not_there(parts: Parts, export_id: str) -> None:
    with pytest.raises(NotFound):
        parts.exports.get(export_id)
    with pytest.raises(NotFound):
        parts.exports.delete(export_id)


def test_a_job_without_its_export_does_nothing(parts: Parts) -> None:
    one = parts.exports.begin("drafts")
    job = claimed(parts, MAKE)
    parts.exports.delete(one.id)
    parts.exports.carry_out(job)
    assert isinstance(parts.exports, KeptExports)
    assert parts.exports.newest_first() == []
