# ruff: noqa: E501
"""Old addresses: each answers one 301 to the right place, and what it leads to answers 200 at once."""

from dataclasses import replace
from urllib.parse import urljoin

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.services.drafts import Draft
from app.services.site import Redirect
from tests.web.world import ORIGIN, Client, World

ESSAY, FILES, NOTE = "/2015/02/the-map-is-a-promise/", "/2015/01/small-files/", "/2015/01/note/"
JAPANESE = "/2014/07/%E5%9C%B0%E5%9B%B3/"

MOVED = {
    # what posts were known by
    "/?p=12": ESSAY,
    "/?p=12&utm_source=feed": ESSAY,
    "/?utm_source=x&p=12&fbclid=1": ESSAY,
    "/?page_id=12": ESSAY,
    "/index.php?p=12": ESSAY,
    "/?p=7": FILES,
    "/?page_id=2": "/about/",
    "/blog/map-promise": ESSAY,
    "/blog/map-promise/": ESSAY,
    "/blog/map-promise/?utm_campaign=x": ESSAY,
    "/2014/12/31/map": ESSAY,
    # spellings
    ESSAY.rstrip("/"): ESSAY,
    ESSAY + "index.html": ESSAY,
    ESSAY + "index.php": ESSAY,
    "/2015/02/The-Map-Is-A-Promise/": ESSAY,
    "/2015//02///the-map-is-a-promise/": ESSAY,
    "/2015/02/the-map-is-a-promise.html": ESSAY,
    "/index.php/2015/02/the-map-is-a-promise/": ESSAY,
    ESSAY + ").": ESSAY,
    "/2015/02/the-map-is-a-promise,": ESSAY,
    "/contact": "/contact.html",
    "/contact/": "/contact.html",
    "/Contact.HTML": "/contact.html",
    "/about.html": "/about/",
    "/2014/07/%25E5%259C%25B0%25E5%259B%25B3/": JAPANESE,
    JAPANESE.rstrip("/"): JAPANESE,
    # beside a post
    ESSAY + "amp/": ESSAY,
    ESSAY + "amp": ESSAY,
    ESSAY + "?amp=1": ESSAY,
    ESSAY + "?replytocom=12": ESSAY,
    ESSAY + "feed/": ESSAY,
    ESSAY + "trackback/": ESSAY,
    ESSAY + "embed/": ESSAY,
    ESSAY + "comment-page-2/": ESSAY,
    ESSAY + "2/": ESSAY,
    ESSAY + "attachment/valley/": ESSAY,
    # feeds
    "/feed/": "/feed.xml",
    "/feed": "/feed.xml",
    "/rss/": "/feed.xml",
    "/rss.xml": "/feed.xml",
    "/index.xml": "/feed.xml",
    "/feed/rss2/": "/feed.xml",
    "/feed/atom/": "/atom.xml",
    "/atom/": "/atom.xml",
    "/feed/json/": "/feed.json",
    "/feeds/posts/default": "/feed.xml",
    "/comments/feed/": "/comments/feed.xml",
    "/blog/feed/": "/feed.xml",
    "/?feed=rss2": "/feed.xml",
    "/?feed=atom": "/atom.xml",
    "/?feed=comments-rss2": "/comments/feed.xml",
    "/tag/maps/feed/": "/tag/maps/feed.xml",
    "/tag/maps/rss/": "/tag/maps/feed.xml",
    "/tag/maps/feed/atom/": "/tag/maps/atom.xml",
    "/category/cartography/feed/": "/tag/maps/feed.xml",
    "/author/jane/feed/": "/author/jane/feed.xml",
    "/author/jane/rss/": "/author/jane/feed.xml",
    "/?feed=rss2&cat=3": "/tag/maps/feed.xml",
    "/?cat=3&feed=rss2": "/tag/maps/feed.xml",
    "/?feed=rss2&p=12": ESSAY,
    # tags, categories, authors
    "/tag/maps": "/tag/maps/",
    "/tag/MAPS/": "/tag/maps/",
    "/category/maps/": "/tag/maps/",
    "/category/places/maps/": "/tag/maps/",
    "/category/cartography/": "/tag/maps/",
    "/category/cartography": "/tag/maps/",
    "/category/deep/water/": "/tag/rivers/",
    "/category/deep/water/page/2/": "/tag/rivers/?page=2",
    "/tag/charts/": "/tag/maps/",
    "/tags/maps": "/tag/maps/",
    "/categories/maps/": "/tag/maps/",
    "/blog/tag/maps/": "/tag/maps/",
    "/search/label/maps": "/tag/maps/",
    "/?cat=3": "/tag/maps/",
    "/?tag=maps": "/tag/maps/",
    "/?category_name=maps": "/tag/maps/",
    "/?author=1": "/author/jane/",
    "/?author_name=jane": "/author/jane/",
    "/author/admin/": "/author/jane/",
    "/author/Jane": "/author/jane/",
    "/authors/jane/": "/author/jane/",
    "/tags/": "/archive/",
    # pages of lists
    "/page/2/": "/?page=2",
    "/page/2": "/?page=2",
    "/page/1/": "/",
    "/?paged=3": "/?page=3",
    "/blog/page/3/": "/?page=3",
    "/tag/rivers/page/2/": "/tag/rivers/?page=2",
    "/tag/rivers?page=2": "/tag/rivers/?page=2",
    "/author/jane/page/2/": "/author/jane/?page=2",
    "/2013/page/2/": "/archive/2013/?page=2",
    ESSAY + "page/2/": ESSAY,
    # dates
    "/2015/": "/archive/2015/",
    "/2015": "/archive/2015/",
    "/2015/01/": "/archive/2015/01/",
    "/2015/01": "/archive/2015/01/",
    "/2015/1/": "/archive/2015/01/",
    "/2015/01/26/": "/archive/2015/01/",
    "/archive/2015/1": "/archive/2015/01/",
    "/archive/2015": "/archive/2015/",
    "/archives/2015/01": "/archive/2015/01/",
    "/blog/2015/01/": "/archive/2015/01/",
    "/?m=201501": "/archive/2015/01/",
    "/?m=2015": "/archive/2015/",
    "/?year=2015&monthnum=1": "/archive/2015/01/",
    "/2015/01/feed/": "/archive/2015/01/",
    "/2015/12/": "/archive/2015/",
    # files
    "/wp-content/uploads/2015/01/valley.png": "PICTURE",
    "/wp-content/uploads/2015/01/valley-300x200.png": "PICTURE",
    "/wp-content/uploads/2015/01/valley-scaled.png": "PICTURE",
    # the rest
    "/index.html": "/",
    "/index.php": "/",
    "/home/": "/",
    "/blog/": "/",
    "/?s=map": "/search?q=map",
    "/?s=old+map%26": "/search?q=old+map%26",
    "/search/old+maps/": "/search?q=old+maps",
    "/search/": "/search",
    "/search/?q=map&x=1": "/search?q=map",
    "/archive": "/archive/",
    "/archives/": "/archive/",
    "/wp-sitemap.xml": "/sitemap.xml",
    "/sitemap_index.xml": "/sitemap.xml",
    "/post-sitemap.xml": "/sitemap.xml",
    # the owner's own
    "/chain-1": ESSAY + "#wp-comments",
    "/chain-2/": ESSAY + "#wp-comments",
    "/go/about/": "/about/",
    "/articles/31-small-files": FILES,
    "/old-search": "/search?q=map",
}


@pytest.fixture
def client(shared: World) -> Client:
    return shared.client()


@pytest.mark.parametrize("address", MOVED)
def test_one_hop_to_the_right_place(shared: World, client: Client, address: str) -> None:
    wanted = MOVED[address] if MOVED[address] != "PICTURE" else shared.sample.picture  # type: ignore[union-attr]
    answer = client.get(address)
    assert (answer.status_code, answer.headers.get("location")) == (301, wanted)
    assert answer.content == b""
    assert answer.headers["cache-control"] == "public, max-age=3600"
    assert client.get(wanted.partition("#")[0]).status_code == 200


@pytest.mark.parametrize("address", ["/wp-login.php", "/wp-admin/", "/wp-admin/post.php?post=1&action=edit", "/ghost/"])
def test_the_old_door(client: Client, address: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.headers["location"]) == (302, "/admin/")


def test_temporary_stays_temporary(client: Client) -> None:
    answer = client.get("/for-now")
    assert (answer.status_code, answer.headers["location"]) == (302, "/about/")


def test_to_another_site(client: Client) -> None:
    answer = client.get("/away")
    assert (answer.status_code, answer.headers["location"]) == (301, "https://elsewhere.example/x?y=1")


NOWHERE = [
    *(
        "/nope/",
        "/?p=99",
        "/?p=13",
        "/?page_id=13",
        "/index.php?p=13&preview=true",
        "/?attachment_id=9",
        "/secret/",
        "/private/",
        "/wp-json/wp/v2/posts",
        "/xmlrpc.php",
    ),
    *("/category/none/", "/2016/", "/1999/01/", "/author/nobody/feed/", "/.env", "/tag/hash-plan/feed/"),
    *("/wp-content/uploads/none.png", "/tag/maps/nothing/", "/media/none/x.png", "/static/x/none.css"),
]


@pytest.mark.parametrize("address", NOWHERE)
def test_no_place(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/?utm_source=x", "/?fbclid=1&page=2", "/?ref=hn", "/?x=1", "/?p=", "/?feed="])
def test_unknown_parameters_are_ignored(client: Client, address: str) -> None:
    if address == "/?feed=":
        assert client.get(address).headers["location"] == "/feed.xml"
    else:
        assert client.get(address).status_code == 200


def test_a_post_at_the_address_of_a_month_wins(world: World) -> None:
    world.services.drafts.save(_at_path(world, "/2015/01/"))
    answer = world.client().get("/2015/01/")
    assert answer.status_code == 200
    assert "Small files" in answer.text


def test_an_old_address_follows_its_post(world: World) -> None:
    client = world.client()
    assert client.get("/?p=7").headers["location"] == FILES
    world.services.drafts.save(_at_path(world, "/moved/again/"))
    assert client.get("/?p=7").headers["location"] == "/moved/again/"


def _at_path(world: World, path: str) -> Draft:
    found = world.services.posts.find_by_path(FILES)
    assert found is not None
    return replace(world.services.drafts.get(found.id), path=path)


JUNK = [
    *("/%00", "//evil.example", "//evil.example/", "///evil.example/%2e%2e", "/\\evil.example", "/%5Cevil.example"),
    *("/%2F%2Fevil.example/", "/https://evil.example", "/go/https://evil.example/", "/go//evil.example", "/go/%2F%2Fx.y"),
    *("/%ff%fe", "/%E0%A4%A", "/%u0041", "/..%2f..%2fetc/passwd", "/%2e%2e/%2e%2e/", "/" + "a" * 5000, "/" + "%20" * 900),
    *("/\u202e\u0000x".encode().hex(), "/;/", "/?", "/??", "/?%00=%00", "/?" + "a=1&" * 300, "/?page=1&page=2&q[]=x"),
    *("/page/999999999999999999999999/", "/2015/99/", "/tag/%00/", "/author/%0d%0aSet-Cookie:x=1/", "/%0d%0aLocation:x"),
    *("/archive/0000/", "/archive/9999/12/", "/search?q=%00", "/search?q=" + "x" * 9000, "/sitemap.xml?page=99999999"),
    *("/sitemap.xml?page=0000001999", "/static/../app.py", "/media/%2e%2e/%2e%2e/x", "/feed.xml/", "/.well-known/x"),
]  # fmt: skip


@pytest.mark.parametrize("address", JUNK)
def test_junk_neither_fails_nor_leads_away(client: Client, address: str) -> None:
    _check(client, address if address.startswith("/") else "/" + address)


PIECES = st.sampled_from(
    ["/", "//", "..", "%00", "%2F", "\\", "evil.example", "2015", "01", "tag", "maps", "feed", "page", "2", "amp", "index.html",
     "category", "author", "jane", "wp-content", "uploads", "x.png", ".html", "%E3%81%82", "%ff", "?", "p=12", "&", "s=", "#",
     ":", "@", "https:", "the-map-is-a-promise", "go", "?page=", "=", "attachment", "é", " ", "%0a", "$1", "{}", "<b>"]
)  # fmt: skip


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PIECES | st.text(max_size=5), max_size=9))
def test_any_address(client: Client, pieces: list[str]) -> None:
    _check(client, "/" + "".join(pieces))


def _check(client: Client, address: str) -> None:
    answer = client.get_raw(address)
    assert answer.status_code in (200, 301, 302, 404, 303), address
    location = answer.headers.get("location")
    if location is None:
        return
    assert location.isascii()
    assert not any(character in location for character in "\r\n\\")
    assert location.startswith("/")
    assert urljoin(ORIGIN, location).startswith(ORIGIN + "/"), location
    if answer.status_code == 301:
        assert client.get_raw(location.partition("#")[0]).status_code in (200, 404)


def test_what_only_drafts_have_is_not_named(world: World) -> None:
    """A redirect to the list of a tag or author nobody sees would tell that there is such a thing."""
    world.services.site.put_redirects([Redirect("/category/plan/", "/tag/plan/"), Redirect("/?cat=77", "/tag/plan/")])
    client = world.client()
    assert client.get("/category/plan/").status_code == 404
    assert "location" not in client.get("/?cat=77").headers


def test_a_parameter_beside_an_old_address_takes_one_hop(client: Client) -> None:
    answer = client.get(FILES.rstrip("/") + "?replytocom=5")
    assert (answer.status_code, answer.headers["location"]) == (301, FILES)


def test_two_slashes_at_the_start_lead_to_one(client: Client) -> None:
    answer = client.get_raw("/" + FILES)
    assert (answer.status_code, answer.headers["location"]) == (301, FILES)
