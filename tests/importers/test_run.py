"""The runner: everything is counted, nothing private comes out, a second run changes nothing."""

import io
import struct
from dataclasses import replace
from datetime import UTC, datetime

from app.importers.items import Author, Comment, Entry, Failed, Item, Media, Redirect, Site, Skipped, Tag, Warned
from app.importers.report import UNCHANGED, Report
from app.importers.run import Importer
from app.main import Parts, import_services
from tests.importers.sites import ListReader, bring_in

AT = datetime(2015, 1, 2, 3, 4, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 3, 2) + b"\x08\x02\0\0\0"


def entry(ref: str, **changes: object) -> Entry:
    base = Entry(
        "post",
        ref,
        f"Title of {ref}",
        ref,
        "published",
        f"<p>Body of {ref}</p>",
        "html",
        path=f"/2015/01/{ref}/",
        old_paths=(f"/?p={ref}",),
        published_at=AT,
        local_date="2015-01-02",
        authors=("alice",),
        tags=("news",),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def comment(ref: str, entry_ref: str, **changes: object) -> Comment:
    base = Comment(ref, entry_ref, "Charlie", AT, "Nice one", "approved", email="charlie@example.com")
    return replace(base, **changes)  # type: ignore[arg-type]


SITE = Site(
    "Old blog", "A tagline", "https://old.example", "de", "Europe/Berlin", (("Home", "/"), ("About", "/about/"))
)
BLOG: list[Item] = [
    SITE,
    Author("alice", "alice", "Alice", "alice@example.com", old_paths=("/author/alice-old/",)),
    Tag("news", "news", "News", old_paths=("/category/news/", "/tag/news/")),
    Tag("unused", "unused", "Unused"),
    Media(
        "m1",
        "https://old.example/wp-content/uploads/a.png",
        "a.png",
        lambda: io.BytesIO(PNG),
        aliases=("/wp-content/uploads/a-300x200.png",),
    ),
    Media("m2", "https://old.example/wp-content/uploads/gone.jpg", "gone.jpg"),
    entry(
        "one",
        source='<p>See <a href="http://old.example/2015/01/two/">two</a> '
        '<img src="//old.example/wp-content/uploads/a-300x200.png" alt="A"> '
        '<img src="/wp-content/uploads/gone.jpg" alt=""></p>',
    ),
    comment("c1", "one"),
    comment("c2", "one", parent_ref="c1", status="pending"),
    entry("two", kind="page", path="/two/"),
    entry("three", status="trash"),
    comment("c3", "three"),
    Redirect("/old-one", "https://old.example/2015/01/one/"),
    Skipped("menu item", "9", "Waypost has its own navigation"),
    Failed("posts", "10", "its date can't be read"),
    Warned("one", "unknown shortcode [contact-form-7]"),
]


def check_sums(report: Report) -> None:
    for kind in report.read:
        left = sum(one.kind == kind for one in (*report.skipped, *report.failed))
        assert report.read[kind] == report.imported[kind] + left, kind


def test_everything_comes_in_and_is_counted(parts: Parts) -> None:
    report = bring_in(parts, ListReader(BLOG))
    check_sums(report)
    assert dict(report.imported) == {
        "authors": 1,
        "media": 1,
        "posts": 1,
        "pages": 1,
        "comments": 2,
        "tags": 1,
        "redirects": 1,
    }
    assert report.missing_media == ["https://old.example/wp-content/uploads/gone.jpg"]
    posts = parts.services.posts
    one = posts.find_by_path("/2015/01/one/")
    assert one is not None
    assert one.authors[0].name == "Alice"
    assert one.tags[0].slug == "news"
    assert 'href="/2015/01/two/"' in one.html
    assert "/media/" in one.html
    assert 'src="/wp-content/uploads/gone.jpg"' in one.html
    assert posts.find_old_path("/?p=one") == "/2015/01/one/"
    (thread,) = parts.services.comments.threads(one.id)
    assert thread.comment.author_name == "Charlie"
    redirect = parts.services.site.find_redirect("/category/news/")
    assert redirect is not None
    assert redirect.target == "/tag/news/"
    site = parts.services.site.site()
    assert (site.title, site.language, site.timezone) == ("Old blog", "de", "Europe/Berlin")


def test_second_run_changes_nothing_and_says_so(parts: Parts) -> None:
    bring_in(parts, ListReader(BLOG))
    before = {name: database.revision() for name, database in parts.databases.items()}
    report = bring_in(parts, ListReader(BLOG))
    check_sums(report)
    assert not report.imported
    assert report.changed_nothing
    unchanged = [one for one in report.skipped if one.reason == UNCHANGED]
    assert {one.kind for one in unchanged} == {"authors", "media", "posts", "pages", "comments", "tags", "redirects"}
    assert {name: database.revision() for name, database in parts.databases.items()} == before


def test_changed_there_is_updated_changed_here_is_kept(parts: Parts) -> None:
    bring_in(parts, ListReader([SITE, entry("one"), entry("two")]))
    paths = {ref: f"/2015/01/{ref}/" for ref in ("one", "two")}
    two = parts.services.posts.find_by_path(paths["two"])
    assert two is not None
    draft = parts.services.drafts.get(two.id)
    parts.services.drafts.save(replace(draft, title="Edited here"))
    report = bring_in(parts, ListReader([SITE, entry("one", title="Edited there"), entry("two", title="Edited there")]))
    assert report.imported["posts"] == 1
    titles = {ref: parts.services.posts.find_by_path(path) for ref, path in paths.items()}
    assert {ref: post.title for ref, post in titles.items() if post} == {"one": "Edited there", "two": "Edited here"}


def test_deleted_here_stays_deleted(parts: Parts) -> None:
    bring_in(parts, ListReader([SITE, entry("one")]))
    one = parts.services.posts.find_by_path("/2015/01/one/")
    assert one is not None
    parts.services.drafts.delete(one.id)
    report = bring_in(parts, ListReader([SITE, entry("one", title="Edited there")]))
    assert report.imported["posts"] == 0
    assert parts.services.posts.find_by_path("/2015/01/one/") is None


def test_nothing_private_reaches_the_public_files(parts: Parts) -> None:
    statuses = ("draft", "review", "scheduled", "private", "protected", "restricted", "trash")
    hidden = [
        entry(
            f"hidden-{status}",
            status=status,
            title="canarytitle",
            source="<p>canarybody</p>",
            excerpt="canaryexcerpt",
            tags=("canarytag",),
        )
        for status in statuses
    ]
    talk = [comment(f"c-{status}", f"hidden-{status}", status="pending", body="canarycomment") for status in statuses]
    report = bring_in(parts, ListReader([SITE, *hidden, *talk, entry("open")]))
    check_sums(report)
    assert report.imported["posts"] == len(statuses)  # all but the trashed one, and the open one
    assert dict(report.held_back) == {"draft": 1, "review": 1, "scheduled": 1, "private": 2, "protected": 1}
    for service in ("posts", "comments", "site"):
        folder = parts.databases[service].path.parent
        content = b"".join(path.read_bytes() for path in folder.glob(f"{service.capitalize()}.db*"))
        assert b"canary" not in content, service


def test_withdrawn_in_the_old_blog_disappears(parts: Parts) -> None:
    bring_in(parts, ListReader([SITE, entry("one")]))
    bring_in(parts, ListReader([SITE, entry("one", status="draft")]))
    assert parts.services.posts.find_by_path("/2015/01/one/") is None


def test_two_items_with_one_address(parts: Parts) -> None:
    report = bring_in(parts, ListReader([SITE, entry("one", path="/same/"), entry("two", path="/same/")]))
    assert report.imported["posts"] == 2
    assert parts.services.posts.find_by_path("/two/") is not None
    assert any("belongs to another" in message for _, message in report.warnings)


def test_media_that_come_later_change_the_bodies(parts: Parts) -> None:
    without = [
        Media("m1", "https://old.example/wp-content/uploads/a.png", "a.png"),
        entry("one", source='<img src="/wp-content/uploads/a.png" alt="">'),
    ]
    bring_in(parts, ListReader([SITE, *without]))
    with_file = [replace(without[0], open=lambda: io.BytesIO(PNG)), without[1]]
    report = bring_in(parts, ListReader([SITE, *with_file]))
    assert (report.imported["media"], report.imported["posts"]) == (1, 1)
    one = parts.services.posts.find_by_path("/2015/01/one/")
    assert one is not None
    assert "/media/" in one.html


def test_media_that_came_before_stay_though_they_are_not_beside_the_export_again(parts: Parts) -> None:
    media = Media("m1", "https://old.example/wp-content/uploads/a.png", "a.png", lambda: io.BytesIO(PNG))
    post = entry("one", source='<img src="/wp-content/uploads/a.png" alt="">')
    bring_in(parts, ListReader([SITE, media, post]))
    report = bring_in(parts, ListReader([SITE, replace(media, open=None), post]))
    assert (report.changed_nothing, report.missing_media) == (True, [])
    one = parts.services.posts.find_by_path("/2015/01/one/")
    assert one is not None
    assert "/media/" in one.html


def test_sizes_of_a_missing_file_are_one_file(parts: Parts) -> None:
    body = '<img src="/wp-content/uploads/b-300x200.jpg" alt=""><img src="/wp-content/uploads/b.jpg" alt="">'
    media = Media("m", "https://old.example/wp-content/uploads/b.jpg", "b.jpg")
    report = bring_in(parts, ListReader([SITE, media, entry("one", source=body)]))
    assert report.missing_media == ["https://old.example/wp-content/uploads/b.jpg"]


def test_unusable_file_fails_alone(parts: Parts) -> None:
    svg = Media("m1", "/a.svg", "a.svg", lambda: io.BytesIO(b"<svg><script>1</script></svg>"))
    report = bring_in(parts, ListReader([SITE, svg, entry("one")]))
    assert [(one.kind, one.ref) for one in report.failed] == [("media", "/a.svg")]
    assert report.imported["posts"] == 1


def test_dry_run_writes_nothing(parts: Parts) -> None:
    before = {name: database.revision() for name, database in parts.databases.items()}
    report = Importer(None, ListReader(BLOG), "old").run()
    check_sums(report)
    assert report.imported["posts"] == 1
    assert report.as_json()["dry_run"] is True
    assert {name: database.revision() for name, database in parts.databases.items()} == before
    assert import_services(parts).drafts.count_by_status() == {}


def test_hostile_html_is_removed_and_said(parts: Parts) -> None:
    hostile = '<p onclick="x()">Hi<script>alert(1)</script><a href="javascript:alert(1)">x</a></p>'
    report = bring_in(parts, ListReader([SITE, entry("one", source=hostile)]))
    one = parts.services.posts.find_by_path("/2015/01/one/")
    assert one is not None
    for word in ("script", "onclick", "alert"):
        assert word not in one.html
    assert any(message.startswith("removed for safety") for _, message in report.warnings)
