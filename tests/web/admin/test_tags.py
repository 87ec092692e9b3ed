"""The page of tags: in all items at once, and what readers see of it."""

from dataclasses import replace

import pytest

from app.db import Connection
from app.services.drafts import ImportedItem, retagging
from app.services.drafts.tagging import IN_A_STEP
from app.services.posts import Tag
from tests.services.making import draft, id_of, tag
from tests.web.content import MAPS
from tests.web.world import Client, World

ESSAY = id_of("essay")


def change(client: Client, slug: str, **fields: str) -> int:
    return client.post(f"/admin/tags/{slug}", data={"name": slug.title(), **fields}).status_code


def tags_of(world: World, draft_id: str) -> list[str]:
    return [tag.slug for tag in world.services.drafts.get(draft_id).tags]


def test_the_list_counts_drafts_too(bob: Client) -> None:
    page = bob.get("/admin/tags").text
    assert "Reading &amp; writing" in page
    assert "#plan</a> <small>internal</small>" in page
    assert "xyzzy-canary" in page.lower(), "a draft's own"
    assert "items left" not in page
    assert "Sheets and scales." in bob.get("/admin/tags/maps").text


def test_renamed_its_old_address_leads_on_and_back_again(world: World, bob: Client, stranger: Client) -> None:
    before = world.services.drafts.get(ESSAY)
    assert change(bob, "maps", name="Old  maps", description="Of the Oder.") == 303
    world.settle()
    assert [t.slug for t in world.services.drafts.get(ESSAY).tags] == ["old-maps", "rivers", "hash-plan"]
    assert world.services.drafts.get(ESSAY).updated_at == before.updated_at, "nobody has edited it"
    shown = stranger.get("/tag/old-maps/")
    assert "Old maps" in shown.text
    assert "Of the Oder." in shown.text
    assert (stranger.get("/tag/maps/").status_code, stranger.get("/tag/maps/").headers["location"]) == (
        301,
        "/tag/old-maps/",
    )
    assert stranger.get("/tag/charts/").headers["location"] == "/tag/old-maps/", "one hop from the old blog"
    event = world.services.audit.latest(1)[0]
    assert (event.action, event.target_id) == ("changed a tag", "old-maps")
    assert change(bob, "old-maps", name="Maps") == 303
    world.settle()
    assert stranger.get("/tag/maps/").status_code == 200
    assert stranger.get("/tag/old-maps/").headers["location"] == "/tag/maps/"


def test_merged_after_a_question(world: World, bob: Client, stranger: Client) -> None:
    items = {one.tag.slug: one.posts for one in world.services.tagging.list_tags()}
    asked = bob.post("/admin/tags/rivers/merge", data={"into": "maps"})
    assert f"{items['rivers']} items have “Rivers”" in asked.text
    assert tags_of(world, ESSAY) == ["maps", "rivers", "hash-plan"]
    assert bob.post("/admin/tags/rivers/merge", data={"into": "maps", "confirmed": "yes"}).status_code == 303
    world.settle()
    assert tags_of(world, ESSAY) == ["maps", "hash-plan"]
    after = {one.tag.slug: one.posts for one in world.services.tagging.list_tags()}
    assert "rivers" not in after
    assert after["maps"] < items["maps"] + items["rivers"], "some had both"
    assert stranger.get("/tag/rivers/").headers["location"] == "/tag/maps/"
    assert world.services.drafts.get(ESSAY).tags[0] == MAPS
    assert world.services.audit.latest(1)[0].action == "merged a tag"
    for into in ("", "maps"):
        assert bob.post("/admin/tags/maps/merge", data={"into": into}).status_code == 422
    assert bob.post("/admin/tags/maps/merge", data={"into": "nothing"}).status_code == 404


def test_deleted_after_a_question(world: World, bob: Client, stranger: Client) -> None:
    asked = bob.post("/admin/tags/maps/delete")
    assert "lose it" in asked.text
    assert "maps" in tags_of(world, ESSAY)
    assert bob.post("/admin/tags/maps/delete", data={"confirmed": "yes"}).status_code == 303
    world.settle()
    assert tags_of(world, ESSAY) == ["rivers", "hash-plan"]
    assert "Sheets and scales" not in stranger.get("/tag/maps/").text
    assert stranger.get("/2015/02/the-map-is-a-promise/").status_code == 200
    assert world.services.audit.latest(1)[0].action == "deleted a tag"


def test_internal_is_never_shown(world: World, bob: Client, stranger: Client) -> None:
    assert change(bob, "software", internal="yes") == 303
    world.settle()
    assert stranger.get("/tag/software/").status_code == 404
    assert "/tag/software/" not in stranger.get("/2015/01/small-files/").text
    assert change(bob, "software") == 303
    world.settle()
    assert stranger.get("/tag/software/").status_code == 200


def test_what_can_not_be(world: World, bob: Client) -> None:
    for fields in ({"name": ""}, {"name": "!!"}, {"name": "x" * 101}, {"name": "x", "description": "x" * 501}):
        assert change(bob, "maps", **fields) == 422, fields
    answer = bob.post("/admin/tags/maps", data={"name": "Rivers"})
    assert answer.status_code == 409
    assert "merge the two" in answer.text
    for path in ("", "/merge", "/delete"):
        assert bob.post(f"/admin/tags/nothing{path}", data={"name": "x"}).status_code == 404
    assert bob.get("/admin/tags/nothing").status_code == 404
    assert bob.request("DELETE", "/admin/tags/maps").status_code == 405
    assert tags_of(world, ESSAY) == ["maps", "rivers", "hash-plan"]


def test_who_may_not(shared: World) -> None:
    alice, stranger = shared.client(), shared.client()
    alice.sign_in("alice@blog.test")
    for path in ("", "/merge", "/delete"):
        assert alice.post(f"/admin/tags/maps{path}", data={"name": "x"}).status_code == 403
        assert stranger.post(f"/admin/tags/maps{path}", data={"name": "x"}).status_code == 401
    assert alice.get("/admin/tags").status_code == 403


@pytest.fixture
def many(world: World) -> World:
    """More items than one step changes, of which the service has changed none yet: nobody carries the outbox out."""
    items = [draft(number, status="draft", tags=(tag("deep"), tag("wide"))) for number in range(IN_A_STEP * 2 + 5)]
    for at in range(0, len(items), 50):
        world.services.drafts.import_items([ImportedItem(item, "1") for item in items[at : at + 50]])
    return world


def left(world: World) -> list[int]:
    return [change.left for change in world.services.tagging.changes()]


def test_cut_off_anywhere_it_goes_on(many: World, bob: Client) -> None:
    tagging, total = many.services.tagging, IN_A_STEP * 2 + 5
    many.databases["drafts"].write(_only_begin)
    assert left(many) == [total]
    for expected in (total - IN_A_STEP, total - 2 * IN_A_STEP, 0):
        tagging.carry_out(["deep"])  # the program ends after this step; another one goes on
        assert left(many) == [expected]
        assert f"{expected} items left" in bob.get("/admin/tags").text
        assert 'http-equiv="refresh"' in bob.get("/admin/tags").text
    tagging.carry_out(["deep"])
    tagging.carry_out(["deep"])
    assert left(many) == []
    assert tags_of(many, id_of(3)) == ["deeper", "wide"]


def _only_begin(conn: Connection) -> None:
    retagging.put_change(conn, "deep", Tag(id_of("tag deep"), "deeper", "Deeper"))


def test_an_import_takes_it_for_nobodys_edit(many: World) -> None:
    many.services.tagging.delete("deep")
    many.settle()
    again = ImportedItem(draft(1, status="draft", title="New title", tags=(tag("wide"),)), "2")
    assert many.services.drafts.import_items([again])[0].outcome == "updated"
    edited = many.services.drafts.get(id_of(2))
    many.services.drafts.save(replace(edited, title="Mine"))
    many.services.tagging.delete("wide")
    many.settle()
    assert many.services.drafts.import_items([ImportedItem(draft(2, title="x"), "2")])[0].outcome == "edited here"


def test_one_change_after_another(many: World) -> None:
    tagging = many.services.tagging
    tagging.change("deep", name="Deeper", new_slug="", description="", internal=False)
    tagging.merge("deeper", "wide")
    many.settle()
    many.settle()
    assert tags_of(many, id_of(1)) == ["wide"]
    assert tagging.changes() == []
