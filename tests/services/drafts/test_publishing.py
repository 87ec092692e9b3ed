from datetime import UTC, datetime

import pytest

from app.errors import Conflict, Invalid, NotFound
from app.services.drafts import FOLLOW
from tests.services.drafts.conftest import Desk
from tests.services.making import START, draft, id_of, imported


def test_publishing_shows_the_result_at_once(desk: Desk) -> None:
    desk.outcomes(imported(1, status="draft", published_at=None, local_date=None))
    moment = datetime(2026, 11, 21, 22, 30, tzinfo=UTC)
    published = desk.drafts.publish(id_of(1), at=moment, timezone="+05:30")
    assert (published.status, published.published_at, published.local_date) == ("published", moment, "2026-11-22")
    assert desk.public() == {"/post-1/": "Post 1"}
    desk.drafts.unpublish(id_of(1))
    assert desk.public() == {}
    again = desk.drafts.publish(id_of(1))
    assert (again.published_at, again.local_date, again.version) == (moment, "2026-11-22", 4)


def test_publishing_what_cannot_be(desk: Desk) -> None:
    desk.outcomes(imported(1), imported(2, status="draft", path="/post-1/"), imported(3, status="draft", path=""))
    with pytest.raises(NotFound):
        desk.drafts.publish(id_of("nothing"))
    with pytest.raises(NotFound):
        desk.drafts.unpublish(id_of("nothing"))
    with pytest.raises(NotFound):
        desk.drafts.delete(id_of("nothing"))
    with pytest.raises(Conflict):
        desk.drafts.publish(id_of(2))
    with pytest.raises(Invalid):
        desk.drafts.publish(id_of(3))
    with pytest.raises(Invalid):
        desk.drafts.publish(id_of(1), timezone="Mars/Olympus")
    assert desk.drafts.get(id_of(2)).status == "draft"


def test_saving_needs_the_version_that_was_read(desk: Desk) -> None:
    alice = desk.drafts.save(draft(1, version=0, status="draft"))
    assert alice.version == 1
    bob = desk.drafts.save(draft(1, version=1, title="Bob's", status="draft"))
    assert desk.drafts.get(id_of(1)) == bob
    with pytest.raises(Conflict, match="somebody else"):
        desk.drafts.save(draft(1, version=1, title="Alice's", status="draft"))
    with pytest.raises(Conflict):
        desk.drafts.save(draft(1, version=0))
    with pytest.raises(NotFound):
        desk.drafts.save(draft(2, version=1))
    assert desk.posts.count("post") == 0


def test_saving_something_public_shows_the_result_at_once(desk: Desk) -> None:
    desk.drafts.save(draft(1, version=0))
    assert desk.public() == {"/post-1/": "Post 1"}
    desk.drafts.save(draft(1, version=1, path="/moved/"))
    assert desk.public() == {"/moved/": "Post 1"}
    desk.drafts.save(draft(1, version=2, status="private"))
    assert desk.public() == {}


def test_a_draft_leaves_the_files_of_the_public_alone(desk: Desk) -> None:
    desk.drafts.save(draft(1, version=0))
    before = desk.posts._db.revision()
    desk.drafts.save(draft(2, version=0, status="draft"))
    desk.drafts.delete(id_of(2))
    assert desk.posts._db.revision() == before


def test_what_a_crash_left_undone_is_done_later(desk: Desk) -> None:
    """As if the process had died between the two files: the row in the outbox is all that is left."""
    desk.outcomes(imported(1), imported(2, status="draft"))
    with desk.database.read() as conn:
        rows = conn.raw.execute("SELECT kind, key FROM _outbox").fetchall()
    assert rows == [(FOLLOW, id_of(1))]
    assert desk.public() == {}
    assert desk.worker.drain(desk.database) == 1
    assert desk.public() == {"/post-1/": "Post 1"}


def test_a_step_repeated_after_a_later_change_tells_the_truth(desk: Desk) -> None:
    desk.outcomes(imported(1))
    desk.settle()
    desk.drafts.unpublish(id_of(1))
    desk.drafts.follow([id_of(1)])
    assert desk.public() == {}
    assert desk.drafts.get(id_of(1)).published_at == START.replace(day=2)
