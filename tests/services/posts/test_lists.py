from datetime import timedelta

from app.services.posts import Month, Neighbours, PostService
from tests.services.making import ALICE, BOB, START, id_of, post, tag


def numbers(posts: PostService, page: int, per_page: int = 3) -> list[str]:
    return [entry.title for entry in posts.latest_posts(page, per_page).entries]


def test_an_empty_site_has_empty_lists(posts: PostService) -> None:
    page = posts.latest_posts(1, 10)
    assert (page.entries, page.number, page.pages, page.total) == ((), 1, 0, 0)
    assert posts.posts_by_tag("none", 2, 10).number == 2
    assert posts.feed(10) == []
    assert posts.feed(10, tag_slug="none") == []
    assert posts.feed(10, author_slug="none") == []
    assert posts.months() == []
    assert posts.sitemap() == []


def test_the_newest_come_first_page_by_page(posts: PostService) -> None:
    posts.publish([post(n) for n in range(1, 8)])
    assert numbers(posts, 1) == ["Post 7", "Post 6", "Post 5"]
    assert numbers(posts, 3) == ["Post 1"]
    assert numbers(posts, 0) == numbers(posts, 1)
    beyond = posts.latest_posts(10**30, 3)
    assert (beyond.entries, beyond.pages, beyond.total) == ((), 3, 7)


def test_equal_times_are_ordered_by_id(posts: PostService) -> None:
    posts.publish([post(n, published_at=START) for n in range(10)])
    ids = [entry.id for page in (1, 2, 3, 4) for entry in posts.latest_posts(page, 3).entries]
    assert ids == sorted((id_of(n) for n in range(10)), reverse=True)


def test_pinned_posts_come_before_all_others_once(posts: PostService) -> None:
    posts.publish([post(n, pinned=n == 2) for n in range(1, 6)])
    assert numbers(posts, 1) + numbers(posts, 2) == ["Post 2", "Post 5", "Post 4", "Post 3", "Post 1"]
    assert [entry.title for entry in posts.feed(2)] == ["Post 5", "Post 4"]


def test_pages_are_in_no_list_of_posts(posts: PostService) -> None:
    posts.publish([post(1, tags=(tag("news"),)), post(2, kind="page", path="/about/", tags=(tag("news"), tag("only")))])
    assert posts.latest_posts(1, 10).total == 1
    assert posts.posts_by_tag("news", 1, 10).total == 1
    assert posts.posts_by_author("alice", 1, 10).total == 1
    assert posts.posts_by_date(2015, None, 1, 10).total == 1
    assert [count.tag.slug for count in posts.tags()] == ["news"]
    assert len(posts.feed(10)) == len(posts.feed(10, tag_slug="news")) == 1
    assert (posts.count("post"), posts.count("page")) == (1, 1)
    assert [page.path for page in posts.pages()] == ["/about/"]
    assert {entry.path for entry in posts.sitemap()} == {"/post-1/", "/about/"}


def test_lists_of_a_tag_and_of_an_author(posts: PostService) -> None:
    posts.publish(
        [post(1, tags=(tag("a"),), authors=(ALICE,)), post(2, tags=(tag("b"), tag("a")), authors=(BOB, ALICE))]
    )
    assert [entry.title for entry in posts.posts_by_tag("a", 1, 10).entries] == ["Post 2", "Post 1"]
    assert [entry.title for entry in posts.posts_by_author("bob", 1, 10).entries] == ["Post 2"]
    assert [entry.title for entry in posts.posts_by_author("alice", 2, 1).entries] == ["Post 1"]
    assert [entry.html for entry in posts.feed(1, tag_slug="a")] == ["<p>Body 2</p>"]
    assert len(posts.feed(10, author_slug="alice")) == 2
    assert posts.find_author("bob") == BOB
    assert posts.find_tag("b") == tag("b")


def test_archives_go_by_the_local_date(posts: PostService) -> None:
    new_year = START.replace(month=12, day=31, hour=23)
    posts.publish([post(1, published_at=new_year, local_date="2016-01-01"), post(2, local_date="2015-12-31")])
    posts.publish([post(3, local_date="2016-01-31")])
    assert posts.months() == [Month(2016, 1, 2), Month(2015, 12, 1)]
    assert [entry.title for entry in posts.posts_by_date(2016, 1, 1, 10).entries] == ["Post 3", "Post 1"]
    assert [entry.title for entry in posts.posts_by_date(2015, 12, 1, 10).entries] == ["Post 2"]
    assert posts.posts_by_date(2016, None, 1, 10).total == 2
    assert posts.posts_by_date(2016, 2, 1, 10).total == 0


def test_neighbours(posts: PostService) -> None:
    posts.publish([post(n) for n in (1, 2, 3)])
    posts.publish([post(4, kind="page", published_at=START + timedelta(days=2, hours=1))])
    middle = posts.find_by_id(id_of(2))
    first = posts.find_by_id(id_of(1))
    assert middle is not None
    assert first is not None
    found = posts.neighbours(middle)
    assert found.older is not None
    assert found.newer is not None
    assert (found.older.title, found.newer.title) == ("Post 1", "Post 3")
    assert posts.neighbours(first) == Neighbours(None, posts.posts_by_id([id_of(2)])[id_of(2)])


def test_related_posts_share_most_tags(posts: PostService) -> None:
    a, b, c = tag("a"), tag("b"), tag("c")
    posts.publish(
        [post(1, tags=(a, b)), post(2, tags=(a,)), post(3, tags=(b, a)), post(4, tags=(c,)), post(5, tags=(a,))]
    )
    one = posts.posts_by_id([id_of(1)])[id_of(1)]
    assert [entry.title for entry in posts.related(one, 2)] == ["Post 3", "Post 5"]
    assert [entry.title for entry in posts.related(one, 9)] == ["Post 3", "Post 5", "Post 2"]
    four = posts.posts_by_id([id_of(4)])[id_of(4)]
    assert posts.related(four, 3) == []


def test_many_ids_at_once(posts: PostService) -> None:
    posts.publish([post(n) for n in range(30)])
    assert posts.visible_ids([id_of(n) for n in range(25, 40)]) == {id_of(n) for n in range(25, 30)}
    assert posts.posts_by_id([]) == {}
