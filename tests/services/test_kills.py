"""kill -9 between two files, at every step: publishing and approving are done exactly once in effect, or not at all."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree

import pytest

from app.main import Parts, open_parts
from app.services.drafts import PUBLISH_DUE, Draft
from app.services.inbox import Sent
from app.settings import from_env
from tests.importers.sites import make_site
from tests.services.making import imported, tag

CHILD = Path(__file__).parent / "die_following.py"
SCHEDULED = Path(__file__).parent / "die_publishing_due.py"
STEPS = 34
SCHEDULED_STEPS = 30
RENAMING = Path(__file__).parent / "die_renaming_tag.py"
RENAMING_STEPS = 60
AT = datetime(2015, 1, 1, tzinfo=UTC)
DRAFT = Draft(
    id="d" * 24,
    kind="post",
    status="draft",
    title="Held",
    slug="held",
    path="/held/",
    source="Held back",
    source_format="markdown",
    html="<p>Held back</p>",
    text="Held back",
    excerpt="",
    description="",
    published_at=None,
    local_date=None,
    created_at=AT,
    updated_at=AT,
    version=0,
)


@pytest.mark.campaign
def test_publishing_and_approving_survive_a_kill_at_every_step(tmp_path: Path, migrated: Callable[[str], Path]) -> None:
    submission_id = prepare(make_site(tmp_path / "0", migrated))
    folders = [tmp_path / "0" / "data"]
    for number in range(1, STEPS):
        folders.append(tmp_path / str(number) / "data")
        copytree(folders[0], folders[number])
    ends = run(submission_id, folders)
    assert ends.count("killed") >= 12, "fewer steps than expected"
    assert ends[-1] == "lived", "more steps than this test kills at"
    assert ends == sorted(ends), "killed until it lived"
    time.sleep(1.1)  # what was claimed and not done is put off for a second
    states = [state_after(folder, submission_id) for folder in folders]
    assert states == sorted(states), "what one more step was reached by is never undone"
    assert states[0] == (0, 0)
    assert states[-1] == (1, 1)


@pytest.mark.campaign
def test_a_schedule_survives_a_kill_at_every_step(tmp_path: Path, migrated: Callable[[str], Path]) -> None:
    """It is published exactly once, at the time it was planned for."""
    parts = make_site(tmp_path / "0", migrated)
    parts.services.drafts.save(replace(DRAFT, status="scheduled", published_at=AT, local_date="2015-01-01"))
    parts.close()
    folders = [tmp_path / "0" / "data"]
    for number in range(1, SCHEDULED_STEPS):
        folders.append(tmp_path / str(number) / "data")
        copytree(folders[0], folders[number])
    ends = children(SCHEDULED, *map(str, folders))
    assert ends.count("killed") >= 12, "fewer steps than expected"
    assert ends[-1] == "lived", "more steps than this test kills at"
    time.sleep(1.1)  # what was claimed and not done is put off for a second
    for folder in folders:
        go_on(folder)


@pytest.mark.campaign
def test_a_renamed_tag_survives_a_kill_at_every_step(tmp_path: Path, migrated: Callable[[str], Path]) -> None:
    """Every item has the one or the other, and readers see the same; nothing counts as edited."""
    parts = make_site(tmp_path / "0", migrated)
    parts.services.drafts.import_items([imported(number, tags=(tag("deep"), tag("wide"))) for number in range(25)])
    parts.worker.drain(parts.databases["drafts"])
    parts.close()
    folders = [tmp_path / "0" / "data"]
    for number in range(1, RENAMING_STEPS):
        folders.append(tmp_path / str(number) / "data")
        copytree(folders[0], folders[number])
    ends = children(RENAMING, *map(str, folders))
    assert ends.count("killed") >= 12, "fewer steps than expected"
    assert ends[-1] == "lived", "more steps than this test kills at"
    time.sleep(1.1)  # what was claimed and not done is put off for a second
    states = [tags_after(folder) for folder in folders]
    assert states == sorted(states), "what one more step was reached by is never undone"
    assert states[0] == ("deep", 0)
    assert states[-1] == ("deeper", 1)


def tags_after(folder: Path) -> tuple[str, int]:
    """Return the tag all items have once what was left has been carried out, and the number of redirects."""
    parts = open_parts(from_env({"WAYPOST_DATA": str(folder)}), writable=True)
    services = parts.services
    for _ in range(6):
        parts.worker.drain(parts.databases["drafts"])
    assert services.tagging.changes() == []
    (found,) = {tuple(one.slug for one in draft.tags) for draft in services.drafts.drafts_after("", 100)}
    assert services.posts.posts_by_tag(found[0], 1, 5).total == 25
    assert len(services.posts.tags()) == 2
    again = services.drafts.import_items([imported(3, "second", title="From there")])
    assert again[0].outcome == "updated", "nobody has edited it"
    redirects = services.site.count_redirects()
    parts.close()
    return found[0], redirects


def go_on(folder: Path) -> None:
    """Start as the program does, and let everything be done that is due."""
    parts = open_parts(from_env({"WAYPOST_DATA": str(folder)}), writable=True)
    services = parts.services
    for job in services.jobs.claimed():  # by the process that died
        services.jobs.fail(job, "it ended", datetime.now(UTC))
    for _ in range(3):
        parts.worker.drain(parts.databases["drafts"])
        for job in services.jobs.claim(datetime.now(UTC) + timedelta(minutes=1), [PUBLISH_DUE]):
            services.lifecycle.publish_due(job)
            services.jobs.finish(job)
    published = services.drafts.get(DRAFT.id)
    assert (published.status, published.published_at, published.version) == ("published", AT, 2)
    assert services.posts.count("post") == 1
    assert services.jobs.next_at(PUBLISH_DUE) is None
    parts.close()


def prepare(parts: Parts) -> str:
    parts.services.drafts.save(DRAFT)
    sent = parts.services.inbox.submit(Sent(DRAFT.id, "Charlie", "Nice"))
    parts.close()
    return sent.id


def run(submission_id: str, folders: list[Path]) -> list[str]:
    return children(CHILD, DRAFT.id, submission_id, *map(str, folders))


def children(program: Path, *arguments: str) -> list[str]:
    """Return how each child ended: "killed" or "lived"."""
    done = subprocess.run(
        [sys.executable, str(program), *arguments],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(CHILD.parents[2])},
    )
    return [line.split()[1] for line in done.stdout.splitlines()]


def state_after(folder: Path, submission_id: str) -> tuple[int, int]:
    """Return (posts, comments) that readers see once what was left has been carried out; they fit the first files."""
    parts = open_parts(from_env({"WAYPOST_DATA": str(folder)}), writable=True)
    for service in ("drafts", "inbox"):
        parts.worker.drain(parts.databases[service])
    services = parts.services
    published = services.drafts.get(DRAFT.id).status == "published"
    approved = services.inbox.submissions_by_id([submission_id])[submission_id].decision == "approved"
    seen = services.posts.count("post"), len(services.comments.threads(DRAFT.id))
    assert seen == (published, approved)
    parts.close()
    return seen
