"""The queue: found, decided by the dozen, taken back; edited, answered, trusted, deleted for good."""

import re
from typing import Any

import pytest

from tests.services.making import id_of
from tests.web.world import Client, World

PENDING, SHOWN, SPAM = id_of("comment 31"), id_of("comment 1"), id_of("comment 32")
PAGE = "/2015/02/the-map-is-a-promise/"
FORMS = {
    f"/admin/comments/{PENDING}/text": {"comment": "x"},
    f"/admin/comments/{PENDING}/reply": {"reply": "x"},
    f"/admin/comments/{PENDING}/trust": {},
    f"/admin/comments/{PENDING}/trust/delete": {},
    "/admin/comments/decisions": {"id": PENDING, "decision": "approved"},
    "/admin/comments/delete": {"id": PENDING},
    "/admin/comments/spam/delete": {},
    "/admin/comments/blocked": {"blocked": "pills"},
    "/admin/comments/settings": {},
}


def decisions(world: World, *ids: str) -> list[str]:
    found = world.services.inbox.submissions_by_id(ids)
    return [found[one].decision if one in found else "gone" for one in ids]


def actions(world: World, count: int = 1) -> list[str]:
    return [event.action for event in world.services.audit.latest(count)]


@pytest.mark.parametrize("path", FORMS)
def test_strangers_and_authors_change_nothing(world: World, stranger: Client, alice: Client, path: str) -> None:
    before = world.databases["inbox"].revision(), world.databases["site"].revision()
    assert stranger.post(path, data=FORMS[path]).status_code == 401
    assert alice.post(path, data=FORMS[path]).status_code == 403
    assert alice.request("PUT", path).status_code == 405
    assert (world.databases["inbox"].revision(), world.databases["site"].revision()) == before


def test_editors_leave_the_sites_switches(bob: Client, world: World) -> None:
    assert bob.post("/admin/comments/settings", data={}).status_code == 403
    assert world.services.site.site().comments


@pytest.mark.parametrize("path", [path for path in FORMS if PENDING in path])
def test_no_such_comment(bob: Client, path: str) -> None:
    assert bob.post(path.replace(PENDING, "0" * 24), data=FORMS[path]).status_code == 404
    assert bob.get("/admin/comments/" + "0" * 24).status_code == 404


# The queue


def test_filters_and_search(bob: Client) -> None:
    queue = bob.get("/admin/comments/").text
    assert PENDING in queue
    assert SPAM not in queue
    spam = bob.get("/admin/comments/?decision=spam").text
    assert SPAM in spam
    found = bob.get("/admin/comments/?q=1912+sheets").text
    assert SHOWN in found
    assert "1 hold “1912 sheets”" in found
    assert "No comment holds that" in bob.get("/admin/comments/?q=%25").text
    assert "secret1@mail.example" in bob.get("/admin/comments/?q=secret1@").text


def test_pages(world: World, bob: Client) -> None:
    world.services.inbox.decide([id_of(f"comment {n}") for n in range(1, 21)], "pending")
    world.services.inbox.decide([id_of(f"comment {n}") for n in (30, 32, 33)], "pending")
    first = bob.get("/admin/comments/").text
    assert len(re.findall('class="submission"', first)) == 24
    assert len(re.findall('class="submission"', bob.get("/admin/comments/?page=2").text)) == 0
    assert bob.get("/admin/comments/?page=x&decision=x").status_code == 200


def test_one_decided_in_its_place(world: World, bob: Client) -> None:
    """As htmx asks: what is left of the row, with the way back, and the numbers above."""
    address = f"/admin/comments/{PENDING}/decision"
    left = bob.post(address, data={"decision": "spam", "shown": "pending"}, headers={"hx-request": "true"})
    assert left.status_code == 200
    assert "<html" not in left.text
    assert 'name="decision" value="pending"' in left.text
    assert 'hx-swap-oob="true"' in left.text
    assert "Not approved" not in left.text
    back = bob.post(address, data={"decision": "pending", "shown": "pending"}, headers={"hx-request": "true"})
    assert "Not approved" in back.text
    assert decisions(world, PENDING) == ["pending"]
    assert actions(world, 2) == ["pending", "spam"]


def test_one_decided_and_taken_back_without_a_script(world: World, bob: Client) -> None:
    answer = bob.post(f"/admin/comments/{PENDING}/decision", data={"decision": "rejected", "shown": "pending"})
    assert answer.headers["location"] == "/admin/comments/"
    queue = bob.get("/admin/comments/").text
    assert "Comment rejected." in queue
    undo = re.search(r'<form class="undo".*?</form>', queue, re.DOTALL)
    assert undo
    form = dict(re.findall(r'name="(\w+)" value="(\w*)"', undo[0]))
    bob.post("/admin/comments/decisions", data=form)
    assert decisions(world, PENDING) == ["pending"]
    assert 'class="undo"' not in bob.get("/admin/comments/").text


def test_many(world: World, bob: Client, stranger: Client) -> None:
    ids = [id_of(f"comment {n}") for n in (1, 2, 3, 31)]
    answer = bob.post(
        "/admin/comments/decisions", data={"id": ids, "decision": "spam", "shown": "approved", "page": "2"}
    )
    assert answer.headers["location"] == "/admin/comments/?decision=approved&page=2"
    assert decisions(world, *ids) == ["spam"] * 4
    assert "1912 sheets" not in stranger.get(PAGE).text
    queue = bob.get("/admin/comments/").text
    undos = re.findall(r'<form class="undo".*?</form>', queue, re.DOTALL)
    for undo in undos:
        fields: dict[str, Any] = dict(re.findall(r'name="(\w+)" value="(\w*)"', undo))
        bob.post("/admin/comments/decisions", data=fields | {"id": re.findall(r'name="id" value="(\w+)"', undo)})
    assert decisions(world, *ids) == ["approved"] * 3 + ["pending"]
    assert "1912 sheets" in stranger.get(PAGE).text


@pytest.mark.parametrize("form", [{}, {"id": PENDING}, {"decision": "spam"}, {"id": PENDING, "decision": "gone"}])
def test_many_of_nothing(world: World, bob: Client, form: dict[str, str]) -> None:
    assert bob.post("/admin/comments/decisions", data=form).status_code == 422
    assert decisions(world, PENDING) == ["pending"]


def test_an_undo_somebody_made_up(bob: Client) -> None:
    bob.cookies.set("waypost_undo", "deleted:x/spam:<b>.'/:", domain="blog.test", path="/admin/comments")
    queue = bob.get("/admin/comments/")
    assert queue.status_code == 200
    assert "<b>" not in queue.text


# One


def test_all_of_it(bob: Client) -> None:
    page = bob.get(f"/admin/comments/{id_of('comment 2')}").text
    for said in ("secret2@mail.example", "192.0.2.1", "The map is a promise", "eleven centimetres", "1912 sheets"):
        assert said in page
    assert "Trust this person" not in page  # it came from the old blog


def test_edited(world: World, bob: Client, stranger: Client) -> None:
    answer = bob.post(f"/admin/comments/{SHOWN}/text", data={"comment": "The 1912 sheets, <b>mended</b>"})
    assert answer.status_code == 303
    assert "<strong>mended</strong>" in stranger.get(PAGE).text
    assert actions(world) == ["edited"]
    refused = bob.post(f"/admin/comments/{SHOWN}/text", data={"comment": " "})
    assert refused.status_code == 422
    assert "The comment is empty." in refused.text
    assert "mended" in stranger.get(PAGE).text


def test_answered(world: World, bob: Client, stranger: Client) -> None:
    refused = bob.post(f"/admin/comments/{PENDING}/reply", data={"reply": "\u200b"})
    assert refused.status_code == 422
    assert decisions(world, PENDING) == ["pending"]
    assert bob.post(f"/admin/comments/{PENDING}/reply", data={"reply": "Thank *you*"}).status_code == 303
    page = stranger.get(PAGE).text
    assert "Not approved" in page
    assert re.search(r'Bob Editor</span>\s*<span class="badge">Marginal Notes</span>', page)
    assert "Thank <em>you</em>" in page
    assert actions(world) == ["replied"]


def test_trusted(world: World, bob: Client) -> None:
    writer = world.client()
    form = {"name": "Rosa", "email": "rosa@mail.test", "comment": "First"}
    writer.post(f"/comments/{id_of('essay')}", data=form)
    first = world.services.inbox.list_submissions("pending")[0].id
    assert "Trust this person" in bob.get(f"/admin/comments/{first}").text
    assert bob.post(f"/admin/comments/{first}/trust").status_code == 303
    assert decisions(world, first) == ["approved"]
    page = bob.get(f"/admin/comments/{first}").text
    assert "Trust this person no more" in page
    world.services.site.update(comments_known=False)
    assert PAGE in writer.post(f"/comments/{id_of('essay')}", data=form | {"comment": "Second"}).headers["location"]
    bob.post(f"/admin/comments/{first}/trust/delete")
    assert "/sent" in writer.post(f"/comments/{id_of('essay')}", data=form | {"comment": "Third"}).headers["location"]
    assert bob.post(f"/admin/comments/{PENDING}/trust").status_code == 422


def test_deleted_for_good(world: World, bob: Client, stranger: Client) -> None:
    answer = bob.post("/admin/comments/delete", data={"id": [SHOWN, SPAM], "shown": "spam"})
    assert answer.headers["location"] == "/admin/comments/?decision=spam"
    assert decisions(world, SHOWN, SPAM) == ["gone", "gone"]
    assert "1912 sheets" not in stranger.get(PAGE).text
    assert "Eleven! Thank you." in stranger.get(PAGE).text
    assert bob.post("/admin/comments/delete", data={}).status_code == 422
    assert actions(world, 2) == ["deleted", "deleted"]


def test_all_spam_deleted(world: World, bob: Client) -> None:
    for number in range(3):
        world.client().post(f"/comments/{id_of('essay')}", data={"name": "x", "comment": f"x {number}", "subject": "x"})
    assert world.services.inbox.counts()["spam"] == 4
    assert bob.post("/admin/comments/spam/delete").status_code == 303
    assert "spam" not in world.services.inbox.counts()
    assert decisions(world, PENDING) == ["pending"]


# Settings


def test_settings(world: World, olga: Client, stranger: Client) -> None:
    assert "New posts are open for comments" in olga.get("/admin/comments/settings").text
    answer = olga.post("/admin/comments/settings", data={"comments": "on", "days": "30"})
    assert answer.status_code == 303
    info = world.services.site.site()
    assert (info.comments, info.comments_for_new, info.comments_known) == (True, False, False)
    assert info.comments_close_after_days == 30
    assert 'class="say"' not in stranger.get(PAGE).text  # it is older than that
    olga.post("/admin/comments/settings", data={"comments": "on", "days": ""})
    assert 'class="say"' in stranger.get(PAGE).text
    assert actions(world) == ["changed"]


@pytest.mark.parametrize("wanted", [True, False])
def test_new_posts_are_open_where_the_site_says_so(world: World, alice: Client, wanted: bool) -> None:
    world.services.site.update(comments_for_new=wanted)
    begun = [alice.post("/admin/posts", data={"kind": kind, "key": "k"}) for kind in ("post", "page")]
    ids = [answer.headers["location"].split("/")[3] for answer in begun]
    assert [world.services.drafts.get(draft_id).comments_open for draft_id in ids] == [wanted, False]


@pytest.mark.parametrize("days", ["0", "-1", "x", "99999", "١"])
def test_no_such_number_of_days(world: World, olga: Client, days: str) -> None:
    answer = olga.post("/admin/comments/settings", data={"days": days})
    assert answer.status_code == 422
    assert f'value="{days}"' in answer.text
    assert world.services.site.site().comments


def test_blocked(world: World, bob: Client) -> None:
    assert bob.post("/admin/comments/blocked", data={"blocked": "Pills\r\n\r\n@bad.example"}).status_code == 303
    assert world.services.inbox.blocked() == ["@bad.example", "pills"]
    assert "@bad.example\npills" in bob.get("/admin/comments/settings").text
    refused = bob.post("/admin/comments/blocked", data={"blocked": "a\r\npills"})
    assert refused.status_code == 422
    assert "3 to 200" in refused.text
    assert world.services.inbox.blocked() == ["@bad.example", "pills"]
