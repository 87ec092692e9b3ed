from dataclasses import dataclass

import pytest

from app.db import Database
from app.db.outbox import Worker
from app.services.drafts import FOLLOW, SCHEDULE, DraftService, LifecycleService
from app.services.jobs import JobService
from app.services.posts import PostService
from tests.services.conftest import OpenDatabase


@dataclass
class Desk:
    """Drafts.db and Posts.db with the worker between them, which carries out nothing before it is told to."""

    drafts: DraftService
    lifecycle: LifecycleService
    jobs: JobService
    posts: PostService
    worker: Worker
    database: Database

    def settle(self) -> None:
        assert self.worker.settle(self.database)

    def outcomes(self, *items: object) -> list[str]:
        return [outcome.outcome for outcome in self.drafts.import_items(items)]  # type: ignore[arg-type]

    def public(self) -> dict[str, str]:
        """Path -> title of what readers see."""
        found = self.posts.posts_by_id(self.posts.paths_taken([entry.path for entry in self.posts.sitemap()]).values())
        return {post.path: post.title for post in found.values()}


def make_desk(open_database: OpenDatabase, site: str = "data") -> Desk:
    database, posts = open_database("Drafts", site), PostService(open_database("Posts", site))
    jobs = JobService(open_database("Jobs", site))
    steps = {FOLLOW: lambda ids: drafts.follow(ids), SCHEDULE: lambda ids: lifecycle.follow_schedule(ids)}
    worker = Worker([database], steps)
    drafts = DraftService(database, posts, worker)
    lifecycle = LifecycleService(database, drafts, jobs)
    return Desk(drafts, lifecycle, jobs, posts, worker, database)


@pytest.fixture
def desk(open_database: OpenDatabase) -> Desk:
    return make_desk(open_database)
