"""The rules of deciding: what is approved follows into Comments.db by the outbox, exactly once in effect."""

import secrets
from collections.abc import Collection, Sequence
from datetime import UTC, datetime

from app.content import render_comment
from app.db import Connection, Database, outbox
from app.errors import Invalid
from app.services.comments import Comment, CommentService
from app.services.inbox import queries
from app.services.inbox.models import Decision, ImportedSubmission, Outcome, Submission, SubmissionOutcome

FOLLOW = "comments.follow"  # key: a submission's id
LONGEST_BODY = 20_000
LONGEST_NAME = 200


class InboxService:
    def __init__(self, db: Database, comments: CommentService, worker: outbox.Worker) -> None:
        """`worker` must carry out FOLLOW by `follow`."""
        self._db = db
        self._comments = comments
        self._worker = worker

    def submit(
        self,
        *,
        post_id: str,
        author_name: str,
        body: str,
        parent_id: str | None = None,
        email: str | None = None,
        url: str | None = None,
        address: str | None = None,
    ) -> Submission:
        """Keep a comment until somebody decides.

        Raises: Invalid: an empty name or text, or too long ones.
        """
        submission = Submission(
            id=secrets.token_hex(12),
            post_id=post_id,
            parent_id=parent_id,
            kind="comment",
            author_name=_checked("name", author_name, LONGEST_NAME),
            email=email,
            url=url if url and url.startswith(("http://", "https://")) else None,
            address=address,
            body=_checked("comment", body, LONGEST_BODY),
            html=render_comment(body).html,
            decision="pending",
            created_at=datetime.now(UTC),
            version=1,
        )
        self._db.write(lambda conn: queries.insert_submission(conn, submission))
        return submission

    def decide(self, ids: Collection[str], decision: Decision) -> list[str]:
        """Return the ids this changed: deciding the same twice changes nothing."""
        changed = self._db.write(lambda conn: _decide(conn, ids, decision))
        if changed:
            self._worker.settle(self._db)
        return changed

    def import_items(self, items: Sequence[ImportedSubmission]) -> list[SubmissionOutcome]:
        """Take comments over, decided as they were; what was decided here since is kept."""
        outcomes = self._db.write(lambda conn: _import(conn, items))
        self._worker.settle(self._db)
        return outcomes

    def follow(self, ids: Sequence[str]) -> None:
        """Make Comments.db equal to what Inbox.db says of these; safe to do twice."""
        with self._db.read() as conn:
            found = queries.select_submissions(conn, ids)
        shown = [_comment(submission) for submission in found if submission.decision == "approved"]
        gone = self._comments.known_ids(set(ids) - {comment.id for comment in shown})
        if shown or gone:  # a pending comment that becomes spam must not empty anybody's cache
            self._comments.put(shown, gone)

    def list_submissions(self, decision: Decision, page: int = 1, per_page: int = 50) -> list[Submission]:
        """Return the newest first."""
        with self._db.read() as conn:
            return queries.select_page(conn, decision, page, per_page)

    def submissions_by_id(self, ids: Collection[str]) -> dict[str, Submission]:
        with self._db.read() as conn:
            return {submission.id: submission for submission in queries.select_submissions(conn, ids)}

    def counts(self) -> dict[Decision, int]:
        """Return decision -> submissions; decisions without any are left out."""
        with self._db.read() as conn:
            return queries.select_counts(conn)


def _decide(conn: Connection, ids: Collection[str], decision: Decision) -> list[str]:
    changed = queries.update_decision(conn, ids, decision)
    for submission_id in changed:
        outbox.enqueue(conn, FOLLOW, submission_id)
    return changed


def _import(conn: Connection, items: Sequence[ImportedSubmission]) -> list[SubmissionOutcome]:
    known = queries.select_imported(conn, [item.submission.id for item in items])
    outcomes = [SubmissionOutcome(item.submission.id, _outcome(item, known)) for item in items]
    written = [item for item, done in zip(items, outcomes, strict=True) if done.outcome in ("created", "updated")]
    if written:
        queries.upsert_imported(conn, written)
    for item in written:
        if item.submission.decision == "approved" or item.submission.id in known:
            outbox.enqueue(conn, FOLLOW, item.submission.id)
    return outcomes


def _outcome(item: ImportedSubmission, known: dict[str, tuple[str | None, bool]]) -> Outcome:
    if item.submission.id not in known:
        return "created"
    kept_hash, decided_here = known[item.submission.id]
    if kept_hash == item.content_hash:
        return "unchanged"
    return "kept" if decided_here else "updated"


def _comment(submission: Submission) -> Comment:
    """What readers see of it: no e-mail, no address."""
    return Comment(
        id=submission.id,
        post_id=submission.post_id,
        parent_id=submission.parent_id,
        kind=submission.kind,
        author_name=submission.author_name,
        author_url=submission.url,
        author_id=submission.author_id,
        html=submission.html,
        created_at=submission.created_at,
        version=submission.version,
    )


def _checked(what: str, text: str, longest: int) -> str:
    text = text.strip()
    if not text:
        raise Invalid(f"the {what} is empty")
    if len(text) > longest:
        raise Invalid(f"the {what} has {len(text)} characters; {longest} are allowed")
    return text
