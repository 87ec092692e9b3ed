"""From draft to public and back, and what readers see of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.db import idempotency
from app.db.idempotency import Once
from app.errors import Conflict, Invalid, NotFound
from app.services.drafts import DRAFT_CARE, PUBLISH_DUE, Draft, DraftCare
from app.services.site import local_date
from tests.services.drafts.conftest import Desk
from tests.services.making import BOB, draft

SOON = timedelta(hours=1)


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def item(desk: Desk) -> Draft:
    return desk.drafts.save(draft(1, version=0, status="draft", published_at=None, local_date=None))


def at(desk: Desk, item: Draft) -> str:
    return desk.drafts.get(item.id).status


def test_review_and_back(desk: Desk, item: Draft) -> None:
    desk.lifecycle.submit(item.id)
    assert at(desk, item) == "review"
    back = desk.lifecycle.send_back(item.id, "  A title,\n please ")
    assert (back.status, back.note) == ("draft", "A title, please")
    assert desk.lifecycle.submit(item.id).note == "", "it was answered"


def test_private_hides_what_was_public(desk: Desk, item: Draft) -> None:
    desk.drafts.publish(item.id)
    assert item.path in desk.public()
    desk.lifecycle.make_private(item.id)
    assert desk.public() == {}
    assert desk.drafts.publish(item.id).status == "published"


def test_trash_and_undo_is_exact(desk: Desk, item: Draft) -> None:
    published = desk.drafts.publish(item.id)
    desk.lifecycle.trash(item.id)
    assert desk.public() == {}
    restored = desk.lifecycle.restore(item.id, exactly=True)
    assert (restored.status, restored.status_before) == ("published", None)
    assert restored.published_at == published.published_at
    assert item.path in desk.public()


def test_out_of_the_trash_nothing_is_public_by_surprise(desk: Desk, item: Draft) -> None:
    desk.drafts.publish(item.id)
    desk.lifecycle.trash(item.id)
    assert desk.lifecycle.restore(item.id).status == "draft"
    desk.lifecycle.make_private(item.id)
    desk.lifecycle.trash(item.id)
    assert desk.lifecycle.restore(item.id).status == "private"


def test_an_undo_does_not_push_another_aside(desk: Desk, item: Draft) -> None:
    desk.drafts.publish(item.id)
    desk.lifecycle.trash(item.id)
    desk.drafts.save(draft(2, version=0, path=item.path))
    with pytest.raises(Conflict):
        desk.lifecycle.restore(item.id, exactly=True)
    assert at(desk, item) == "trash"


@pytest.mark.parametrize(
    ("status", "action"),
    [
        ("published", "submit"),
        ("draft", "send_back"),
        ("published", "schedule"),
        ("draft", "unschedule"),
        ("private", "make_private"),
        ("trash", "trash"),
        ("draft", "restore"),
        ("trash", "publish"),
    ],
)
def test_what_makes_no_sense_says_where_it_stands(desk: Desk, item: Draft, status: str, action: str) -> None:
    if status == "published":
        desk.drafts.publish(item.id)
    elif status == "trash":
        desk.lifecycle.trash(item.id)
    elif status == "private":
        desk.lifecycle.make_private(item.id)
    does = {
        "send_back": lambda: desk.lifecycle.send_back(item.id, ""),
        "schedule": lambda: desk.lifecycle.schedule(item.id, now() + SOON, "UTC"),
        "publish": lambda: desk.drafts.publish(item.id),
    }
    with pytest.raises(Conflict, match="can't be"):
        does.get(action, lambda: getattr(desk.lifecycle, action)(item.id))()
    assert at(desk, item) == status


def test_nobody_does_anything_with_what_is_not_there(desk: Desk) -> None:
    for action in ("submit", "trash", "restore", "make_private", "unschedule"):
        with pytest.raises(NotFound):
            getattr(desk.lifecycle, action)("x")


def test_a_copy_is_a_draft_without_an_address(desk: Desk, item: Draft) -> None:
    desk.drafts.publish(item.id)
    copy = desk.lifecycle.duplicate(item.id, BOB)
    assert (copy.status, copy.path, copy.old_paths, copy.published_at) == ("draft", "", (), None)
    assert copy.source == item.source
    assert copy.title == f"{item.title} (copy)"
    assert copy.authors == (BOB,)
    assert list(desk.public()) == [item.path]


def test_the_trash_is_emptied_of_what_is_old(desk: Desk, item: Draft) -> None:
    other = desk.drafts.save(draft(2, version=0, status="draft"))
    desk.lifecycle.trash(item.id)
    assert desk.lifecycle.empty_trash(now() - SOON) == 0
    assert desk.lifecycle.empty_trash(ids=[other.id]) == 0, "what is not in the trash stays"
    assert desk.lifecycle.empty_trash(now() + SOON) == 1
    with pytest.raises(NotFound):
        desk.drafts.get(item.id)
    assert desk.drafts.get(other.id)


# The schedule


def due(desk: Desk, when: datetime) -> int:
    """Do as the runner does at that time; the number of jobs done."""
    done = 0
    while jobs := desk.jobs.claim(when, [PUBLISH_DUE]):
        for job in jobs:
            desk.lifecycle.publish_due(job)
            desk.jobs.finish(job)
            done += 1
        desk.worker.drain(desk.database)
        if done > 10:
            raise AssertionError("it is never done")
    return done


def test_it_is_published_when_its_time_has_come(desk: Desk, item: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    when = now() + timedelta(seconds=0.3)
    desk.lifecycle.schedule(item.id, when, "Pacific/Auckland")
    assert desk.jobs.next_at(PUBLISH_DUE) == when
    assert due(desk, now()) == 0
    assert desk.public() == {}
    while now() < when:
        pass
    assert due(desk, now()) == 1
    published = desk.drafts.get(item.id)
    assert (published.status, published.published_at) == ("published", when)
    assert published.local_date == local_date(when, "Pacific/Auckland")
    assert item.path in desk.public()
    assert due(desk, now() + SOON) == 0, "and only once"


def test_another_time_moves_the_job(desk: Desk, item: Draft) -> None:
    desk.lifecycle.schedule(item.id, now() + SOON, "UTC")
    later = now() + 2 * SOON
    desk.lifecycle.schedule(item.id, later, "UTC")
    assert desk.jobs.next_at(PUBLISH_DUE) == later


@pytest.mark.parametrize("how", ["unschedule", "trash", "make_private", "publish", "delete"])
def test_what_is_not_scheduled_any_more_has_no_job(desk: Desk, item: Draft, how: str) -> None:
    desk.lifecycle.schedule(item.id, now() + SOON, "UTC")
    does = {"publish": desk.drafts.publish, "delete": desk.drafts.delete}
    does.get(how, lambda draft_id: getattr(desk.lifecycle, how)(draft_id))(item.id)
    assert desk.jobs.next_at(PUBLISH_DUE) is None


def test_published_early_it_has_the_time_of_now(desk: Desk, item: Draft) -> None:
    desk.lifecycle.schedule(item.id, now() + SOON, "UTC")
    published = desk.drafts.publish(item.id)
    assert published.published_at is not None
    assert published.published_at <= now()


def test_a_job_of_an_earlier_plan_publishes_nothing(desk: Desk, item: Draft) -> None:
    desk.lifecycle.schedule(item.id, now() + SOON, "UTC")
    (job,) = desk.jobs.claim(now() + 2 * SOON, [PUBLISH_DUE])
    desk.lifecycle.schedule(item.id, now() + 3 * SOON, "UTC")
    desk.lifecycle.publish_due(job)
    assert at(desk, item) == "scheduled"
    desk.worker.drain(desk.database)
    assert desk.jobs.next_at(PUBLISH_DUE) is not None


def test_what_can_not_be_published_goes_back_with_a_reason(desk: Desk, item: Draft) -> None:
    desk.lifecycle.schedule(item.id, now() + timedelta(seconds=0.2), "UTC")
    desk.drafts.save(draft(2, version=0, path=item.path))
    (job,) = desk.jobs.claim(now() + SOON, [PUBLISH_DUE])
    while now() < job.run_at:
        pass
    desk.lifecycle.publish_due(job)
    back = desk.drafts.get(item.id)
    assert back.status == "draft"
    assert "could not be published on time" in back.note
    assert item.path in back.note


@pytest.mark.parametrize("ago", [timedelta(0), SOON])
def test_a_time_that_is_past(desk: Desk, item: Draft, ago: timedelta) -> None:
    with pytest.raises(Invalid, match="past"):
        desk.lifecycle.schedule(item.id, now() - ago, "UTC")
    assert at(desk, item) == "draft"


def test_no_address(desk: Desk, item: Draft) -> None:
    without = desk.drafts.save(replace(item, path="", slug=""))
    with pytest.raises(Invalid, match="path"):
        desk.lifecycle.schedule(without.id, now() + SOON, "UTC")


# Addresses


def test_a_new_address_leaves_a_redirect_and_never_to_itself(desk: Desk, item: Draft) -> None:
    public = desk.drafts.publish(item.id)
    moved = desk.drafts.save(replace(public, path="/new/"))
    assert moved.old_paths == (item.path,)
    assert desk.posts.find_old_path(item.path) == "/new/"
    back = desk.drafts.save(replace(moved, path=item.path))
    assert back.old_paths == ("/new/",)
    assert desk.posts.find_old_path("/new/") == item.path
    assert desk.posts.find_old_path(item.path) is None


def test_the_address_of_a_draft_leaves_none(desk: Desk, item: Draft) -> None:
    assert desk.drafts.save(replace(item, path="/other/")).old_paths == ()


def test_anothers_old_address_can_be_taken(desk: Desk, item: Draft) -> None:
    moved = desk.drafts.save(replace(desk.drafts.publish(item.id), path="/new/"))
    desk.drafts.save(draft(2, version=0, path=item.path))
    assert set(desk.public()) == {"/new/", item.path}
    assert desk.drafts.get(moved.id).old_paths == (item.path,)


# Care


def test_care_empties_the_trash_forgets_old_forms_and_comes_again(desk: Desk, item: Draft) -> None:
    care = DraftCare(desk.lifecycle, desk.jobs)
    care.put()
    planned = desk.jobs.next_at(DRAFT_CARE)
    assert planned is not None
    care.put()
    assert desk.jobs.next_at(DRAFT_CARE) == planned, "one is planned already"
    desk.lifecycle.trash(item.id)
    long_ago = (now() - timedelta(days=31)).isoformat()
    desk.database.write(
        lambda conn: conn.exec_driver_sql("UPDATE drafts SET updated_at = ? WHERE id = ?", (long_ago, item.id))
    )
    once = Once("alice", "save", "key")
    desk.database.write(lambda conn: idempotency.once(conn, once, lambda _conn: "done"))
    desk.database.write(lambda conn: conn.exec_driver_sql("UPDATE _idempotency SET created_at = ?", (long_ago,)))
    (job,) = desk.jobs.claim(planned, [DRAFT_CARE])
    care.carry_out(job)
    assert desk.drafts.drafts_by_id([item.id]) == {}
    with desk.database.read() as conn:
        assert idempotency.find(conn, once) is None
    assert desk.jobs.next_at(DRAFT_CARE) is not None
