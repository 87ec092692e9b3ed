"""Comments of the old blog, into Inbox.db; the approved ones follow into Comments.db by the outbox."""

import hashlib

import msgspec

from app.content import plain_text, render_comment, render_typed_comment
from app.importers.context import Run
from app.importers.convert import item_id
from app.importers.items import Comment
from app.importers.report import UNCHANGED
from app.services.inbox import Decision, ImportedSubmission, Submission

BATCH = 100
DECISIONS: dict[str, Decision] = {
    "approved": "approved",
    "pending": "pending",
    "spam": "spam",
    "trash": "rejected",
}


class CommentWriter:
    def __init__(self, run: Run) -> None:
        self._run = run
        self._waiting: list[tuple[str, ImportedSubmission]] = []  # (ref, submission)

    def take(self, comment: Comment) -> None:
        if comment.entry_ref in self._run.left_out:
            self._run.report.skip("comments", comment.ref, "its post or page was not imported")
            return
        submission = self._submission(comment)
        read = msgspec.json.encode((comment, submission.decision), order="deterministic")
        self._waiting.append((comment.ref, ImportedSubmission(submission, hashlib.sha256(read).hexdigest())))
        if len(self._waiting) >= BATCH:
            self.flush()

    def _submission(self, comment: Comment) -> Submission:
        source = self._run.source
        byline = self._run.bylines.get(comment.user_ref) if comment.user_ref else None
        return Submission(
            id=item_id(source, "comment", comment.ref),
            post_id=item_id(source, "entry", comment.entry_ref),
            parent_id=item_id(source, "comment", comment.parent_ref) if comment.parent_ref else None,
            kind=comment.kind,
            author_name=plain_text(comment.author_name)[:200] or "Anonymous",
            email=comment.email,
            url=comment.url if comment.url and comment.url.startswith(("http://", "https://")) else None,
            address=comment.address,
            body=comment.body,
            html=(render_typed_comment if comment.is_typed else render_comment)(comment.body).html,
            decision=self._decision(comment),
            created_at=comment.created_at or self._run.now,
            version=1,
            author_id=byline.id if byline else None,
            is_typed=comment.is_typed,
        )

    def _decision(self, comment: Comment) -> Decision:
        """What was approved under an item that is held back waits with it: Comments.db is for everybody."""
        if comment.status == "approved" and comment.entry_ref in self._run.held_back and not self._run.is_exact:
            return "pending"
        return DECISIONS[comment.status]

    def flush(self) -> None:
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        if self._run.services is None:
            outcomes = {one.submission.id: "created" for _, one in waiting}
        else:
            done = self._run.services.inbox.import_items([one for _, one in waiting])
            outcomes = {o.id: o.outcome for o in done}
        for ref, one in waiting:
            self._count(ref, outcomes[one.submission.id])

    def _count(self, ref: str, outcome: str) -> None:
        if outcome in ("created", "updated"):
            self._run.report.take("comments")
        elif outcome == "unchanged":
            self._run.report.skip("comments", ref, UNCHANGED)
        else:
            self._run.report.skip("comments", ref, "decided in Waypost since its import; that is kept")
