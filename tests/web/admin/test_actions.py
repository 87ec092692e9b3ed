"""One thing with one item or with many: who may, what readers see of it, and what is said where it can't be."""

import html
import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.services.users import User
from tests.services.making import id_of
from tests.web.content import own_draft
from tests.web.world import Client, World

DRAFT, PUBLIC, PATHLESS = id_of("draft"), id_of("files"), id_of("pathless")
PUBLIC_PATH = "/2015/01/small-files/"


def act(client: Client, action: str, *ids: str, **fields: str) -> object:
    return client.post("/admin/posts/actions", data={"action": action, "id": list(ids), **fields})


def status(world: World, draft_id: str) -> str:
    return world.services.drafts.get(draft_id).status


def user(world: World, name: str) -> User:
    found = world.services.users.find_by_email(f"{name}@blog.test")
    assert found is not None
    return found


def test_trash_hides_it_and_undo_brings_it_back(world: World, bob: Client, stranger: Client) -> None:
    answer = act(bob, "trash", PUBLIC, next="/admin/posts/?status=published")
    assert (answer.status_code, answer.headers["location"]) == (303, "/admin/posts/?status=published")
    assert stranger.get(PUBLIC_PATH).status_code == 404
    shown = bob.get("/admin/posts/?status=published").text
    assert "Put into the trash." in shown
    form = re.search(r'<form class="inline" method="post" action="/admin/posts/actions">(.*?)</form>', shown, re.S)
    assert form is not None
    assert PUBLIC in form[1]
    assert "Undo" not in bob.get("/admin/posts/").text, "only once"
    assert act(bob, "undo", PUBLIC).status_code == 303
    assert stranger.get(PUBLIC_PATH).status_code == 200


def test_many_at_once_and_what_could_not_be_done_is_said(world: World, bob: Client) -> None:
    answer = act(bob, "publish", DRAFT, PATHLESS, "0" * 24)
    assert answer.status_code == 409
    said = html.unescape(answer.text)
    assert "1 item was published" in said
    assert "“No address yet”: " in said
    assert "It is not there any more" in said
    assert (status(world, DRAFT), status(world, PATHLESS)) == ("published", "draft")
    event = world.services.audit.latest(1)[0]
    assert (event.action, event.target_id) == ("published", DRAFT)


def test_review_by_a_contributor_and_an_editor(world: World, carl: Client, bob: Client) -> None:
    own = own_draft(world.services, user(world, "carl"))
    assert act(carl, "publish", own).status_code == 403
    assert act(carl, "submit", own).status_code == 303
    assert status(world, own) == "review"
    assert act(carl, "send-back", own).status_code == 403
    assert act(bob, "send-back", own, note="A title, please").status_code == 303
    assert world.services.drafts.get(own).note == "A title, please"
    assert "A title, please" in carl.get("/admin/posts/").text
    assert act(bob, "publish", own).status_code == 303
    assert act(carl, "trash", own).status_code == 403, "it has been taken"


def test_a_schedule_is_in_the_sites_time(world: World, bob: Client, stranger: Client) -> None:
    world.services.site.update(timezone="America/New_York")
    wall = (datetime.now(ZoneInfo("America/New_York")) + timedelta(days=2)).replace(
        second=0, microsecond=0, tzinfo=None
    )
    assert act(bob, "schedule", DRAFT, at=wall.isoformat(timespec="minutes")).status_code == 303
    draft = world.services.drafts.get(DRAFT)
    assert draft.status == "scheduled"
    assert draft.published_at == wall.replace(tzinfo=ZoneInfo("America/New_York")).astimezone(UTC)
    assert stranger.get("/secret/").status_code == 404
    assert act(bob, "unschedule", DRAFT).status_code == 303
    assert status(world, DRAFT) == "draft"


@pytest.mark.parametrize(
    ("at", "why"),
    [
        ("", "That is no date and time"),
        ("tomorrow", "That is no date and time"),
        ("2001-01-01T10:00", "That time is past"),
        ("2040-03-11T02:30", "the clocks go forward over it"),
    ],
)
def test_times_that_can_not_be(world: World, bob: Client, at: str, why: str) -> None:
    world.services.site.update(timezone="America/New_York")
    answer = act(bob, "schedule", DRAFT, at=at)
    assert answer.status_code == 422
    assert why in html.unescape(answer.text)
    assert status(world, DRAFT) == "draft"


def test_tags_and_authors_of_many(world: World, bob: Client) -> None:
    alice = user(world, "alice")
    assert act(bob, "tag", DRAFT, PUBLIC, tag="Fresh Air").status_code == 303
    assert act(bob, "give", DRAFT, author=alice.id).status_code == 303
    draft = world.services.drafts.get(DRAFT)
    assert "Fresh Air" in [tag.name for tag in draft.tags]
    assert [author.id for author in draft.authors] == [alice.id]
    assert world.services.posts.find_tag("fresh-air") is not None
    assert act(bob, "untag", PUBLIC, tag="fresh air").status_code == 303
    assert world.services.posts.find_tag("fresh-air") is None
    for action, fields in (("tag", {"tag": " "}), ("untag", {"tag": "nothing"}), ("give", {"author": "x"})):
        assert act(bob, action, PUBLIC, **fields).status_code == 422


def test_delete_for_good_only_from_the_trash(world: World, bob: Client) -> None:
    assert act(bob, "delete", PUBLIC).status_code == 422
    act(bob, "trash", PUBLIC)
    assert act(bob, "delete", PUBLIC).status_code == 303
    assert PUBLIC not in world.services.drafts.drafts_by_id([PUBLIC])


def test_a_copy_is_ones_own(world: World, bob: Client) -> None:
    assert act(bob, "copy", PUBLIC).status_code == 303
    mine = bob.get("/admin/posts/?author=me").text
    assert "(copy)" in mine


def test_others_may_not(world: World, alice: Client, carl: Client, stranger: Client) -> None:
    for action in ("trash", "publish", "private", "tag", "copy", "schedule", "submit"):
        assert act(alice, action, DRAFT, tag="x").status_code == 403, action
        assert act(carl, action, DRAFT, tag="x").status_code == 403, action
    assert act(stranger, "trash", DRAFT).status_code == 401
    assert status(world, DRAFT) == "draft"


@pytest.mark.parametrize(
    ("action", "ids"), [("explode", [DRAFT]), ("", [DRAFT]), ("trash", []), ("trash", ["x"] * 501)]
)
def test_nonsense(world: World, bob: Client, action: str, ids: list[str]) -> None:
    assert act(bob, action, *ids).status_code == 422
    assert status(world, DRAFT) == "draft"


@pytest.mark.parametrize(
    "to",
    [
        "https://evil.example/",
        "//evil.example/",
        "/admin/posts/\\evil",
        "/admin/people",
        "javascript:x",
        "/admin/posts/?a=b#c",
    ],
)
def test_leads_nowhere_else(bob: Client, to: str) -> None:
    assert act(bob, "private", DRAFT, next=to).headers["location"] == "/admin/posts/"
    act(bob, "trash", DRAFT)


def test_wrong_method(bob: Client) -> None:
    assert bob.get("/admin/posts/actions").status_code == 405


# The list


def titles(client: Client, query: str) -> str:
    return html.unescape(client.get(f"/admin/posts/?{query}").text.partition('id="list"')[2])


def test_found_by_words_of_title_and_text(bob: Client) -> None:
    assert "The map is a promise" in titles(bob, "q=map+is+a")
    assert "Small files" not in titles(bob, "q=map+is+a")
    assert "No address yet" in titles(bob, "q=ADDRESS")
    assert "Nothing here fits" in titles(bob, "q=100%25+nothing")


def test_filters_go_together(world: World, bob: Client) -> None:
    act(bob, "tag", DRAFT, tag="Only here")
    shown = titles(bob, "status=draft&kind=post&tag=only-here&sort=title")
    assert "1 item" in shown
    assert DRAFT in shown
    assert "Nothing here fits" in titles(bob, "status=draft&kind=page&tag=only-here")
    assert "0 items" in titles(bob, "author=nobody")
    assert titles(bob, "status=x&kind=y&sort=z") == titles(bob, "")


def test_the_trash_is_shown_only_where_it_is_asked_for(bob: Client) -> None:
    act(bob, "trash", DRAFT)
    assert DRAFT not in titles(bob, "")
    assert DRAFT in titles(bob, "status=trash")
    assert "Delete for good" in titles(bob, "status=trash")


def test_others_drafts_are_not_shown_to_those_who_edit_nothing(world: World, alice: Client) -> None:
    own = own_draft(world.services, user(world, "alice"))
    shown = titles(alice, "")
    assert own in shown
    assert "Small files" in shown
    for hidden in (DRAFT, id_of("private"), id_of("protected")):
        assert hidden not in shown
    assert "0 items" in titles(alice, "q=Secret")
