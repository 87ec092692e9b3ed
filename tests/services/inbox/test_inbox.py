"""What the public sends in: kept until decided, and what is approved appears once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.db import Database, outbox
from app.errors import Invalid
from app.services.comments import CommentService
from app.services.inbox import FOLLOW, ImportedSubmission, InboxService, Submission

POST = "b" * 24
AT = datetime(2015, 1, 1, tzinfo=UTC)


@pytest.fixture
def comments(open_database: Callable[[str], Database]) -> CommentService:
    return CommentService(open_database("Comments"))


@pytest.fixture
def inbox(open_database: Callable[[str], Database], comments: CommentService) -> InboxService:
    database = open_database("Inbox")

    def follow(ids: object) -> None:
        made.follow(ids)  # type: ignore[arg-type]

    made = InboxService(database, comments, outbox.Worker([database], {FOLLOW: follow}))
    return made


def old(number: int, **changes: object) -> ImportedSubmission:
    submission = Submission(
        id=f"{number:024x}",
        post_id=POST,
        parent_id=None,
        kind="comment",
        author_name="Charlie",
        email="charlie@example.com",
        url=None,
        address="192.0.2.7",
        body="Hello",
        html="<p>Hello</p>",
        decision="approved",
        created_at=AT,
        version=1,
    )
    changed = replace(submission, **changes)  # type: ignore[arg-type]
    return ImportedSubmission(changed, repr(changed))


def shown(comments: CommentService) -> list[str]:
    return [thread.comment.html for thread in comments.threads(POST)]


def test_nothing_appears_before_it_is_approved(inbox: InboxService, comments: CommentService) -> None:
    sent = inbox.submit(post_id=POST, author_name="Charlie", body="Nice & <b>bold</b>", email="c@example.com")
    assert comments.threads(POST) == []
    assert inbox.decide([sent.id], "approved") == [sent.id]
    assert len(shown(comments)) == 1
    assert inbox.decide([sent.id], "approved") == []
    assert len(shown(comments)) == 1


@pytest.mark.parametrize("decision", ["spam", "rejected", "pending"])
def test_taken_back_disappears(inbox: InboxService, comments: CommentService, decision: str) -> None:
    sent = inbox.submit(post_id=POST, author_name="Charlie", body="Hello")
    inbox.decide([sent.id], "approved")
    inbox.decide([sent.id], decision)  # type: ignore[arg-type]
    assert shown(comments) == []
    assert inbox.counts() == {decision: 1}


def test_spam_leaves_the_public_file_as_it_was(inbox: InboxService, open_database: Callable[[str], Database]) -> None:
    sent = inbox.submit(post_id=POST, author_name="Charlie", body="Buy now")
    before = open_database("Comments").revision()
    inbox.decide([sent.id], "spam")
    assert open_database("Comments").revision() == before


@pytest.mark.parametrize(
    ("name", "body", "says"),
    [("", "x", "name is empty"), ("C", " \n", "comment is empty"), ("C", "x" * 20_001, "20001 characters")],
)
def test_bad_input_is_named(inbox: InboxService, name: str, body: str, says: str) -> None:
    with pytest.raises(Invalid, match=says):
        inbox.submit(post_id=POST, author_name=name, body=body)
    assert inbox.counts() == {}


def test_readers_never_get_the_email(
    inbox: InboxService, comments: CommentService, open_database: Callable[[str], Database]
) -> None:
    sent = inbox.submit(post_id=POST, author_name="C", body="x", email="canary@example.com", address="192.0.2.99")
    inbox.decide([sent.id], "approved")
    folder = open_database("Comments").path.parent
    public = b"".join(path.read_bytes() for path in folder.glob("Comments.db*"))
    assert b"canary@" not in public
    assert b"192.0.2.99" not in public


def test_import_is_idempotent(inbox: InboxService, comments: CommentService) -> None:
    items = [old(1), old(2, decision="pending", html="<p>2</p>"), old(3, decision="spam")]
    assert [o.outcome for o in inbox.import_items(items)] == ["created"] * 3
    assert [o.outcome for o in inbox.import_items(items)] == ["unchanged"] * 3
    assert shown(comments) == ["<p>Hello</p>"]
    assert inbox.counts() == {"approved": 1, "pending": 1, "spam": 1}


def test_import_again_updates_what_changed_there(inbox: InboxService, comments: CommentService) -> None:
    inbox.import_items([old(1)])
    assert inbox.import_items([old(1, html="<p>Edited</p>")])[0].outcome == "updated"
    assert shown(comments) == ["<p>Edited</p>"]
    assert inbox.import_items([old(1, html="<p>Edited</p>", decision="spam")])[0].outcome == "updated"
    assert shown(comments) == []


def test_what_was_decided_here_is_kept(inbox: InboxService, comments: CommentService) -> None:
    inbox.import_items([old(1)])
    inbox.decide([old(1).submission.id], "spam")
    assert inbox.import_items([old(1, html="<p>Edited</p>")])[0].outcome == "kept"
    assert shown(comments) == []


def test_newest_pending_first(inbox: InboxService) -> None:
    inbox.import_items([old(n, decision="pending", created_at=AT.replace(day=n)) for n in (1, 3, 2)])
    assert [s.created_at.day for s in inbox.list_submissions("pending", 1, 2)] == [3, 2]
    assert [s.created_at.day for s in inbox.list_submissions("pending", 2, 2)] == [1]
