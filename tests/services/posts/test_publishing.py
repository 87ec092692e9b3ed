from dataclasses import replace

import pytest

from app.errors import Conflict, Invalid, ReadOnlyReplica
from app.services.posts import Image, Post, PostService
from tests.services.conftest import OpenDatabase
from tests.services.making import ALICE, BOB, byline, id_of, post, tag


def test_a_published_post_is_found_with_all_that_belongs_to_it(posts: PostService) -> None:
    given = post(
        1,
        path="/2015/01/héllo/",
        tags=(tag("news"), tag("python")),
        authors=(BOB, ALICE),
        image=Image("/media/abc/x.png", "An x", "<em>x</em>"),
        description="For engines",
        canonical_url="https://elsewhere.example/",
        metadata={"weight": 3, "nested": {"ü": [1]}},
        language="fr",
        pinned=True,
        comments_open=True,
    )
    posts.publish([given])
    found = posts.find_by_path("/2015/01/héllo/")
    assert type(found) is Post
    assert found == Post(**{name: getattr(given, name) for name in Post.__dataclass_fields__})
    assert posts.find_by_id(given.id) == found
    assert posts.posts_by_id([given.id, id_of(9)])[given.id].authors == (BOB, ALICE)


def test_a_path_is_found_in_either_unicode_form(posts: PostService) -> None:
    posts.publish([post(1, path="/cafe\u0301/")])
    assert posts.find_by_path("/caf\u00e9/") is not None
    assert posts.find_by_path("/cafe\u0301/") is not None


def test_unpublishing_leaves_nothing_behind(posts: PostService) -> None:
    given = post(1, tags=(tag("news"),), old_paths=("/?p=1",), text="walrus")
    posts.publish([given])
    posts.unpublish([given.id, id_of("never published")])
    assert posts.find_by_path(given.path) is None
    assert posts.find_old_path("/?p=1") is None
    assert posts.search("walrus", 1, 10).total == 0
    assert posts.tags() == []
    assert posts.find_tag("news") is None
    assert posts.find_author("alice") is None
    assert posts.visible_ids([given.id]) == set()
    posts.unpublish([given.id])


def test_publishing_again_replaces(posts: PostService) -> None:
    first = post(1, tags=(tag("news"), tag("old")), old_paths=("/a",), text="walrus", version=1)
    posts.publish([first])
    posts.publish([replace(first, title="New", text="heron", all_tags=(tag("news"),), old_paths=("/b",), version=2)])
    found = posts.find_by_path(first.path)
    assert found is not None
    assert found.title == "New"
    assert [t.slug for t in found.tags] == ["news"]
    assert posts.find_tag("old") is None
    assert (posts.find_old_path("/a"), posts.find_old_path("/b")) == (None, first.path)
    assert (posts.search("walrus", 1, 10).total, posts.search("heron", 1, 10).total) == (0, 1)


def test_an_older_version_never_replaces_a_newer_one(posts: PostService) -> None:
    posts.publish([post(1, title="Third", version=3)])
    posts.publish([post(1, title="Second", path="/elsewhere/", version=2)])
    found = posts.find_by_id(id_of(1))
    assert found is not None
    assert (found.title, found.path) == ("Third", "/post-1/")
    posts.publish([post(1, title="Third again", version=3), post(1, title="Fourth", version=4)])
    found = posts.find_by_id(id_of(1))
    assert found is not None
    assert found.title == "Fourth"


def test_a_path_belongs_to_one_post(posts: PostService) -> None:
    posts.publish([post(1)])
    with pytest.raises(Conflict, match="another post has its path"):
        posts.publish([post(2, path="/post-1/"), post(3)])
    assert posts.count("post") == 1
    with pytest.raises(Conflict, match="too"):
        posts.publish([post(4, path="/same/"), post(5, path="/same/")])


def test_posts_may_exchange_paths(posts: PostService) -> None:
    posts.publish([post(1, path="/a/"), post(2, path="/b/")])
    posts.publish([post(1, path="/b/", version=2), post(2, path="/a/", version=2)])
    assert posts.paths_taken(["/a/", "/b/", "/c/"]) == {"/a/": id_of(2), "/b/": id_of(1)}


def test_a_path_begins_with_a_slash(posts: PostService) -> None:
    with pytest.raises(Invalid):
        posts.publish([post(1, path="about")])


def test_the_slug_of_a_tag_decides_which_tag_it_is(posts: PostService) -> None:
    category = tag("news", name="News")
    posts.publish([post(1, tags=(category,))])
    posts.publish([post(2, tags=(replace(category, id=id_of("another"), name="news"), tag("b")))])
    found = posts.find_by_id(id_of(2))
    assert found is not None
    assert found.tags == (category, tag("b"))
    assert posts.posts_by_tag("news", 1, 10).total == 2


def test_a_tag_given_twice_to_a_post_counts_once(posts: PostService) -> None:
    posts.publish([post(1, tags=(tag("news"), replace(tag("news"), id=id_of("another"))))])
    found = posts.find_by_id(id_of(1))
    assert found is not None
    assert found.tags == (tag("news"),)


def test_tags_and_bylines_get_new_names_and_slugs(posts: PostService) -> None:
    posts.publish([post(1, tags=(tag("news"),)), post(2, tags=(tag("news"),))])
    renamed = replace(tag("news"), slug="reports", name="Reports")
    newcomer = replace(tag("news"), id=id_of("newcomer"))
    posts.publish([post(3, tags=(newcomer,)), post(2, tags=(renamed,), authors=(byline("Alice", bio="Writes"),))])
    assert [(count.tag.slug, count.posts) for count in posts.tags()] == [("reports", 2), ("news", 1)]
    first = posts.find_by_id(id_of(1))
    assert first is not None
    assert first.authors[0].bio == "Writes"
    assert first.tags == (renamed,)


def test_internal_tags_are_kept_and_never_shown(posts: PostService) -> None:
    hidden = tag("hash-hidden", internal=True)
    posts.publish([post(1, tags=(tag("news"),), all_tags=(tag("news"), hidden))])
    found = posts.find_by_id(id_of(1))
    assert found is not None
    assert found.tags == (tag("news"),)
    assert posts.find_tag("hash-hidden") is None
    assert [count.tag.slug for count in posts.tags()] == ["news"]
    assert posts.posts_by_tag("hash-hidden", 1, 10).total == 0


def test_nothing_is_published_on_a_replica(open_database: OpenDatabase) -> None:
    with pytest.raises(ReadOnlyReplica):
        PostService(open_database("Posts", writable=False)).publish([post(1)])


def test_two_sites_in_one_process_do_not_mix(posts: PostService, open_database: OpenDatabase) -> None:
    second = PostService(open_database("Posts", "second"))
    posts.publish([post(1)])
    second.publish([post(2)])
    assert [entry.path for entry in posts.sitemap()] == ["/post-1/"]
    assert [entry.path for entry in second.sitemap()] == ["/post-2/"]
