"""Old addresses: kept as paths where they are paths, listed as old ones where not."""

from typing import Any

import pytest

from app.importers.items import Entry
from app.importers.wordpress.urls import OldAddresses, host_of, with_last_segment


@pytest.mark.parametrize(
    ("link", "path"),
    [
        ("https://alice.example/2024/05/06/a-post/", "/2024/05/06/a-post/"),
        ("http://www.alice.example/a-post", "/a-post"),
        ("/blog/a-post.html", "/blog/a-post.html"),
        ("https://alice.example/%d0%bf%d1%80%d0%b8%d0%b2%d0%b5%d1%82/", "/привет/"),
        ("https://alice.example/index.php/2024/a-post/", "/index.php/2024/a-post/"),
        ("https://alice.example/100%25-wool/", "/100%-wool/"),
        ("https://alice.example/caf%e9/", "/caf%e9/"),
        ("https://alice.example/?p=1", None),
        ("https://alice.example/?page_id=1", None),
        ("https://alice.example/?post_type=recipe&#038;p=1", None),
        ("https://alice.example/", None),
        ("http://[broken", None),
        ("", None),
    ],
)
def test_path_of_a_link(exports: Any, item: Any, link: str, path: str | None) -> None:
    assert exports.read(item(link=link)).entry.path == path


def test_address_of_another_site_is_said(exports: Any, item: Any) -> None:
    outside = item(post_id="2", post_name="b", link="https://elsewhere.example/page/")
    stream = exports.read(item(), outside)
    assert [entry.path for entry in stream.all(Entry)] == ["/2024/05/06/a-post/", None]
    assert "another site" in stream.warnings[0]


def test_most_links_tell_the_real_host(exports: Any, item: Any) -> None:
    moved = [item(post_id=str(n), post_name=f"p{n}", link=f"https://new.example/p{n}/") for n in range(1, 4)]
    stream = exports.read(*moved)
    assert [entry.path for entry in stream.all(Entry)] == ["/p1/", "/p2/", "/p3/"]
    assert "https://new.example" in stream.site.aliases


def test_number_queries(exports: Any, item: Any) -> None:
    assert "/?p=1" in exports.read(item()).entry.old_paths
    page = exports.read(item(post_type="page", link="https://alice.example/?page_id=1")).entry
    assert {"/?page_id=1", "/?p=1"} <= set(page.old_paths)


def test_query_as_it_stood(exports: Any, item: Any) -> None:
    stream = exports.read(item(link="https://alice.example/?post_type=recipe&#038;p=1"))
    assert "/?post_type=recipe&p=1" in stream.entry.old_paths


@pytest.mark.parametrize(
    ("link", "old"),
    [
        ("https://alice.example/2024/05/06/a-post/", "/2024/05/06/first-try/"),
        ("https://alice.example/blog/a-post.html", "/blog/first-try.html"),
        ("https://alice.example/a-post", "/first-try"),
    ],
)
def test_earlier_slugs(exports: Any, item: Any, meta: Any, link: str, old: str) -> None:
    assert old in exports.read(item(meta(_wp_old_slug="first-try"), link=link)).entry.old_paths


def test_earlier_date(exports: Any, item: Any, meta: Any) -> None:
    assert "/2023/12/31/a-post/" in exports.read(item(meta(_wp_old_date="2023-12-31"))).entry.old_paths


def test_pages_of_a_split_post(exports: Any, item: Any) -> None:
    entry = exports.read(item(content="a<!--nextpage-->b<!--nextpage-->c")).entry
    assert {"/2024/05/06/a-post/2/", "/2024/05/06/a-post/3/"} <= set(entry.old_paths)


def test_blog_in_a_folder(exports: Any, item: Any, head: str) -> None:
    head = head.replace("alice.example</wp", "alice.example/blog</wp")
    text = item(
        '<category domain="category" nicename="news">News</category>',
        link="https://alice.example/blog/a-post/",
        creator="al",
    )
    stream = exports.read(text, head=head)
    assert stream.entry.path == "/blog/a-post/"
    assert {"/blog/?p=1", "/?p=1"} <= set(stream.entry.old_paths)
    assert "/blog/category/news/" in stream.tags[0].old_paths
    assert stream.redirects["/blog"] == "/"
    assert stream.redirects["/blog/2024/05/"] == "/archive/2024/05/"


def test_trash_loses_its_mark(exports: Any, item: Any, meta: Any) -> None:
    entry = exports.read(
        item(status="trash", post_name="a-post__trashed", link="https://alice.example/a-post__trashed/")
    ).entry
    assert (entry.slug, entry.path) == ("a-post", "/a-post/")
    wished = exports.read(item(meta(_wp_desired_post_slug="wanted"), status="trash", post_name="x__trashed-2"))
    assert wished.entry.slug == "wanted"


def test_slug_is_decoded(exports: Any, item: Any) -> None:
    assert exports.read(item(post_name="%e6%97%a5%e6%9c%ac")).entry.slug == "日本"


def test_page_of_a_file_leads_to_its_post(exports: Any, item: Any, attachment: Any) -> None:
    stream = exports.read(item(), attachment(5, "2024/05/a.jpg", post_parent="1"))
    assert {"/file-5/", "/?attachment_id=5"} <= set(stream.entry.old_paths)
    assert not stream.redirects


@pytest.mark.parametrize("held", [{"status": "draft"}, {"post_password": "s3cret"}, {"post_type": "revision"}])
def test_page_of_a_file_tells_nothing_of_a_post_that_is_held_back(
    exports: Any, item: Any, attachment: Any, held: dict[str, str]
) -> None:
    stream = exports.read(item(**held), attachment(5, "2024/05/a.jpg", post_parent="1"))
    assert not stream.redirects


def test_page_of_a_file_without_a_post_leads_to_the_file(exports: Any, item: Any, attachment: Any) -> None:
    stream = exports.read(item(), attachment(5, "2024/05/a.jpg", post_parent="77"))
    file = "https://alice.example/wp-content/uploads/2024/05/a.jpg"
    assert stream.redirects == {"/file-5/": file, "/?attachment_id=5": file}


@pytest.mark.parametrize(
    ("one", "other"),
    [("https://www.Alice.example", "//alice.example/x"), ("https://bücher.example", "http://xn--bcher-kva.example")],
)
def test_hosts_in_one_form(one: str, other: str) -> None:
    assert host_of(one) == host_of(other)


def test_hosts_with_emoji() -> None:
    own = OldAddresses(["https://🚀-science.com/science"])
    assert own.is_own("https://xn---science-7f85g.com/science/wp-content/x.png")
    assert own.base == "/science"


def test_last_segment() -> None:
    assert with_last_segment("/", "x") == "/"
    assert with_last_segment("/a/b.html", "c.html") == "/a/c.html"
