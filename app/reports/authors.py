"""Posts and comments per author, across Users.db, Posts.db and Comments.db."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import column, distinct, func, select, table

from app.db import attach

_users = table("public_users", column("id"), column("slug"), column("name"), schema="users")
_bylines = table("public_post_authors", column("post_id"), column("user_id"), schema="posts")
_comments = table("public_comments", column("id"), column("post_id"), schema="comments")
_posts = func.count(distinct(_bylines.c.post_id))
_received = func.count(distinct(_comments.c.id))
_STATEMENT = (
    select(_users.c.id, _users.c.slug, _users.c.name, _posts, _received)
    .select_from(
        _users.outerjoin(_bylines, _bylines.c.user_id == _users.c.id).outerjoin(
            _comments, _comments.c.post_id == _bylines.c.post_id
        )
    )
    .group_by(_users.c.id)
    .order_by(_posts.desc(), _users.c.name)
)


@dataclass(frozen=True, slots=True)
class AuthorRow:
    """`comments` counts the approved ones under the author's posts."""

    user_id: str
    slug: str
    name: str
    posts: int
    comments: int


class AuthorReport:
    """Several files are several moments: a number may be a write older than another, never wrong for long."""

    def __init__(self, files: Mapping[str, Path]) -> None:
        """`files`: service -> its database file; "users", "posts" and "comments" are needed."""
        self._files = {name: files[name] for name in ("users", "posts", "comments")}

    def rows(self) -> list[AuthorRow]:
        with attach.cross_read(self._files) as conn:
            return [AuthorRow(*row) for row in conn.execute(_STATEMENT)]
