"""The order of the stream, and that everything read is in it once."""

from typing import Any

from app.importers.items import Author, Comment, Entry, Media, Redirect, Site, Skipped, Tag

ORDER = [Site, Author, Tag, Media, Entry, Redirect]
COMMENT = "<wp:comment><wp:comment_id>9</wp:comment_id><wp:comment_approved>1</wp:comment_approved></wp:comment>"


def test_order_is_that_of_the_contract(exports: Any, item: Any, attachment: Any) -> None:
    stream = exports.read(
        item(COMMENT + '<category domain="post_tag" nicename="sea">Sea</category>', creator="alice"),
        attachment(5, "2024/05/a.jpg"),
        item(post_id="2", post_name="b", creator="bob"),
    )
    kinds = [type(one) for one in stream if type(one) in ORDER]
    assert kinds == sorted(kinds, key=ORDER.index)
    assert set(kinds) == set(ORDER)
    assert isinstance(stream[stream.index(stream.comments[0]) - 1], Entry)


def test_second_reading_gives_the_same(exports: Any, item: Any, attachment: Any, read: Any) -> None:
    path = exports.write(item(COMMENT), attachment(5, "2024/05/a.jpg"), item(post_id="2", title="a & b < c"))
    assert list(read([path])) == list(read([path]))


def test_split_export_is_one_site(exports: Any, item: Any, attachment: Any, meta: Any, read: Any) -> None:
    posts = exports.write(item(meta(_thumbnail_id="5"), content="[gallery ids='5']"), name="posts.xml")
    files = exports.write(attachment(5, "2024/05/a.jpg"), item(post_id="1"), name="files.xml")
    stream = read([posts, files])
    assert stream.entry.image == "https://alice.example/wp-content/uploads/2024/05/a.jpg"
    assert "a.jpg" in stream.entry.source
    assert stream.skipped == [("posts", "1")]  # in both files
    assert len(stream.media) == 1


def test_what_is_no_post_is_skipped_by_kind(exports: Any, item: Any) -> None:
    types = ["revision", "wp_navigation", "wp_template", "wp_global_styles", "wp_block", "custom_css", "feedback"]
    stream = exports.read(*(item(post_id=str(n), post_type=kind) for n, kind in enumerate(types, 10)))
    assert [kind for kind, _ in stream.skipped] == [
        "revision",
        "navigation",
        "template",
        "global styles",
        "reusable block",
        "custom CSS",
        "form entry",
    ]
    assert all(one.reason for one in stream.all(Skipped))
    assert not stream.all(Entry)


def test_unfinished_posts_are_skipped_as_posts(exports: Any, item: Any) -> None:
    stream = exports.read(item(status="auto-draft"), item(post_id="2", post_type="page", status="inherit"))
    assert stream.skipped == [("posts", "1"), ("pages", "2")]


def test_item_without_a_type_is_skipped(exports: Any, item: Any) -> None:
    assert exports.read(item(), item(post_id="2", post_type="")).skipped == [("item without a type", "2")]


def test_comments_of_what_is_skipped_are_skipped(exports: Any, item: Any, attachment: Any) -> None:
    stream = exports.read(item(COMMENT, status="auto-draft"), attachment(5, "2024/05/a.jpg", COMMENT))
    assert stream.skipped == [("posts", "1"), ("comments", "9"), ("comments", "9")]
    assert not stream.all(Comment)


def test_custom_types(exports: Any, item: Any) -> None:
    recipe = item(post_type="recipe")
    left = exports.read(recipe)
    assert left.skipped == [("recipe", "1")]
    assert "--custom-types" in left.one(Skipped).reason
    assert exports.read(recipe, custom_types="as-posts").entry.kind == "post"
    page = exports.read(recipe, custom_types="as-pages").entry
    assert (page.kind, page.metadata["wordpress_type"]) == ("page", "recipe")


def test_title_and_other_facts_of_the_site(exports: Any, item: Any, head: str) -> None:
    head = head.replace(
        "<title>Alice writes", "<language>de-DE</language><description>On &amp; off</description><title>A &amp;amp; B"
    )
    site = exports.read(item(), head=head).site
    assert (site.title, site.tagline, site.language) == ("A & B", "On & off", "de-DE")
    assert (site.url, site.timezone) == ("https://alice.example", "+02:00")
    assert "http://alice.example" in site.aliases


def test_site_url_option_wins(exports: Any, item: Any) -> None:
    stream = exports.read(item(), site_url="https://new.example")
    assert stream.site.url == "https://new.example"
    assert "https://alice.example" in stream.site.aliases
    assert stream.entry.path == "/2024/05/06/a-post/"


def test_network_is_not_the_site(exports: Any, item: Any, head: str) -> None:
    head = head.replace(
        "<wp:base_blog_url>", "<wp:base_site_url>https://net.example</wp:base_site_url><wp:base_blog_url>"
    )
    assert not any("net.example" in alias for alias in exports.read(item(), head=head).site.aliases)


def test_folder_of_the_old_blog_stays_when_a_url_is_given(exports: Any, item: Any, head: str) -> None:
    head = head.replace("alice.example</wp", "alice.example/blog</wp")
    stream = exports.read(item(link="https://alice.example/blog/?p=1"), head=head, site_url="https://new.example")
    assert "/blog/?p=1" in stream.entry.old_paths
    assert stream.redirects["/blog"] == "/"
