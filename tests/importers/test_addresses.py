"""Old addresses: kept where nothing prevents it, never two items at one, never one of Waypost's own."""

from hypothesis import given
from hypothesis import strategies as st

from app.importers.addresses import Addresses, is_own, normal_path, wished_path
from app.importers.items import Entry, Site
from app.importers.old_site import OldSite


def entry(path: str | None = None, slug: str = "", title: str = "", ref: str = "1") -> Entry:
    return Entry("post", ref, title, slug, "published", "", "html", path=path)


def test_old_path_is_kept() -> None:
    assert Addresses({}).give("a", entry("/2015/01/hello.html")) == ("/2015/01/hello.html", None)


def test_taken_path_gets_another_and_says_so() -> None:
    addresses = Addresses({"/hello/": "other"})
    path, why = addresses.give("a", entry("/hello/", slug="hello"))
    assert path == "/hello-2/"
    assert why is not None
    assert "/hello/ belongs to another" in why


def test_second_run_gives_the_same() -> None:
    addresses = Addresses({"/hello/": "other", "/hello-2/": "a"})
    assert addresses.give("a", entry("/hello/", slug="hello"))[0] == "/hello-2/"


def test_own_routes_are_never_given() -> None:
    for path in ("/admin/", "/tag/x/", "/feed.xml", "/-/live", "/"):
        given_path, _ = Addresses({}).give("a", entry(path, slug="x"))
        assert given_path == "/x/"


def test_without_a_path_the_slug_or_title_makes_one() -> None:
    assert wished_path(entry(slug="hello")) == "/hello/"
    assert wished_path(entry(title="Hello, World!")) == "/hello-world/"
    assert wished_path(entry(ref="_posts/a.md")).startswith("/")


@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=10)), max_size=30))
def test_no_two_items_share_a_path(wishes: list[tuple[str, str]]) -> None:
    addresses = Addresses({})
    given_paths = [addresses.give(str(n), entry(path, slug, ref=str(n)))[0] for n, (path, slug) in enumerate(wishes)]
    assert len(set(given_paths)) == len(given_paths)
    assert not any(is_own(path) for path in given_paths)


@given(st.text())
def test_normal_path_is_stable_and_local(path: str) -> None:
    once = normal_path(path)
    assert once.startswith("/")
    assert not once.startswith("//")
    assert "#" not in once or "%23" in path


def test_percent_encoding_and_composition_are_one_form() -> None:
    assert normal_path("/caf%C3%A9/") == normal_path("/cafe\u0301/") == "/café/"


def test_old_site_knows_its_own_addresses() -> None:
    site = OldSite(Site(url="https://www.old.example/blog", aliases=("http://old.wordpress.example",)))
    assert site.local_path("http://old.example/blog/a/?x=1#y") == "/blog/a/?x=1#y"
    assert site.local_path("//old.wordpress.example/a") == "/a"
    assert site.local_path("/a") == "/a"
    assert site.local_path("https://other.example/a") is None
    assert site.local_path("mailto:alice@old.example") is None
    assert site.local_path("http://[broken") is None


@given(st.text())
def test_any_address_can_be_asked(address: str) -> None:
    OldSite(Site(url="https://old.example")).local_path(address)
