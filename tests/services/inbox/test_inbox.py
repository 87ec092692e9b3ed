"""What the public sends in: kept until decided, and what is approved appears once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.db import Database, outbox
from app.errors import Invalid, NotFound, TooMany
from app.services.comments import CommentService
from app.services.inbox import FOLLOW, NOTICE, ImportedSubmission, InboxService, Sent, Submission

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

    made = InboxService(database, comments, outbox.Worker([database], {FOLLOW: follow, NOTICE: lambda ids: None}))
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
    sent = inbox.submit(Sent(POST, author_name="Charlie", body="Nice & <b>bold</b>", email="c@example.com"))
    assert comments.threads(POST) == []
    assert inbox.decide([sent.id], "approved") == [sent.id]
    assert len(shown(comments)) == 1
    assert inbox.decide([sent.id], "approved") == []
    assert len(shown(comments)) == 1


@pytest.mark.parametrize("decision", ["spam", "rejected", "pending"])
def test_taken_back_disappears(inbox: InboxService, comments: CommentService, decision: str) -> None:
    sent = inbox.submit(Sent(POST, author_name="Charlie", body="Hello"))
    inbox.decide([sent.id], "approved")
    inbox.decide([sent.id], decision)  # type: ignore[arg-type]
    assert shown(comments) == []
    assert inbox.counts() == {decision: 1}


def test_spam_leaves_the_public_file_as_it_was(inbox: InboxService, open_database: Callable[[str], Database]) -> None:
    sent = inbox.submit(Sent(POST, author_name="Charlie", body="Buy now"))
    before = open_database("Comments").revision()
    inbox.decide([sent.id], "spam")
    assert open_database("Comments").revision() == before


@pytest.mark.parametrize(
    ("name", "body", "says"),
    [("", "x", "name is empty"), ("C", " \n", "comment is empty"), ("C", "x" * 10_001, "10001 characters")],
)
def test_bad_input_is_named(inbox: InboxService, name: str, body: str, says: str) -> None:
    with pytest.raises(Invalid, match=says):
        inbox.submit(Sent(POST, author_name=name, body=body))
    assert inbox.counts() == {}


def test_readers_never_get_the_email(
    inbox: InboxService, comments: CommentService, open_database: Callable[[str], Database]
) -> None:
    sent = inbox.submit(Sent(POST, author_name="C", body="x", email="canary@example.com", address="192.0.2.99"))
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


# What is sent here


def sent(body: str = "A long walk", **changes: object) -> Sent:
    fields: dict[str, object] = {"author_name": "Charlie", "email": "c@example.com"}
    return Sent(POST, body=body, **fields | changes)  # type: ignore[arg-type]


def test_the_same_sent_twice_is_one(inbox: InboxService) -> None:
    first = inbox.submit(sent())
    assert inbox.submit(sent()) == first
    assert inbox.submit(sent(address="198.51.100.8")) != first  # else it would tell who guesses an e-mail
    assert inbox.counts() == {"pending": 2}


def test_known_people_appear_at_once_and_nobody_in_their_name(inbox: InboxService, comments: CommentService) -> None:
    first = inbox.submit(sent(browser="b1"))
    inbox.decide([first.id], "approved")
    assert inbox.submit(sent("Second", browser="b1")).decision == "approved"
    assert len(shown(comments)) == 2
    assert inbox.submit(sent("Third")).decision == "pending"  # the e-mail alone
    assert inbox.submit(sent("Fourth", browser="b2")).decision == "pending"
    assert inbox.submit(sent("Fifth", browser="b1", email="d@example.com")).decision == "pending"
    assert inbox.submit(sent("Sixth", browser="b1", email=None)).decision == "pending"
    assert inbox.submit(sent("Seventh", browser="b1"), known_at_once=False).decision == "pending"
    inbox.decide([first.id], "spam")
    assert inbox.submit(sent("Eighth", browser="b1")).decision == "pending"


def test_trust(inbox: InboxService, comments: CommentService) -> None:
    first = inbox.submit(sent(browser="b1"))
    second = inbox.submit(sent("https://a.example https://b.example https://c.example", browser="b1"))
    assert second.decision == "pending"
    assert set(inbox.trust(first.id)) == {first.id, second.id}
    found = inbox.submissions_by_id([first.id, second.id]).values()
    assert inbox.trusted_of(found) == {first.id, second.id}
    links = sent("Again: https://a.example https://b.example https://d.example", browser="b1")
    assert inbox.submit(links, known_at_once=False).decision == "approved"
    inbox.distrust(second.id)
    assert inbox.submit(sent("More", browser="b1"), known_at_once=False).decision == "pending"
    with pytest.raises(Invalid, match="can't be told"):
        inbox.trust(inbox.submit(sent("No browser")).id)


def test_spam_takes_trust_away(inbox: InboxService) -> None:
    first = inbox.submit(sent(browser="b1"))
    inbox.trust(first.id)
    inbox.decide([first.id], "spam")
    assert inbox.trusted_of(inbox.submissions_by_id([first.id]).values()) == set()


def test_an_answer_goes_with_what_is_shown_under_the_same_post(inbox: InboxService) -> None:
    first = inbox.submit(sent())
    waiting = inbox.submit(sent("Answer", parent_id=first.id))
    assert inbox.get(waiting.id).parent_id is None
    inbox.decide([first.id], "approved")
    answer = inbox.submit(sent("Another", parent_id=first.id))
    assert inbox.get(answer.id).parent_id == first.id
    elsewhere = inbox.submit(Sent("c" * 24, "Charlie", "Elsewhere", parent_id=first.id))
    assert inbox.get(elsewhere.id).parent_id is None


def test_an_edited_text_is_shown(inbox: InboxService, comments: CommentService) -> None:
    first = inbox.submit(sent("Teh *map*"))
    inbox.decide([first.id], "approved")
    inbox.edit(first.id, "The *map* <b>")
    assert shown(comments) == ["<p>The <em>map</em> &lt;b&gt;</p>"]
    inbox.import_items([old(1)])
    inbox.edit(old(1).submission.id, "<b>Old</b>")
    assert "<p><strong>Old</strong></p>" in shown(comments)
    with pytest.raises(Invalid, match="empty"):
        inbox.edit(first.id, "\u202e")
    with pytest.raises(NotFound):
        inbox.edit("0" * 24, "x")


def test_deleted_for_good(
    inbox: InboxService, comments: CommentService, open_database: Callable[[str], Database]
) -> None:
    first = inbox.submit(sent("canary-text"))
    inbox.decide([first.id], "approved")
    inbox.import_items([old(1, body="canary-text", html="canary-text")])
    both = [first.id, old(1).submission.id]
    assert set(inbox.delete(both)) == set(both)
    assert inbox.delete(both) == []
    assert inbox.decide(both, "approved") == []
    assert shown(comments) == []
    assert inbox.counts() == {}
    with open_database("Inbox").read() as conn:
        assert (
            conn.raw.execute("SELECT count(*) FROM submissions WHERE body <> '' OR email IS NOT NULL").fetchone()[0]
            == 0
        )
    changed = old(1, html="<p>New</p>")
    assert inbox.import_items([changed])[0].outcome == "kept"
    assert shown(comments) == []


def test_what_is_not_kept_for_ever(inbox: InboxService, open_database: Callable[[str], Database]) -> None:
    inbox.import_items([old(1, decision="spam"), old(2)])
    spam, waiting = inbox.submit(sent("Spam", has_trap=True, address="198.51.100.7")), inbox.submit(sent("Fine"))
    now = datetime.now(UTC)
    inbox.tidy(now + timedelta(days=29))
    assert inbox.get(spam.id).address == "198.51.100.7"
    assert inbox.get(old(2).submission.id).address is None
    inbox.tidy(now + timedelta(days=31))
    assert inbox.submissions_by_id([spam.id]) == {}
    inbox.tidy(now + timedelta(days=61))
    assert (inbox.get(waiting.id).address, inbox.get(waiting.id).network) == (None, None)
    assert inbox.counts() == {"pending": 1, "approved": 1, "spam": 1}  # what the old blog had stays as it came


def test_search(inbox: InboxService) -> None:
    one, _two = inbox.submit(sent("About 100% herons")), inbox.submit(sent("About 100 herons"))
    found, total = inbox.search("100% HER")
    assert ([s.id for s in found], total) == ([one.id], 1)
    assert inbox.search("c@example")[1] == 2
    assert inbox.search("nobody") == ([], 0)


def test_blocked(inbox: InboxService) -> None:
    inbox.set_blocked(["Cheap  Pills", "", "bad@mail.example", "192.0.2.0/24"])
    assert inbox.blocked() == ["192.0.2.0/24", "bad@mail.example", "cheap pills"]
    assert inbox.submit(sent("Very CHEAP PILLS here")).decision == "spam"
    assert inbox.submit(sent("Hello", email="Bad@Mail.example")).decision == "spam"
    assert inbox.submit(sent("Hello there", address="192.0.2.77")).decision == "spam"
    assert inbox.submit(sent("Hello again")).decision == "pending"
    with pytest.raises(Invalid, match="3 to 200"):
        inbox.set_blocked(["a"])
    inbox.set_blocked([])
    assert inbox.blocked() == []


def test_many_from_one_network(inbox: InboxService) -> None:
    made = [inbox.submit(sent(f"Number {n}", address="198.51.100.7")).decision for n in range(40)]
    assert made == ["pending"] * 5 + ["spam"] * 35
    with pytest.raises(TooMany):
        inbox.submit(sent("One more", address="198.51.100.7"))
    assert inbox.submit(sent("From elsewhere", address="198.51.100.99", typing_s=20)).decision == "pending"


def test_the_same_long_text_from_everywhere(inbox: InboxService) -> None:
    text = "You have a really wonderful blog about all these things!"
    assert inbox.submit(sent(text)).decision == "pending"
    again = inbox.submit(sent(text.upper(), address="203.0.113.5"))
    assert (again.decision, inbox.get(again.id).reasons) == ("spam", "repeated")
    assert inbox.submit(sent("Thank you!", address="203.0.113.6")).decision == "pending"
    assert inbox.submit(sent("Thank you!", address="203.0.113.7")).decision == "pending"
