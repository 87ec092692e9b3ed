"""The rules of what stands under a post. Whether the post itself is visible, only Posts.db says."""

from collections.abc import Collection, Sequence

from app.db import Connection, Database
from app.services.comments import queries
from app.services.comments.models import Comment, Thread
from app.services.comments.threads import threads_of


class CommentService:
    def __init__(self, db: Database) -> None:
        self._db = db

    def put(self, comments: Sequence[Comment], gone: Collection[str] = ()) -> None:
        """Show these, and take back those whose ids are in `gone`; in one transaction."""

        def job(conn: Connection) -> None:
            queries.upsert_comments(conn, comments)
            if gone:
                queries.delete_comments(conn, gone)

        self._db.write(job)

    def threads(self, post_id: str) -> list[Thread]:
        with self._db.read() as conn:
            return threads_of(queries.select_by_post(conn, post_id))

    def find(self, comment_id: str) -> Comment | None:
        """Whether its post is visible, only Posts.db says."""
        with self._db.read() as conn:
            return queries.select_comment(conn, comment_id)

    def known_ids(self, ids: Collection[str]) -> set[str]:
        """Return those of the ids that are shown."""
        with self._db.read() as conn:
            return queries.select_ids(conn, ids)

    def counts(self, post_ids: Collection[str]) -> dict[str, int]:
        """Return post id -> comments, mentions not counted; posts without any are left out."""
        with self._db.read() as conn:
            return queries.select_counts(conn, post_ids)

    def months(self, since: str) -> list[tuple[int, int, int]]:
        """(year, month, comments) from the month `since` (YYYY-MM) on, by UTC; months without any are left out."""
        with self._db.read() as conn:
            return queries.count_by_month(conn, since)

    def latest(self, limit: int) -> list[Comment]:
        """Return the newest first, of any post: visible or not."""
        with self._db.read() as conn:
            return queries.select_latest(conn, limit)

    def latest_of(self, post_id: str, limit: int) -> list[Comment]:
        """Return the newest of one post first, without mentions."""
        with self._db.read() as conn:
            return queries.select_latest_of(conn, post_id, limit)
