"""What the editor keeps by itself."""

import pytest

from app.services.posts import PostService
from tests.web.admin.editor.forms import BAD_IDS, DRAFT, PUBLIC, form_of, opened, own, sent
from tests.web.world import Client, World

PAGE = "/2015/02/the-map-is-a-promise/"
PUBLIC_FILES = ("posts", "site", "comments")


def kept(client: Client, draft_id: str, form: dict[str, str], **changes: str):  # type: ignore[no-untyped-def]
    return client.post(f"/admin/posts/{draft_id}/autosave", data=form | changes, headers={"hx-request": "true"})


def mark_of(world: World, draft_id: str, name: str) -> str:
    user = world.services.users.find_by_email(f"{name}@blog.test")
    assert user is not None
    found = world.services.editing.open(draft_id, user.id).autosave
    assert found is not None
    return found.mark


def test_works(world: World, bob: Client, stranger: Client) -> None:
    form = opened(bob, PUBLIC)
    answer = kept(bob, PUBLIC, form, title="Not yet for readers")
    assert answer.status_code == 200
    assert "Saved <time" in answer.text
    assert "Not yet" not in stranger.get(PAGE).text
    assert opened(bob, PUBLIC)["title"] == "The map is a promise"
    page = bob.get(f"/admin/posts/{PUBLIC}/edit").text
    assert "did not save it" in page
    mark = mark_of(world, PUBLIC, "bob")
    restored = opened(bob, PUBLIC, f"?autosave={mark}")
    assert restored["title"] == "Not yet for readers"
    assert sent(bob, PUBLIC, restored).status_code == 303
    assert "Not yet for readers" in stranger.get(PAGE).text
    assert "did not save it" not in bob.get(f"/admin/posts/{PUBLIC}/edit").text


def test_discarding(world: World, bob: Client) -> None:
    kept(bob, PUBLIC, opened(bob, PUBLIC), title="Rubbish")
    answer = bob.post(f"/admin/posts/{PUBLIC}/autosave/delete", data={"seen": mark_of(world, PUBLIC, "bob")})
    assert answer.status_code == 303
    assert "did not save it" not in bob.get(f"/admin/posts/{PUBLIC}/edit").text
    assert [version.kind for version in world.services.editing.list_versions(PUBLIC)] == ["set aside"]


def test_five_people_typing_leave_the_public_files_alone(
    world: World,
    bob: Client,
    olga: Client,
    alice: Client,
    carl: Client,
    stranger: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Their revisions stand still, so pages and feeds stay in the cache."""
    stranger.get(PAGE)
    stranger.get("/feed.xml")
    before = {name: world.databases[name].revision() for name in PUBLIC_FILES}
    drafts = world.databases["drafts"].revision()
    hers = own(world, "alice")
    his = carl.post("/admin/posts", data={"kind": "post", "key": "k"}).headers["location"].split("/")[3]
    writers = [(bob, PUBLIC), (olga, PUBLIC), (bob, DRAFT), (alice, hers), (carl, his)]
    forms = [(client, draft_id, opened(client, draft_id)) for client, draft_id in writers]
    for number in range(4):
        for client, draft_id, form in forms:
            assert kept(client, draft_id, form, source=f"Word by word {number}").status_code == 200
    assert {name: world.databases[name].revision() for name in PUBLIC_FILES} == before
    assert world.databases["drafts"].revision() != drafts

    def asked(*_arguments: object) -> None:
        raise AssertionError("the page was not in the cache any more")

    monkeypatch.setattr(PostService, "find_by_path", asked)
    assert "The map is a promise" in stranger.get(PAGE).text
    monkeypatch.setattr(PostService, "feed", asked)
    assert "The map is a promise" in stranger.get("/feed.xml").text


def test_others_are_seen(bob: Client, olga: Client) -> None:
    bobs, olgas = opened(bob, DRAFT), opened(olga, DRAFT)
    kept(bob, DRAFT, bobs, title="B")
    assert "Bob Editor is editing this too." in kept(olga, DRAFT, olgas, title="O").text
    assert "Olga Owner is editing this too." in bob.get(f"/admin/posts/{DRAFT}/edit").text


def test_two_tabs(world: World, bob: Client) -> None:
    first, second = opened(bob, DRAFT), opened(bob, DRAFT)
    assert kept(bob, DRAFT, first, source="In the first tab").status_code == 200
    answer = kept(bob, DRAFT, second, source="In the second tab")
    assert answer.status_code == 409
    assert "Your other tab" in answer.text
    assert "<ins>first</ins>" in answer.text
    assert kept(bob, DRAFT, first, source="In the first tab, more").status_code == 200
    page = sent(bob, DRAFT, second, source="In the second tab", action="compare")
    assert page.status_code == 409
    assert sent(bob, DRAFT, form_of(page.text)).status_code == 303
    assert world.services.drafts.get(DRAFT).source == "In the second tab"
    answer = kept(bob, DRAFT, first, source="In the first tab, and more")
    assert answer.status_code == 409
    kinds = [version.kind for version in world.services.editing.list_versions(DRAFT)]
    assert kinds == ["saved", "set aside", "before"] or kinds == ["saved", "before", "set aside"]


def test_an_item_somebody_has_saved_meanwhile(world: World, bob: Client, olga: Client) -> None:
    form = opened(bob, DRAFT)
    sent(olga, DRAFT, opened(olga, DRAFT), source="Olga's")
    answer = kept(bob, DRAFT, form, source="Bob's")
    assert answer.status_code == 409
    assert "Your words are kept" in answer.text
    shown = bob.get(f"/admin/posts/{DRAFT}/edit?autosave={mark_of(world, DRAFT, 'bob')}").text
    assert "Two versions" in shown
    assert form_of(shown)["source"] == "Bob's"
    assert form_of(shown)["version"] == "2"


def test_strangers(stranger: Client) -> None:
    assert kept(stranger, DRAFT, {"source": "x"}).status_code == 401
    assert stranger.post(f"/admin/posts/{DRAFT}/autosave/delete").status_code == 401


def test_somebody_elses(alice: Client, carl: Client) -> None:
    for client in (alice, carl):
        assert kept(client, DRAFT, {"source": "x"}).status_code == 403
        assert client.post(f"/admin/posts/{DRAFT}/autosave/delete", data={"seen": ""}).status_code == 403


@pytest.mark.parametrize("draft_id", BAD_IDS)
def test_bad_id(bob: Client, draft_id: str) -> None:
    assert kept(bob, draft_id, {"source": "x"}).status_code == 404
    assert bob.post(f"/admin/posts/{draft_id}/autosave/delete", data={"seen": ""}).status_code == 404


def test_bad_input(bob: Client) -> None:
    form = opened(bob, DRAFT)
    assert kept(bob, DRAFT, form, version="-1").status_code == 422
    assert kept(bob, DRAFT, form, canonical_url="half typed").status_code == 200


def test_wrong_method(bob: Client) -> None:
    assert bob.get(f"/admin/posts/{DRAFT}/autosave").status_code == 405
    assert bob.get(f"/admin/posts/{DRAFT}/autosave/delete").status_code == 405
