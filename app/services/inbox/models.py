"""What the public sends in, until somebody has decided."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from app.services.comments import CommentKind

Decision = Literal["pending", "approved", "rejected", "spam"]
Outcome = Literal["created", "updated", "unchanged", "kept"]


@dataclass(frozen=True, slots=True)
class Submission:
    """A comment as it was sent; e-mail and address stay in Inbox.db for good."""

    id: str
    post_id: str
    parent_id: str | None
    kind: CommentKind
    author_name: str
    email: str | None
    url: str | None
    address: str | None  # of the sender's machine
    body: str
    html: str
    decision: Decision
    created_at: datetime
    version: int
    author_id: str | None = None


@dataclass(frozen=True, slots=True)
class ImportedSubmission:
    """A comment of an old blog, its decision already taken there. `content_hash` covers all that was read."""

    submission: Submission
    content_hash: str


@dataclass(frozen=True, slots=True)
class SubmissionOutcome:
    """What became of it: "kept" where it was decided in Waypost since its import."""

    id: str
    outcome: Outcome
