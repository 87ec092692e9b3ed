"""The editor's page, and what becomes of its form."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.db import Connection
from app.errors import Unavailable
from tests.services.making import id_of
from tests.web.admin.editor.forms import BAD_IDS, DRAFT, PUBLIC, form_of, opened, own, sent
from tests.web.world import Client, World, open_world


def test_works(world: World, bob: Client, stranger: Client) -> None:
    form = opened(bob, PUBLIC)
    answer = sent(bob, PUBLIC, form, title="Another title", source="Other *words*.\r\n\r\nMore.")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/admin/posts/{PUBLIC}/edit")
    page = stranger.get("/2015/02/the-map-is-a-promise/").text
    assert "Another title" in page
    assert "Other <em>words</em>" in page
    assert "Saved." in bob.get(answer.headers["location"]).text
    assert world.services.audit.latest(1)[0].action == "changed"
    assert world.services.drafts.get(PUBLIC).source == "Other *words*.\n\nMore."


@pytest.mark.parametrize("word", ["essay", "files", "rivers", "about", "protected", "html page"])
def test_saving_what_nobody_changed_changes_nothing(world: World, bob: Client, word: str) -> None:
    before = world.services.drafts.get(id_of(word))
    assert sent(bob, before.id, opened(bob, before.id)).status_code == 303
    after = world.services.drafts.get(before.id)
    assert after.version == before.version
    assert after == before


def test_publishing(world: World, alice: Client, stranger: Client) -> None:
    draft_id = own(world, "alice")
    answer = sent(alice, draft_id, opened(alice, draft_id), source="Now public.", action="publish")
    assert answer.status_code == 303
    assert "Now public." in stranger.get("/own/").text
    assert world.services.audit.latest(1)[0].action == "published"
    assert "See it on the site" in alice.get(f"/admin/posts/{draft_id}/edit").text


def test_every_field_is_kept(world: World, bob: Client) -> None:
    jane, tomas = id_of("user jane"), id_of("user tomas")
    form = opened(bob, PUBLIC)
    assert form[f"author-{jane}"] == "yes"
    values = {
        "path": "/moved/here",
        "excerpt": "In short.",
        "description": "For search.",
        "canonical_url": "https://elsewhere.example/x",
        "image_url": "/media/a/b.png",
        "image_alt": "B",
        "image_caption": "<em>c</em><script>x</script>",
        "social_image": "https://pictures.example/s.png",
        "tags": "Maps, New one",
        "language": "de",
    }
    form = {name: value for name, value in form.items() if name not in ("pinned", "comments_open")}
    assert sent(bob, PUBLIC, form, **values).status_code == 303
    saved = world.services.drafts.get(PUBLIC)
    assert (saved.path, saved.slug, saved.excerpt, saved.language) == ("/moved/here/", "here", "In short.", "de")
    assert (saved.pinned, saved.comments_open) == (False, False)
    assert saved.image is not None
    assert (saved.image.url, saved.image.alt, saved.image.caption) == ("/media/a/b.png", "B", "<em>c</em>")
    assert [tag.slug for tag in saved.tags] == ["maps", "new-one"]
    assert saved.metadata["social_image"] == "https://pictures.example/s.png"
    assert [author.id for author in saved.authors] == [jane]
    again = opened(bob, PUBLIC)
    assert {name: again[name] for name in values if name not in ("path", "image_caption")} == {
        name: value for name, value in values.items() if name not in ("path", "image_caption")
    }
    assert tomas not in again


def test_only_editors_say_whose_names_stand_there(world: World, alice: Client) -> None:
    draft_id = own(world, "alice")
    before = world.services.drafts.get(draft_id).authors
    form = opened(alice, draft_id)
    assert not [name for name in form if name.startswith("author-")]
    sent(alice, draft_id, form, title="T", **{f"author-{id_of('user jane')}": "yes"})
    assert world.services.drafts.get(draft_id).authors == before


def test_strangers(stranger: Client) -> None:
    address = f"/admin/posts/{DRAFT}/edit"
    assert stranger.get(address).status_code == 303
    assert stranger.post(address, data={"source": "x"}).status_code == 401


def test_somebody_elses(alice: Client, carl: Client) -> None:
    for client in (alice, carl):
        assert client.get(f"/admin/posts/{DRAFT}/edit").status_code == 403
        assert client.post(f"/admin/posts/{DRAFT}/edit", data={"source": "x"}).status_code == 403


def test_contributors_write_and_do_not_publish(world: World, carl: Client, bob: Client) -> None:
    draft_id = own(world, "carl")
    form = opened(carl, draft_id)
    assert sent(carl, draft_id, form, action="publish").status_code == 403
    assert sent(carl, draft_id, form, title="His").status_code == 303
    assert sent(bob, draft_id, opened(bob, draft_id), action="publish").status_code == 303
    assert carl.get(f"/admin/posts/{draft_id}/edit").status_code == 403
    assert sent(carl, draft_id, form | {"version": "3"}, title="Sneaked in").status_code == 403
    assert world.services.drafts.get(draft_id).title == "His"


@pytest.mark.parametrize("draft_id", BAD_IDS)
def test_bad_id(bob: Client, draft_id: str) -> None:
    assert bob.get(f"/admin/posts/{draft_id}/edit").status_code == 404
    assert bob.post(f"/admin/posts/{draft_id}/edit", data={"source": "x"}).status_code == 404


@pytest.mark.parametrize("changes", [{"version": "x"}, {"version": ""}, {"tab": ""}, {"key": ""}, {"action": "burn"}])
def test_a_broken_form(world: World, bob: Client, changes: dict[str, str]) -> None:
    assert sent(bob, DRAFT, opened(bob, DRAFT), **changes).status_code == 422
    assert world.services.drafts.get(DRAFT).version == 1


def test_bad_input_is_shown_with_what_was_typed(world: World, bob: Client) -> None:
    form = opened(bob, DRAFT)
    answer = sent(bob, DRAFT, form, canonical_url="nowhere", title='Typed "so" & <b>', source="\r\n  first & last\r\n")
    assert answer.status_code == 422
    assert 'aria-invalid="true" aria-describedby="p-canonical_url h-canonical_url"' in answer.text
    shown = form_of(answer.text)
    assert (shown["title"], shown["canonical_url"]) == ('Typed "so" & <b>', "nowhere")
    assert shown["source"] == "\r\n  first & last\r\n"
    assert (shown["key"], shown["version"]) == (form["key"], form["version"])
    assert sent(bob, DRAFT, shown, canonical_url="").status_code == 303
    assert world.services.drafts.get(DRAFT).source == "\n  first & last\n"


def test_wrong_method(bob: Client) -> None:
    for method in ("PUT", "DELETE"):
        assert bob.request(method, f"/admin/posts/{DRAFT}/edit").status_code == 405


def test_a_form_sent_twice_counts_once(world: World, bob: Client) -> None:
    form = opened(bob, DRAFT)
    assert [sent(bob, DRAFT, form, title="Once").status_code for _ in range(3)] == [303] * 3
    assert world.services.drafts.get(DRAFT).version == 2
    assert len(world.services.editing.list_versions(DRAFT)) == 2


def test_the_second_of_two_people_sees_both(world: World, bob: Client, olga: Client) -> None:
    first, second = opened(bob, PUBLIC), opened(olga, PUBLIC)
    sent(bob, PUBLIC, first, source="Bob wrote this line.\r\n\r\nAnd kept that one.")
    answer = sent(olga, PUBLIC, second, source="Olga wrote this line.\r\n\r\nAnd kept that one.", title="Olga's")
    assert answer.status_code == 409
    assert "Bob Editor changed this since you opened it" in answer.text
    assert "<del>Olga</del> wrote this line." in answer.text
    assert "<ins>Bob</ins> wrote this line." in answer.text
    shown = form_of(answer.text)
    assert shown["source"].startswith("Olga wrote")
    assert world.services.drafts.get(PUBLIC).source.startswith("Bob wrote")
    assert sent(olga, PUBLIC, shown).status_code == 303
    saved = world.services.drafts.get(PUBLIC)
    assert (saved.source, saved.title) == ("Olga wrote this line.\n\nAnd kept that one.", "Olga's")
    kept = [
        world.services.editing.get_version(PUBLIC, n.number).fields.source
        for n in world.services.editing.list_versions(PUBLIC)
    ]
    assert "Bob wrote this line.\n\nAnd kept that one." in kept


def test_a_script_gets_the_new_version(world: World, bob: Client) -> None:
    form = opened(bob, DRAFT)
    address = f"/admin/posts/{DRAFT}/edit"
    answer = bob.post(address, data=form | {"title": "By script"}, headers={"hx-request": "true"})
    assert answer.status_code == 200
    assert 'name="version" value="2"' in answer.text
    assert form["key"] not in answer.text


def test_when_it_cannot_be_saved_just_now(world: World, bob: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a primary whose backup is too far behind, or that is handing over."""
    form = opened(bob, DRAFT)

    def away(_job: Callable[[Connection], object]) -> object:
        raise Unavailable("Nothing can be saved just now", retry_after_s=7)

    with monkeypatch.context() as patch:
        patch.setattr(world.databases["drafts"], "write", away)
        answer = sent(bob, DRAFT, form, title="Typed with care")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "7")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    shown = form_of(answer.text, ".editor")
    assert shown == form | {"title": "Typed with care"}
    assert sent(bob, DRAFT, shown).status_code == 303
    assert world.services.drafts.get(DRAFT).title == "Typed with care"


def test_signed_out_meanwhile(world: World, bob: Client) -> None:
    form = opened(bob, DRAFT) | {"source": 'Typed <with> care.\r\n\r\nAnd "quotes".'}
    bob.cookies.clear()
    answer = sent(bob, DRAFT, form)
    assert answer.status_code == 401
    assert "Sign in in another tab" in answer.text
    shown = form_of(answer.text, ".editor")
    assert shown == form
    bob.sign_in("bob@blog.test")
    assert sent(bob, DRAFT, shown).status_code == 303
    assert world.services.drafts.get(DRAFT).source == 'Typed <with> care.\n\nAnd "quotes".'


def test_a_node_that_only_reads(tmp_path: Path, world: World) -> None:
    """On a replica whose primary is gone nobody asks the session: the form comes back from there."""
    replica = open_world(world.folder, writable=False, WAYPOST_ROLE="replica", WAYPOST_REPLAY="fly",
                         WAYPOST_REGION="syd", WAYPOST_PRIMARY_REGION="fra", WAYPOST_REGIONS="fra,syd")  # fmt: skip
    gone = {"fly-replay-failed": "instance=x;reason=timeout"}
    form = {"title": "Typed with care", "source": "Words.", "version": "1", "key": "k", "tab": "t"}
    answer = replica.client().post(f"/admin/posts/{DRAFT}/edit", data=form, headers=gone)
    assert answer.status_code == 503
    assert form_of(answer.text, ".editor") == form
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    script = replica.client().post(f"/admin/posts/{DRAFT}/edit", data=form, headers=gone | {"hx-request": "true"})
    assert (script.status_code, script.headers["content-type"].split(";")[0]) == (503, "text/plain")
    replica.close()


def test_an_address_that_is_taken(world: World, bob: Client) -> None:
    answer = sent(bob, DRAFT, opened(bob, DRAFT), path="/2015/02/the-map-is-a-promise/", action="publish")
    assert answer.status_code == 422
    assert "Another post or page has the address" in answer.text
    assert world.services.drafts.get(DRAFT).status == "draft"
