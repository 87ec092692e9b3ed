"""Old addresses: the permalink setting of Ghost 0.x and 1.x, and routes.yaml."""

import pytest

from app.importers.ghost.filters import Facts, Filter, UnknownFilter
from app.importers.items import Entry, Redirect, Tag, Warned

TAGS = {
    "tags": [{"id": "t1", "name": "News", "slug": "news"}, {"id": "t2", "name": "#x", "slug": "hash-x"}],
    "posts_tags": [{"post_id": "p1", "tag_id": "t1"}],
}


def test_permalinks_with_dates_are_in_the_sites_zone(ghost):
    settings = [
        {"key": "permalinks", "value": "/:year/:month/:day/:slug/"},
        {"key": "active_timezone", "value": "Asia/Kolkata"},
    ]
    entry = ghost.entry(tables={"settings": settings})
    assert entry.path == "/2024/01/01/hello/"
    assert entry.old_paths[-1] == "/2024/01/01/hello/amp/"
    assert ghost.entry(tables={"settings": settings}, type="page").path == "/hello/"


def test_routes_give_posts_to_collections(ghost, make):
    (ghost.folder / "routes.yaml").write_text(
        "routes:\n  /about/:\n    template: about\n    data: page.ueber\n  /x/: x\n"
        "collections:\n  /news/:\n    permalink: /news/{year}/{slug}/\n    filter: primary_tag:news+tag:-hash-x\n"
        "  /blog/:\n    permalink: /blog/{slug}/\n"
        "taxonomies:\n  tag: /thema/{slug}/\n"
    )
    items = ghost.read_tables(
        posts=[make.post(), make.post(id="p2", slug="other"), make.post(id="p3", slug="ueber", type="page")], **TAGS
    )
    paths = {item.slug: item.path for item in items if isinstance(item, Entry)}
    assert paths == {"hello": "/news/2023/hello/", "other": "/blog/other/", "ueber": "/about/"}
    assert next(item for item in items if isinstance(item, Entry) and item.slug == "ueber").old_paths[-1] == "/ueber/"
    assert [item.old_paths for item in items if isinstance(item, Tag)] == [("/thema/news/",), ()]
    assert [item for item in items if isinstance(item, Redirect)] == [Redirect("/news/", "/"), Redirect("/blog/", "/")]
    assert any("/x/" in item.message for item in items if isinstance(item, Warned))


def test_a_filter_that_is_not_understood_is_said(ghost, make):
    (ghost.folder / "routes.yaml").write_text(
        "collections:\n  /a/:\n    permalink: /a/{slug}/\n    filter: \"published_at:>'2020'\"\n  /:\n    "
        "permalink: /{slug}/\n"
    )
    items = ghost.read_tables(posts=[make.post()])
    assert next(item.path for item in items if isinstance(item, Entry)) == "/hello/"
    assert any("not understood" in item.message for item in items if isinstance(item, Warned))


@pytest.mark.parametrize("routes", ["[", "- a", "collections: 7", "a: &a [*a]", "\xff\xfe", "collections:\n  /: null"])
def test_odd_routes_leave_the_usual_addresses(ghost, make, routes):
    (ghost.folder / "routes.yaml").write_bytes(routes.encode("latin-1"))
    items = ghost.read_tables(posts=[make.post()])
    assert next(item.path for item in items if isinstance(item, Entry)) == "/hello/"


@pytest.mark.parametrize(
    ("wanted", "taken"),
    [
        ("tag:news", True),
        ("tag:-news", False),
        ("tag:[x,news]", True),
        ("tags.slug:'news'", True),
        ("primary_tag:news+featured:true", False),
        ("primary_tag:other,author:ann", True),
        ("tag:-[a,b]+author:ann", True),
    ],
)
def test_filters(wanted, taken):
    facts = Facts("1", "hello", tags=("news", "hash-x"), primary_tag="news", authors=("ann",))
    assert Filter(wanted).takes(facts) is taken


@pytest.mark.parametrize(
    "wanted", ["(tag:a)", "tag:a+(tag:b,tag:c)", "published_at:>2020", "nonsense", "odd:x", "tag:" + "x" * 600]
)
def test_other_filters_are_not_guessed_at(wanted):
    with pytest.raises(UnknownFilter):
        Filter(wanted)
