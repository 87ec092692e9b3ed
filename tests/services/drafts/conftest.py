from dataclasses import dataclass

import pytest

from app.db import Database
from app.db.outbox import Worker
from app.services.drafts import FOLLOW, DraftService
from app.services.posts import PostService
from tests.services.conftest import OpenDatabase


@dataclass
class Desk:
    """Drafts.db and Posts.db with the worker between them, which carries out nothing before it is told to."""

    drafts: DraftService
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
    worker = Worker([database], {FOLLOW: lambda ids: drafts.follow(ids)})
    drafts = DraftService(database, posts, worker)
    return Desk(drafts, posts, worker, database)


@pytest.fixture
def desk(open_database: OpenDatabase) -> Desk:
    return make_desk(open_database)
