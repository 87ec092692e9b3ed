from dataclasses import replace
from datetime import timedelta

import pytest

from app.errors import Conflict, Invalid, NotFound
from app.services.drafts import ImportedItem, ImportOutcome, NewBody, Status
from app.services.posts import Image
from app.services.users import Hashing
from tests.services.conftest import OpenDatabase
from tests.services.drafts.conftest import Desk, make_desk
from tests.services.making import BOB, START, draft, id_of, imported, tag


def test_imported_items_are_kept_whole(desk: Desk) -> None:
    given = draft(
        1,
        status="protected",
        tags=(tag("news"), tag("hash-x", internal=True)),
        authors=(BOB,),
        image=Image("/media/a/x.png", "An x"),
        old_paths=("/?p=1", "/ü/"),
        metadata={"deep": {"list": [1, None, "ü"]}},
        password="open sesame",
        note="members only in the old blog",
        canonical_url="https://elsewhere.example/",
        language="de",
        pinned=True,
        comments_open=True,
        published_at=None,
        local_date=None,
    )
    assert desk.drafts.import_items([ImportedItem(given, "hash")]) == [ImportOutcome(given.id, "created")]
    kept = desk.drafts.get(given.id)
    assert Hashing().verify(kept.password, "open sesame"), "old blogs had it in clear text"
    assert replace(kept, password=given.password) == given


def test_only_what_is_published_reaches_the_public(desk: Desk) -> None:
    held: tuple[Status, ...] = ("draft", "review", "scheduled", "private", "protected", "trash")
    desk.outcomes(imported(0), *(imported(n, status=status) for n, status in enumerate(held, 1)))
    assert desk.public() == {}
    desk.settle()
    assert desk.public() == {"/post-0/": "Post 0"}
    assert desk.drafts.count_by_status() == {"published": 1} | dict.fromkeys(held, 1)


def test_what_readers_get_is_made_from_the_draft(desk: Desk) -> None:
    desk.outcomes(
        imported(
            1,
            html="<h2>Heading</h2><p>First words.</p>",
            text="Heading\nFirst words.",
            tags=(tag("news"), tag("hash-x", internal=True)),
            old_paths=("/?p=1",),
        )
    )
    desk.settle()
    post = desk.posts.find_by_path("/post-1/")
    assert post is not None
    assert (post.excerpt, post.reading_minutes, post.tags) == ("First words.", 1, (tag("news"),))
    assert desk.posts.find_old_path("/?p=1") == "/post-1/"


def test_a_second_import_changes_nothing(desk: Desk) -> None:
    items = [imported(n) for n in range(5)]
    assert desk.outcomes(*items) == ["created"] * 5
    desk.settle()
    before = desk.database.revision(), desk.posts.find_by_path("/post-1/")
    assert desk.outcomes(*items) == ["unchanged"] * 5
    assert desk.worker.drain(desk.database) == 0
    assert desk.posts.find_by_path("/post-1/") == before[1]


def test_a_changed_source_is_taken_over(desk: Desk) -> None:
    desk.outcomes(imported(1))
    assert desk.outcomes(imported(1, "second", title="New")) == ["updated"]
    desk.settle()
    assert desk.public() == {"/post-1/": "New"}
    assert desk.drafts.get(id_of(1)).version == 2
    assert desk.outcomes(imported(1, "second", title="New")) == ["unchanged"]


def test_an_item_no_longer_published_in_the_source_goes(desk: Desk) -> None:
    desk.outcomes(imported(1))
    desk.settle()
    desk.outcomes(imported(1, "second", status="private"))
    desk.settle()
    assert desk.public() == {}


def test_what_was_edited_here_is_kept(desk: Desk) -> None:
    desk.outcomes(imported(1))
    desk.drafts.unpublish(id_of(1))
    assert desk.outcomes(imported(1)) == ["unchanged"]
    for _ in range(2):
        assert desk.outcomes(imported(1, "second", title="New")) == ["edited here"]
    assert desk.drafts.get(id_of(1)).title == "Post 1"
    assert desk.public() == {}


def test_what_was_deleted_here_stays_deleted(desk: Desk) -> None:
    desk.outcomes(imported(1))
    desk.drafts.delete(id_of(1))
    assert desk.outcomes(imported(1)) == ["deleted here"]
    assert desk.outcomes(imported(1, "second")) == ["deleted here"]
    with pytest.raises(NotFound):
        desk.drafts.get(id_of(1))
    assert desk.public() == {}


def test_a_draft_of_this_site_is_never_overwritten(desk: Desk) -> None:
    desk.drafts.save(draft(1, version=0, title="Ours"))
    assert desk.outcomes(imported(1)) == ["edited here"]
    assert desk.drafts.get(id_of(1)).title == "Ours"


def test_a_batch_is_taken_whole_or_not_at_all(desk: Desk) -> None:
    desk.outcomes(imported(1))
    with pytest.raises(Conflict, match="another post has its path"):
        desk.outcomes(imported(2), imported(3, path="/post-1/"))
    with pytest.raises(Conflict, match="too"):
        desk.outcomes(imported(2), imported(3, path="/post-2/"))
    assert desk.drafts.published_paths() == {"/post-1/": id_of(1)}
    assert desk.outcomes(imported(2, path="/post-1/", status="draft")) == ["created"]
    assert desk.drafts.paths_taken(["/post-1/", "/post-2/"]) == {"/post-1/": id_of(1)}


@pytest.mark.parametrize("changes", [{"path": "about"}, {"path": "/admin/x/"}, {"path": "/"}, {"published_at": None}])
def test_a_published_item_needs_a_date_and_a_path_of_its_own(desk: Desk, changes: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        desk.outcomes(imported(1, **changes))
    assert desk.outcomes(imported(1, status="draft", **changes)) == ["created"]


def test_items_may_exchange_their_paths(desk: Desk) -> None:
    desk.outcomes(imported(1, path="/a/"), imported(2, path="/b/"), imported(3, path="/c/"))
    desk.settle()
    desk.outcomes(imported(1, "2", path="/b/"), imported(2, "2", path="/a/"), imported(3, "2", status="draft"))
    desk.settle()
    assert desk.public() == {"/b/": "Post 1", "/a/": "Post 2"}


def test_following_one_item_frees_the_path_another_has_left(desk: Desk) -> None:
    desk.outcomes(imported(1, path="/a/"), imported(2, path="/b/"))
    desk.settle()
    desk.outcomes(imported(2, "2", path="/c/"))
    desk.outcomes(imported(1, "2", path="/b/"))
    desk.drafts.follow([id_of(1)])
    assert desk.public() == {"/b/": "Post 1", "/c/": "Post 2"}


def test_following_again_changes_nothing(desk: Desk) -> None:
    desk.outcomes(*(imported(n, text="word " * 20_000 if n == 3 else "word") for n in range(60)))
    desk.settle()
    before = desk.posts.latest_posts(1, 100)
    assert before.total == 60
    desk.drafts.follow([id_of(n) for n in range(70)])
    assert desk.posts.latest_posts(1, 100) == before


def test_new_bodies_count_as_nobodys_edit(desk: Desk) -> None:
    desk.outcomes(imported(1, image=Image("http://old.example/x.png", "x")), imported(2, status="draft"), imported(3))
    desk.drafts.unpublish(id_of(3))
    desk.drafts.replace_bodies([NewBody(id_of(n), f"<p>New {n}</p>", "/media/a/x.png") for n in (1, 2, 3, 9)])
    desk.settle()
    post = desk.posts.find_by_id(id_of(1))
    assert post is not None
    assert (post.html, post.image) == ("<p>New 1</p>", Image("/media/a/x.png", "x"))
    assert desk.drafts.get(id_of(2)).image is None
    assert desk.outcomes(*(imported(n, "second") for n in (1, 2, 3))) == ["updated", "updated", "edited here"]


def test_drafts_are_walked_in_the_order_of_their_ids(desk: Desk) -> None:
    desk.outcomes(*(imported(n) for n in range(7)))
    walked, after = [], ""
    while drafts := desk.drafts.drafts_after(after, 3):
        walked += [one.id for one in drafts]
        after = walked[-1]
    assert walked == sorted(id_of(n) for n in range(7))


def test_lists_show_what_was_changed_last(desk: Desk) -> None:
    desk.outcomes(
        *(imported(n, status="draft" if n % 2 else "published", kind="page" if n == 4 else "post") for n in range(6))
    )
    page = desk.drafts.list_drafts(None, None, 1, 4)
    assert (page.total, page.pages) == (6, 2)
    assert [entry.title for entry in page.entries] == ["Post 5", "Post 4", "Post 3", "Post 2"]
    assert [e.title for e in desk.drafts.list_drafts("draft", None, 1, 9).entries] == ["Post 5", "Post 3", "Post 1"]
    assert [e.title for e in desk.drafts.list_drafts("published", "page", 1, 9).entries] == ["Post 4"]
    assert desk.drafts.list_drafts(None, "page", 1, 9).entries[0].updated_at == START + timedelta(days=4)


def test_two_sites_in_one_process_do_not_mix(open_database: OpenDatabase) -> None:
    first, second = make_desk(open_database), make_desk(open_database, "second")
    first.outcomes(imported(1))
    second.outcomes(imported(2))
    first.settle()
    second.settle()
    assert (list(first.public()), list(second.public())) == (["/post-1/"], ["/post-2/"])
