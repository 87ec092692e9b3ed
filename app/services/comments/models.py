"""An approved comment as readers see it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

CommentKind = Literal["comment", "mention"]


@dataclass(frozen=True, slots=True)
class Comment:
    id: str
    post_id: str
    parent_id: str | None  # may name a comment that is not (or no longer) approved
    kind: CommentKind
    author_name: str
    author_url: str | None
    author_id: str | None  # a user of this site
    html: str  # sanitised by the strict rules for comments
    created_at: datetime
    version: int = 0  # of the submission in Inbox.db


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment and its answers, oldest first."""

    comment: Comment
    replies: tuple["Thread", ...] = ()
