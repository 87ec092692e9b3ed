"""Writing: what is typed is kept, nobody overwrites anybody, what was saved can be had back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.content import render_markdown
from app.errors import NotFound
from app.services.drafts import EditingService, Fields, InvalidFields, Stale, Typed, fields_of
from app.services.drafts import editing as rules
from app.services.posts import Image
from tests.services.drafts.conftest import Desk
from tests.services.making import ALICE, BOB, draft, id_of, imported, tag

PEOPLE = {ALICE.id: ALICE, BOB.id: BOB}


@pytest.fixture
def editing(desk: Desk) -> EditingService:
    return EditingService(desk.database, desk.drafts)


def typed(fields: Fields, version: int, *, tab: str = "one", seen: str = "", key: str = "") -> Typed:
    return Typed(fields, version, tab, seen, key or f"{tab} {version} {fields.title} {fields.source}")


def begin(editing: EditingService, **values: str) -> str:
    draft_id = editing.create("post", ALICE, f"begin {values}")
    fields = replace(editing.open(draft_id, ALICE.id).fields, **values)
    editing.save(draft_id, typed(fields, 1), ALICE.id, PEOPLE)
    return draft_id


def test_a_draft_is_begun_once_for_each_key(desk: Desk, editing: EditingService) -> None:
    first = editing.create("page", ALICE, "key")
    assert editing.create("page", ALICE, "key") == first
    assert editing.create("page", BOB, "key") != first
    found = desk.drafts.get(first)
    assert (found.kind, found.status, found.authors, found.comments_open) == ("page", "draft", (ALICE,), False)


def test_what_was_typed_is_rendered_and_saved(desk: Desk, editing: EditingService) -> None:
    draft_id = begin(editing, title=" The  river ", source="It *moves*.", tags="Maps, Rivers", language="de")
    saved = desk.drafts.get(draft_id)
    assert (saved.title, saved.path, saved.slug, saved.language) == ("The river", "/the-river/", "the-river", "de")
    assert (saved.html, saved.text) == ("<p>It <em>moves</em>.</p>", "It moves.")
    assert [(one.slug, one.name) for one in saved.tags] == [("maps", "Maps"), ("rivers", "Rivers")]
    assert saved.version == 2
    again = editing.open(draft_id, ALICE.id)
    assert again.autosave is None
    assert again.fields == fields_of(saved)


def test_the_same_form_twice_is_saved_once(desk: Desk, editing: EditingService) -> None:
    draft_id = begin(editing, title="One")
    fields = replace(editing.open(draft_id, ALICE.id).fields, title="Two")
    form = typed(fields, 2, key="k")
    assert editing.save(draft_id, form, ALICE.id, PEOPLE).version == 3
    assert editing.save(draft_id, form, ALICE.id, PEOPLE).version == 3
    with pytest.raises(Stale):
        editing.save(draft_id, form, BOB.id, PEOPLE)


def test_saving_what_has_not_changed_makes_no_version(desk: Desk, editing: EditingService) -> None:
    draft_id = begin(editing, title="One", tags="Maps, #plan", canonical_url="https://elsewhere.example/")
    fields = editing.open(draft_id, ALICE.id).fields
    assert editing.save(draft_id, typed(fields, 2, key="again"), ALICE.id, PEOPLE).version == 2
    assert len(editing.list_versions(draft_id)) == 1


def test_the_second_of_two_people_is_told(desk: Desk, editing: EditingService) -> None:
    draft_id = begin(editing, title="One", source="First.")
    fields = editing.open(draft_id, ALICE.id).fields
    editing.save(draft_id, typed(replace(fields, source="Alice's."), 2), ALICE.id, PEOPLE)
    bobs = typed(replace(fields, source="Bob's."), 2, tab="bob")
    with pytest.raises(Stale):
        editing.save(draft_id, bobs, BOB.id, PEOPLE)
    kept, is_behind = editing.autosave(draft_id, bobs, BOB.id)
    assert is_behind
    assert editing.open(draft_id, BOB.id).autosave == kept
    assert desk.drafts.get(draft_id).source == "Alice's."
    editing.save(draft_id, replace(bobs, version=3), BOB.id, PEOPLE)
    assert desk.drafts.get(draft_id).source == "Bob's."
    assert editing.open(draft_id, BOB.id).autosave is None


def test_two_tabs_of_one_person_do_not_overwrite_each_other(editing: EditingService) -> None:
    draft_id = begin(editing, title="One")
    fields = editing.open(draft_id, ALICE.id).fields
    first, _ = editing.autosave(draft_id, typed(replace(fields, title="A"), 2, tab="a"), ALICE.id)
    editing.autosave(draft_id, typed(replace(fields, title="A2"), 2, tab="a"), ALICE.id)
    second = typed(replace(fields, title="B"), 2, tab="b", seen=first.mark)
    with pytest.raises(Stale, match="another tab"):
        editing.autosave(draft_id, second, ALICE.id)
    found = editing.open(draft_id, ALICE.id).autosave
    assert found is not None
    assert found.fields.title == "A2"
    editing.save(draft_id, replace(second, seen=found.mark), ALICE.id, PEOPLE)
    assert [
        (v.kind, editing.get_version(draft_id, v.number).fields.title) for v in editing.list_versions(draft_id)
    ] == [
        ("saved", "B"),
        ("set aside", "A2"),
        ("saved", "One"),
    ]


def test_a_tab_that_saves_leaves_what_another_has_typed(editing: EditingService) -> None:
    draft_id = begin(editing, title="One")
    fields = editing.open(draft_id, ALICE.id).fields
    editing.autosave(draft_id, typed(replace(fields, title="A"), 2, tab="a"), ALICE.id)
    editing.save(draft_id, typed(replace(fields, title="B"), 2, tab="b"), ALICE.id, PEOPLE)
    found = editing.open(draft_id, ALICE.id).autosave
    assert found is not None
    assert found.fields.title == "A"


def test_what_is_discarded_stays_in_the_history(editing: EditingService) -> None:
    draft_id = begin(editing, title="One")
    fields = editing.open(draft_id, ALICE.id).fields
    kept, _ = editing.autosave(draft_id, typed(replace(fields, title="A"), 2), ALICE.id)
    editing.discard(draft_id, ALICE.id, "another mark")
    assert editing.open(draft_id, ALICE.id).autosave == kept
    editing.discard(draft_id, ALICE.id, kept.mark)
    assert editing.open(draft_id, ALICE.id).autosave is None
    assert [version.kind for version in editing.list_versions(draft_id)] == ["set aside", "saved"]


def test_autosaves_change_neither_the_item_nor_what_readers_see(desk: Desk, editing: EditingService) -> None:
    desk.outcomes(imported(1))
    desk.settle()
    before = desk.drafts.get(id_of(1)), desk.posts._db.revision()
    fields = editing.open(id_of(1), ALICE.id).fields
    _, is_behind = editing.autosave(id_of(1), typed(replace(fields, title="Secret"), 1), ALICE.id)
    assert not is_behind
    desk.worker.drain(desk.database)
    assert (desk.drafts.get(id_of(1)), desk.posts._db.revision()) == before


def test_others_at_it_are_known(editing: EditingService, monkeypatch: pytest.MonkeyPatch) -> None:
    draft_id = begin(editing, title="One")
    kept, _ = editing.autosave(draft_id, typed(Fields(title="B"), 2), BOB.id)
    assert editing.others_at(draft_id, ALICE.id) == {BOB.id: kept.saved_at}
    assert editing.others_at(draft_id, BOB.id) == {}
    monkeypatch.setattr(rules, "HERE_S", -1)
    assert editing.others_at(draft_id, ALICE.id) == {}


def test_publishing_what_was_typed_is_one_step(desk: Desk, editing: EditingService) -> None:
    draft_id = begin(editing, source="Only words, and no title at all, are here.")
    form = typed(editing.open(draft_id, ALICE.id).fields, 2, key="publish")
    saved = editing.save(draft_id, form, ALICE.id, PEOPLE, kind="published")
    assert (saved.status, saved.path) == ("published", "/only-words-and-no-title-at/")
    assert desk.public() == {"/only-words-and-no-title-at/": ""}
    assert [version.kind for version in editing.list_versions(draft_id)] == ["published", "saved"]
    empty = editing.create("post", ALICE, "empty")
    with pytest.raises(InvalidFields) as caught:
        editing.save(empty, typed(Fields(), 1, key="x"), ALICE.id, PEOPLE, kind="published")
    assert list(caught.value.problems) == ["title"]


def test_an_address_that_is_taken(desk: Desk, editing: EditingService) -> None:
    desk.outcomes(imported(1))
    chosen, made = begin(editing, title="X", path="/post-1/"), begin(editing, title="Post 1")
    form = typed(editing.open(chosen, ALICE.id).fields, 2, key="p")
    with pytest.raises(InvalidFields) as caught:
        editing.save(chosen, form, ALICE.id, PEOPLE, kind="published")
    assert list(caught.value.problems) == ["path"]
    form = typed(replace(editing.open(made, ALICE.id).fields, path=""), 2, key="p")
    assert editing.save(made, form, ALICE.id, PEOPLE, kind="published").path == "/post-1-2/"


def test_an_address_made_from_the_title_follows_it_until_it_is_public(desk: Desk, editing: EditingService) -> None:
    draft_id = begin(editing, title="One")
    for version, (title, path) in enumerate([("Two", "/two/"), ("Three", "/three/")], 2):
        fields = replace(editing.open(draft_id, ALICE.id).fields, title=title)
        assert editing.save(draft_id, typed(fields, version), ALICE.id, PEOPLE).path == path
    form = typed(editing.open(draft_id, ALICE.id).fields, 4, key="p")
    editing.save(draft_id, form, ALICE.id, PEOPLE, kind="published")
    fields = replace(editing.open(draft_id, ALICE.id).fields, title="Four")
    assert editing.save(draft_id, typed(fields, 5), ALICE.id, PEOPLE).path == "/three/"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("path", "/a?b/"),
        ("path", "/admin/x/"),
        ("canonical_url", "elsewhere"),
        ("canonical_url", "javascript:alert(1)"),
        ("canonical_url", "https://[x"),
        ("image_url", "picture.png"),
        ("social_image", "data:image/png,x"),
        ("language", "no language"),
        ("title", "x" * 501),
    ],
)
def test_bad_input_names_its_field(desk: Desk, editing: EditingService, field: str, value: str) -> None:
    draft_id = begin(editing, title="One")
    fields = replace(editing.open(draft_id, ALICE.id).fields, **{field: value})
    with pytest.raises(InvalidFields) as caught:
        editing.save(draft_id, typed(fields, 2, key="bad"), ALICE.id, PEOPLE)
    assert list(caught.value.problems) == [field]
    assert desk.drafts.get(draft_id).version == 2
    editing.autosave(draft_id, typed(fields, 2), ALICE.id)
    found = editing.open(draft_id, ALICE.id).autosave
    assert found is not None
    assert getattr(found.fields, field) == value


# The history


def test_saves_within_minutes_are_one_entry(editing: EditingService, monkeypatch: pytest.MonkeyPatch) -> None:
    draft_id = begin(editing, title="1")
    fields = editing.open(draft_id, ALICE.id).fields
    for version in (2, 3, 4):
        editing.save(draft_id, typed(replace(fields, title=str(version)), version), ALICE.id, PEOPLE)
    assert len(editing.list_versions(draft_id)) == 1
    editing.save(draft_id, typed(replace(fields, title="Bob's"), 5), BOB.id, PEOPLE)
    assert [(v.number, v.user_id) for v in editing.list_versions(draft_id)] == [(2, BOB.id), (1, ALICE.id)]
    monkeypatch.setattr(rules, "GATHERED", timedelta(0))
    editing.save(draft_id, typed(replace(fields, title="later"), 6), BOB.id, PEOPLE)
    assert len(editing.list_versions(draft_id)) == 3
    assert editing.get_version(draft_id, 1).fields.title == "4"
    with pytest.raises(NotFound):
        editing.get_version(draft_id, 4)


def test_what_was_there_before_anybody_saved_is_kept(desk: Desk, editing: EditingService) -> None:
    desk.outcomes(imported(1))
    fields = editing.open(id_of(1), ALICE.id).fields
    editing.save(id_of(1), typed(replace(fields, title="New"), 1), ALICE.id, PEOPLE)
    assert [version.kind for version in editing.list_versions(id_of(1))] == ["saved", "before"]
    assert editing.get_version(id_of(1), 1).fields == fields
    desk.drafts.delete(id_of(1))
    assert editing.list_versions(id_of(1)) == []


def test_restoring_is_a_new_save(desk: Desk, editing: EditingService) -> None:
    draft_id = begin(editing, title="One", source="First.")
    fields = editing.open(draft_id, ALICE.id).fields
    editing.save(draft_id, typed(replace(fields, source="Second."), 2), BOB.id, PEOPLE)
    old = editing.get_version(draft_id, 1)
    restored = editing.save(draft_id, typed(old.fields, 3, key="back"), BOB.id, PEOPLE, kind="restored")
    assert (restored.source, restored.version) == ("First.", 4)
    assert [version.kind for version in editing.list_versions(draft_id)] == ["restored", "saved", "saved"]


# What came from elsewhere


def test_a_source_with_old_addresses_is_edited_with_those_of_today(desk: Desk, editing: EditingService) -> None:
    source = "![Hill](http://old.example/up/hill.png)\n\nSee [this](http://old.example/2015/x/)."
    today = {"http://old.example/up/hill.png": "/media/abc/hill.png", "http://old.example/2015/x/": "/2015/x/"}
    html = render_markdown(source, rewrite=lambda address: today[address]).html
    desk.drafts.import_items([replace(imported(1), draft=draft(1, source=source, html=html, text="See this."))])
    fields = editing.open(id_of(1), ALICE.id).fields
    assert fields.source == "![Hill](/media/abc/hill.png)\n\nSee [this](/2015/x/)."
    editing.save(id_of(1), typed(replace(fields, source=fields.source + " More."), 1), ALICE.id, PEOPLE)
    assert desk.drafts.get(id_of(1)).html == html.replace("</a>.", "</a>. More.")
    assert [v.kind for v in editing.list_versions(id_of(1))] == ["saved", "before", "imported"]
    assert editing.get_version(id_of(1), 1).fields.source == source


def test_what_no_source_yields_is_edited_as_the_html_readers_see(desk: Desk, editing: EditingService) -> None:
    html = "<h2>What the old blog made</h2>\n<p>of a card.</p>"
    values = {
        "source": '{"card": 1}',
        "html": html,
        "text": "What the old blog made\nof a card.",
        "metadata": {"x": [1]},
    }
    desk.drafts.import_items(
        [replace(imported(1), draft=draft(1, **values, image=Image("/media/a/b.png", "B", "<b>c</b>")))]
    )
    fields = editing.open(id_of(1), ALICE.id).fields
    assert (fields.source, fields.source_format) == (html, "html")
    editing.save(id_of(1), typed(replace(fields, tags="News"), 1), ALICE.id, PEOPLE)
    saved = desk.drafts.get(id_of(1))
    assert saved.html == html
    assert (saved.image, saved.metadata) == (Image("/media/a/b.png", "B", "<b>c</b>"), {"x": [1]})


def test_tags_keep_their_identity(desk: Desk, editing: EditingService) -> None:
    plan, comma = tag("hash-plan", name="#plan", internal=True), tag("a-b", name='A, "b"')
    desk.outcomes(imported(1, tags=(plan, comma)), imported(2, tags=(tag("maps", description="Sheets"),)))
    fields = editing.open(id_of(1), ALICE.id).fields
    assert fields.tags == '#plan, "A, ""b"""'
    saved = editing.save(id_of(1), typed(replace(fields, tags=fields.tags + ", MAPS, maps"), 1), ALICE.id, PEOPLE)
    assert saved.tags == (plan, comma, tag("maps", description="Sheets"))
    assert {count.tag.slug: count.posts for count in editing.tags()} == {"maps": 2, "hash-plan": 1, "a-b": 1}
