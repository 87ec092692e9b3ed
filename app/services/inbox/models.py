"""What the public sends in, until somebody has decided."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from app.services.comments import CommentKind

Decision = Literal["pending", "approved", "rejected", "spam", "deleted"]
Outcome = Literal["created", "updated", "unchanged", "kept"]
# Why something waits or is taken for spam.
Reason = Literal["trap", "blocked", "fast", "links", "repeated", "rate", "surge"]


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody typed under a post, and what is known of how it was sent."""

    post_id: str
    author_name: str
    body: str
    parent_id: str | None = None
    email: str | None = None
    url: str | None = None
    address: str | None = None  # of the sender's machine; its network is what is counted
    browser: str | None = None  # the id in the cookie of a browser that has commented before, its signature checked
    author_id: str | None = None  # a user who is signed in
    may_publish: bool = False  # that user needs nobody's approval
    has_trap: bool = False  # the field people don't see was filled in
    typing_s: float | None = None  # from the first touch of the form; None: its script did not run


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of something sent. The same thing sent twice has one receipt."""

    id: str
    decision: Decision


@dataclass(frozen=True, slots=True)
class Submission:
    """A comment as it was sent; e-mail and address never leave Inbox.db."""

    id: str
    post_id: str
    parent_id: str | None
    kind: CommentKind
    author_name: str
    email: str | None
    url: str | None
    address: str | None  # of the sender's machine; forgotten after 60 days
    body: str
    html: str
    decision: Decision
    created_at: datetime
    version: int
    author_id: str | None = None
    is_typed: bool = False  # `body` is small Markdown; else the plain HTML of an old blog
    browser: str | None = None
    network: str | None = None  # of `address`: forgotten with it
    fingerprint: str | None = None  # of the words of a longer text
    reasons: str = ""  # words of Reason
    decided_at: datetime | None = None


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
