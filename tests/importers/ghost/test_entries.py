"""Rows of posts, and every odd row that was ever met."""

from datetime import UTC, datetime

import pytest

from app.importers.items import Entry, Failed, Skipped, Warned


def found(items, kind):
    return [item for item in items if isinstance(item, kind)]


def test_a_whole_post(ghost):
    entry = ghost.entry(
        tables={
            "settings": [{"key": "timezone", "value": "Asia/Kolkata"}, {"key": "comments_enabled", "value": "all"}],
            "posts_meta": [
                {
                    "post_id": "p1",
                    "meta_description": "For engines",
                    "meta_title": "Title for engines",
                    "og_title": "For Facebook",
                    "twitter_image": "__GHOST_URL__/content/images/t.png",
                    "feature_image_alt": "Alt",
                    "feature_image_caption": "<em>Cap</em>",
                    "email_subject": "Only in the e-mail",
                }
            ],
        },
        featured=1,
        custom_excerpt="In short",
        canonical_url="https://elsewhere.example/x",
        feature_image="__GHOST_URL__/content/images/f.png",
        updated_at="2024-01-02T03:04:05.000Z",
        locale="de_AT",
        codeinjection_head="<script>alert(1)</script>",
        show_title_and_feature_image=0,
    )
    assert (entry.kind, entry.ref, entry.title, entry.slug, entry.path) == ("post", "p1", "Hello", "hello", "/hello/")
    assert entry.old_paths == ("/p/0067e07a-0324-486f-ab4c-5551a273090d/", "/hello/amp/")
    assert entry.published_at == datetime(2023, 12, 31, 23, 30, tzinfo=UTC)
    assert entry.updated_at == datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert entry.local_date == "2024-01-01"  # in Kolkata the year is over
    assert (entry.excerpt, entry.description, entry.language) == ("In short", "For engines", "de-AT")
    assert (entry.image, entry.image_alt, entry.image_caption) == ("/content/images/f.png", "Alt", "<em>Cap</em>")
    assert (entry.pinned, entry.comments_open) == (True, True)
    assert entry.canonical_url == "https://elsewhere.example/x"
    assert entry.metadata == {
        "meta_title": "Title for engines",
        "og_title": "For Facebook",
        "twitter_image": "/content/images/t.png",
        "uuid": "0067e07a-0324-486f-ab4c-5551a273090d",
        "guid": "0067e07a-0324-486f-ab4c-5551a273090d",
        "show_title_and_feature_image": False,
    }


def test_injected_code_is_left_out_and_said(ghost):
    said = ghost.warnings(codeinjection_head="<script>1</script>", codeinjection_foot="x")
    assert len(said) == 2
    assert all("injected" in one for one in said)


def test_the_id_in_the_old_feed(ghost):
    """Ghost's feed names posts by their id since 1.0, before by their uuid."""
    uuid = "0067e07a-0324-486f-ab4c-5551a273090d"
    assert ghost.entry(id="5f1e0c2ab7a4f20039a1b2c3", uuid=uuid).metadata["guid"] == "5f1e0c2ab7a4f20039a1b2c3"
    assert ghost.entry(id=7, uuid=uuid).metadata["guid"] == uuid
    assert "guid" not in ghost.entry(id=7, uuid="").metadata


def test_a_post_of_ghost_0(ghost):
    items = ghost.read(
        ghost.write(
            version="003",
            posts=[
                {
                    "id": 7, "title": "Old", "slug": "old", "markdown": "#Hi\nthere", "html": "<h1>Hi</h1>",
                    "image": "/content/images/a.png",
                    "featured": 0, "page": 1, "status": "published", "language": "en_US", "author_id": 1,
                    "meta_description": "M", "published_at": 1388318310783,
                }
            ],
            users=[{"id": 1, "name": "Ann", "slug": "ann"}],
        )
    )  # fmt: skip
    (entry,) = found(items, Entry)
    assert (entry.kind, entry.ref, entry.authors) == ("page", "7", ("1",))
    assert entry.published_at == datetime(2013, 12, 29, 11, 58, 30, 783000, tzinfo=UTC)
    assert (entry.source, entry.source_format, entry.html) == ("# Hi\nthere", "markdown", "<h1>Hi</h1>")
    assert (entry.image, entry.description, entry.language) == ("/content/images/a.png", "M", "en-US")


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ({"type": "page"}, "page"),
        ({"type": "post", "page": 1}, "post"),
        ({"type": None, "page": "1"}, "page"),
        ({"type": None, "page": False}, "post"),
    ],
)
def test_pages(ghost, values, kind):
    assert ghost.entry(**values).kind == kind


def test_order_and_internal_tags_and_first_author(ghost):
    entry = ghost.entry(
        tables={
            "tags": [{"id": "t1", "name": "#in", "slug": "hash-in"}, {"id": "t2", "name": "B", "slug": "b"}],
            "posts_tags": [
                {"post_id": "p1", "tag_id": "t1", "sort_order": 1},
                {"post_id": "p1", "tag_id": "t2", "sort_order": 0},
                {"post_id": "p1", "tag_id": "t2", "sort_order": 2},
            ],
            "users": [{"id": "1", "name": "Ann", "slug": "ann"}, {"id": "2", "name": "Bob", "slug": "bob"}],
            "posts_authors": [
                {"post_id": "p1", "author_id": "1", "sort_order": 1},
                {"post_id": "p1", "author_id": "2", "sort_order": 0},
            ],
        }
    )
    assert entry.tags == ("t2", "t1")
    assert entry.authors == ("2", "1")


def test_an_unknown_author_becomes_the_owner(ghost, make):
    items = ghost.read_tables(
        posts=[make.post(author_id="9")],
        users=[{"id": "1", "slug": "ann"}, {"id": "5", "slug": "owner"}],
        roles=[{"id": "r", "name": "Owner"}],
        roles_users=[{"role_id": "r", "user_id": "5"}],
    )
    assert found(items, Entry)[0].authors == ("5",)
    assert "given to the owner" in found(items, Warned)[0].message


def test_without_users_there_are_no_authors(ghost):
    assert ghost.entry(author_id=1).authors == ()


def test_every_odd_row_has_a_reason(ghost, make):
    """Read = imported + skipped + failed."""
    rows = [
        make.post(),
        make.post(),
        make.post(title="Another with the same id", slug="another"),
        make.post(id="p2", slug="hello", title="Same slug"),
        make.post(id="p3", title=None, slug="no-title"),
        make.post(id="p4", slug="", title="No slug"),
        make.post(id=None, uuid="not a uuid", slug="no-id"),
        {"id": None, "title": None, "slug": None, "html": None, "status": None},
        None,
        "text",
        [],
    ]
    items = ghost.read_tables(posts=rows)
    entries, skipped, failed = found(items, Entry), found(items, Skipped), found(items, Failed)
    assert len(entries) + len(skipped) + len(failed) == len(rows)
    assert [entry.ref for entry in entries] == ["p1", "p1#2", "p2", "p3", "p4", "not a uuid"]
    assert [entry.path for entry in entries] == ["/hello/", "/another/", None, "/no-title/", None, "/no-id/"]
    assert [(one.ref, one.reason) for one in skipped] == [("p1", "the same row stands twice")]
    assert {one.reason for one in failed} == {"it is no record", "it has no title, no slug and no text"}
    said = {(one.ref, one.message) for one in found(items, Warned)}
    assert ("p1#2", "another post has the same id") in said
    assert ("p2", "another post had its address /hello/ already") in said
    assert ("p3", "it has no title") in said
    assert ("p4", "it has no slug; its address is made from its title") in said


@pytest.mark.parametrize(
    "date",
    [
        None,
        "0000-00-00 00:00:00",
        "soon",
        "9999-12-31 23:59:59",
        "0001-01-01 00:00:00",
        "",
        10**30,
        -(10**18),
        True,
        [],
        "99999999999999999999",
    ],
)
def test_a_date_that_is_none_gives_way_to_that_of_creation(ghost, date):
    entry = ghost.entry(published_at=date, created_at="2020-01-01 00:00:00")
    assert entry.published_at == datetime(2020, 1, 1, tzinfo=UTC)


def test_drafts_never_had_an_address(ghost):
    entry = ghost.entry(status="draft", published_at=None)
    assert (entry.path, entry.published_at) == (None, None)
    assert entry.old_paths == ("/p/0067e07a-0324-486f-ab4c-5551a273090d/",)


def test_an_address_is_decoded_and_keeps_the_blogs_folder(ghost):
    entry = ghost.entry(slug="%E6%97%A5%E6%9C%AC", site_url="https://old.example/blog/")
    assert entry.path == "/blog/日本/"


@pytest.mark.parametrize(
    ("site_url", "link"),
    [
        (None, '<a href="/">a</a><a href="/x/">b</a><a href="/#/portal">c</a>'),
        ("https://o.example", '<a href="https://o.example/">a</a><a href="https://o.example/x/">b</a><a href="https://o.example/#/portal">c</a>'),
    ],
)  # fmt: skip
def test_the_placeholder_of_the_sites_address_is_filled_in(ghost, site_url, link):
    html = '<a href="__GHOST_URL__">a</a><a href="__GHOST_URL__/x/">b</a><a href="__GHOST_URL__/#/portal">c</a>'
    assert ghost.entry(html=html, site_url=site_url).html == link


def test_missing_and_odd_tables(ghost):
    items = ghost.read(
        ghost.write_json({"data": {"posts": [{"title": "A", "slug": "a"}], "tags": 7, "posts_tags": None}})
    )
    assert len(found(items, Entry)) == 1
