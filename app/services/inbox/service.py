"""The rules of deciding: what is approved follows into Comments.db by the outbox, exactly once in effect."""

import secrets
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

from app.content import render_comment, render_typed_comment
from app.db import Connection, Database, outbox
from app.db.idempotency import Once, forget_before, has_before, once
from app.errors import Invalid, NotFound
from app.services.comments import Comment, CommentService
from app.services.inbox import queries, senders
from app.services.inbox.checking import checked, key_of
from app.services.inbox.judging import fingerprint_of, judge, network_of
from app.services.inbox.models import (
    Decision,
    ImportedSubmission,
    Outcome,
    Receipt,
    Sent,
    Submission,
    SubmissionOutcome,
)

FOLLOW = "comments.follow"  # key: a submission's id
NOTICE = "comments.notice"  # key: that of one that came from a reader and is no spam
ADDRESSES_KEPT = timedelta(days=60)
REFUSED_KEPT = timedelta(days=30)
KEYS_KEPT = timedelta(days=1)
MOST_BLOCKED = 1000
_BATCH = 200


class InboxService:
    def __init__(self, db: Database, comments: CommentService, worker: outbox.Worker) -> None:
        """`worker` must carry out FOLLOW by `follow`, and NOTICE."""
        self._db = db
        self._comments = comments
        self._worker = worker

    def submit(self, sent: Sent, *, known_at_once: bool = True) -> Receipt:
        """Judge a comment and keep it; the same again, from the same network within a day, changes nothing.

        `known_at_once`: what people send who are known appears without a decision.
        Raises: Invalid: something is empty, too long or no address. TooMany: it is refused.
        """
        sent = checked(sent)
        made = _submission(sent)
        with self._db.read() as conn:
            blocked = senders.select_blocked(conn)

        def effect(conn: Connection) -> str:
            verdict = judge(sent, senders.select_evidence(conn, made), blocked, known_at_once=known_at_once)
            parent = _answered(conn, made)
            judged = replace(made, parent_id=parent, decision=verdict.decision, reasons=" ".join(verdict.reasons))
            queries.insert_submission(conn, judged)
            if judged.decision == "approved":
                outbox.enqueue(conn, FOLLOW, judged.id)
            if judged.decision != "spam" and judged.author_id is None:
                outbox.enqueue(conn, NOTICE, judged.id)
            return f"{judged.decision} {judged.id}"

        key = Once(sent.author_id or "", "comments", key_of(sent, made.network))
        decision, submission_id = self._db.write(lambda conn: once(conn, key, effect)).split()
        if decision == "approved":
            self._worker.settle(self._db)
        return Receipt(submission_id, decision)  # type: ignore[arg-type]

    def decide(self, ids: Collection[str], decision: Decision) -> list[str]:
        """Return the ids this changed: deciding the same twice changes nothing. Who sent spam is trusted no more."""
        return self._settled(self._db.write(lambda conn: _decide(conn, ids, decision)))

    def edit(self, submission_id: str, body: str) -> Submission:
        """Put another text in its place. Raises: NotFound. Invalid: it is empty or too long."""
        found = self.get(submission_id)
        text = checked(Sent(found.post_id, "x", body)).body
        html = (render_typed_comment if found.is_typed else render_comment)(text).html
        self._settled(self._db.write(lambda conn: _edit(conn, submission_id, text, html)))
        return self.get(submission_id)

    def delete(self, ids: Collection[str]) -> list[str]:
        """Take them away for good; return the ids this changed."""
        return self._settled(self._db.write(lambda conn: _delete(conn, ids)))

    def delete_spam(self) -> int:
        """Take all spam away for good; return how many."""
        deleted = 0
        while ids := [one.id for one in self.list_submissions("spam", 1, _BATCH)]:
            deleted += len(self.delete(ids))
        return deleted

    def reply(self, sent: Sent) -> Receipt:
        """Answer from the desk; what is answered is approved by it. Raises: NotFound. Invalid."""
        checked(sent)
        if sent.parent_id:
            self.decide([self.get(sent.parent_id).id], "approved")
        return self.submit(sent)

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

    # Looking

    def get(self, submission_id: str) -> Submission:
        """Raises: NotFound."""
        found = self.submissions_by_id([submission_id]).get(submission_id)
        if found is None:
            raise NotFound("There is no such comment (any more)")
        return found

    def list_submissions(self, decision: Decision, page: int = 1, per_page: int = 50) -> list[Submission]:
        """Return the newest first."""
        with self._db.read() as conn:
            return queries.select_page(conn, decision, page, per_page)

    def search(self, words: str, page: int = 1, per_page: int = 50) -> tuple[list[Submission], int]:
        """Those of any decision that hold the words as typed, the newest first; and how many there are."""
        with self._db.read() as conn:
            return queries.search(conn, words, page, per_page)

    def sent_between(self, start: datetime, end: datetime) -> list[Submission]:
        """What was sent here and is neither spam nor rejected, the oldest first; 1000 at most."""
        with self._db.read() as conn:
            return queries.select_between(conn, start, end)

    def submissions_by_id(self, ids: Collection[str]) -> dict[str, Submission]:
        with self._db.read() as conn:
            return {submission.id: submission for submission in queries.select_submissions(conn, ids)}

    def counts(self) -> dict[Decision, int]:
        """Return decision -> submissions; decisions without any are left out."""
        with self._db.read() as conn:
            return queries.select_counts(conn)

    # People

    def trust(self, submission_id: str) -> list[str]:
        """From now on what this person sends, by this e-mail from this browser, appears at once; what waits does now.

        Return the ids of what was approved by it.
        Raises: NotFound. Invalid: it can't be told who sent it.
        """
        sent = self.get(submission_id)
        if not sent.browser or not sent.email:
            raise Invalid("That can't be told from somebody else's: it came without an e-mail, or from the old blog")
        return self._settled(self._db.write(lambda conn: _trust(conn, sent)))

    def distrust(self, submission_id: str) -> None:
        """Raises: NotFound."""
        browser = self.get(submission_id).browser
        if browser:
            self._db.write(lambda conn: senders.delete_trusted(conn, [browser]))

    def trusted_of(self, found: Collection[Submission]) -> set[str]:
        """Return the ids of those whose sender the desk trusts."""
        browsers = {one.browser for one in found if one.browser}
        if not browsers:
            return set()
        with self._db.read() as conn:
            trusted = senders.select_trusted(conn, browsers)
        return {one.id for one in found if (one.browser, one.email) in trusted}

    def blocked(self) -> list[str]:
        with self._db.read() as conn:
            return senders.select_blocked(conn)

    def set_blocked(self, lines: Sequence[str]) -> None:
        """Words, e-mail addresses, domains and networks, each of which makes a comment spam.

        Raises: Invalid: too many, or one so short that it would be in everything.
        """
        wanted = sorted({" ".join(line.split()).casefold() for line in lines if line.strip()})
        if len(wanted) > MOST_BLOCKED:
            raise Invalid(f"the list has {len(wanted)} lines; {MOST_BLOCKED} are allowed")
        for line in wanted:
            if not 3 <= len(line) <= 200:
                raise Invalid(f"the line {line[:40]!r} has {len(line)} characters; 3 to 200 are allowed")
        self._db.write(lambda conn: senders.replace_blocked(conn, wanted))

    def tidy(self, now: datetime) -> None:
        """Forget what is not needed any more: addresses of machines, old spam and refusals, keys of forms.

        Where there is nothing to forget, nothing is written.
        """
        with self._db.read() as conn:
            addresses = queries.has_addresses(conn, now - ADDRESSES_KEPT)
            refused = queries.has_refused(conn, now - REFUSED_KEPT)
            keys = has_before(conn, now - KEYS_KEPT)
        if addresses:
            self._forget(partial(queries.forget_addresses, before=now - ADDRESSES_KEPT, limit=_BATCH))
        if refused:
            self._forget(partial(queries.delete_refused, before=now - REFUSED_KEPT, limit=_BATCH))
        if keys:
            self._db.write(lambda conn: forget_before(conn, now - KEYS_KEPT))

    def _forget(self, batch: Callable[[Connection], int]) -> None:
        while self._db.write(batch) == _BATCH:
            pass

    def _settled(self, changed: list[str]) -> list[str]:
        if changed:
            self._worker.settle(self._db)
        return changed


# What runs inside a transaction


def _decide(conn: Connection, ids: Collection[str], decision: Decision) -> list[str]:
    changed = queries.update_decision(conn, ids, decision)
    for submission_id in changed:
        outbox.enqueue(conn, FOLLOW, submission_id)
    if decision == "spam" and changed:
        senders.delete_trusted(conn, senders.select_browsers(conn, changed))
    return changed


def _edit(conn: Connection, submission_id: str, body: str, html: str) -> list[str]:
    """Raises: NotFound: it was deleted meanwhile."""
    if not queries.update_text(conn, submission_id, {"body": body, "html": html}):
        raise NotFound("There is no such comment (any more)")
    outbox.enqueue(conn, FOLLOW, submission_id)
    return [submission_id]


def _delete(conn: Connection, ids: Collection[str]) -> list[str]:
    gone = queries.delete_submissions(conn, ids)
    for submission_id in gone:
        outbox.enqueue(conn, FOLLOW, submission_id)
    return gone


def _trust(conn: Connection, sent: Submission) -> list[str]:
    assert sent.browser
    assert sent.email
    senders.insert_trusted(conn, sent.browser, sent.email)
    return _decide(conn, [sent.id, *senders.select_waiting_of(conn, sent.browser, sent.email)], "approved")


def _answered(conn: Connection, made: Submission) -> str | None:
    """The comment it answers, if that is (still) shown under the same post."""
    found = queries.select_submissions(conn, [made.parent_id] if made.parent_id else [])
    shown = [one.id for one in found if one.post_id == made.post_id and one.decision == "approved"]
    return shown[0] if shown else None


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


# From one shape to another


def _submission(sent: Sent) -> Submission:
    now = datetime.now(UTC)
    return Submission(
        id=secrets.token_hex(12),
        post_id=sent.post_id,
        parent_id=sent.parent_id,
        kind="comment",
        author_name=sent.author_name,
        email=sent.email,
        url=sent.url,
        address=sent.address,
        body=sent.body,
        html=render_typed_comment(sent.body).html,
        decision="pending",
        created_at=now,
        version=1,
        author_id=sent.author_id,
        is_typed=True,
        browser=sent.browser,
        network=network_of(sent.address),
        fingerprint=fingerprint_of(sent.body),
        decided_at=now,
    )


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
