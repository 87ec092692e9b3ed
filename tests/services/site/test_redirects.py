import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.services.site import Redirect, SiteService
from tests.services.conftest import OpenDatabase


def target(site: SiteService, address: str) -> str | None:
    found = site.find_redirect(address)
    return found and found.target


def put(site: SiteService, *redirects: tuple[str, str], is_regex: bool = False) -> list[str]:
    outcomes = site.put_redirects([Redirect(source, to, is_regex=is_regex) for source, to in redirects])
    return [outcomes[source] for source, _ in redirects]


def test_an_old_address_leads_on_however_it_is_typed(site: SiteService) -> None:
    assert (
        put(site, ("/category/nëws/", "/tag/news/"), ("/?cat=3", "/tag/c/"), ("/x", "https://bob.example/x?y#z"))
        == ["created"] * 3
    )
    for address in ("/category/nëws", "/category/nëws/", "/category/nëws/?utm_source=a", "//category//nëws"):
        assert target(site, address) == "/tag/news/", address
    assert target(site, "/?cat=3&x=1") == "/tag/c/"
    assert target(site, "/x") == "https://bob.example/x?y#z"
    for address in ("/", "/?cat=4", "/category", "/category/nëws/more", "", "\x00"):
        assert target(site, address) is None, address


def test_permanence_is_kept(site: SiteService) -> None:
    site.put_redirects([Redirect("/a", "/b", permanent=False)])
    assert site.find_redirect("/a/") == Redirect("/a", "/b", permanent=False)


def test_putting_again(site: SiteService) -> None:
    assert put(site, ("/a", "/b")) == ["created"]
    assert put(site, ("/a/", "/b"), ("/c", "/d")) == ["unchanged", "created"]
    assert put(site, ("/a", "/e")) == ["updated"]
    assert target(site, "/a") == "/e"
    assert put(site, ("^/x", "/y"), is_regex=True) == ["created"]
    assert put(site, ("^/x", "/y"), is_regex=True) == ["unchanged"]
    assert put(site, ("^/x", "/z"), is_regex=True) == ["updated"]
    assert site.list_redirects() == [Redirect("^/x", "/z", is_regex=True), Redirect("/a", "/e"), Redirect("/c", "/d")]
    assert site.count_redirects() == 2


@pytest.mark.parametrize(
    "to",
    [
        "",
        "about",
        "//evil.example/",
        "/\\evil.example/",
        "javascript:alert(1)",
        "mailto:alice@example.org",
        "https://",
        "https://alice@evil.example/",
        "https://good.example\\@evil.example/",
        "https://good.example\\.evil.example/",
        "http://[::1",
        "https://host:port/",
    ],
)
def test_targets_that_are_refused(site: SiteService, to: str) -> None:
    (outcome,) = put(site, ("/a", to))
    assert outcome not in ("created", "updated", "unchanged")
    assert " " in outcome
    assert site.count_redirects() == 0


def test_targets_elsewhere_are_written_as_browsers_want_them(site: SiteService) -> None:
    put(site, ("/a", "HTTPS://Bücher.example:8443/ä b?ü=%20#ö"))
    assert target(site, "/a") == "https://xn--bcher-kva.example:8443/%C3%A4%20b?%C3%BC=%20#%C3%B6"


def test_nothing_leads_back_to_itself(site: SiteService) -> None:
    assert put(site, ("/a", "/a/"), ("/", "/b")) == ["it leads to itself", "the front page can't be redirected"]
    assert put(site, ("/a", "/b"), ("/b", "/c")) == ["created", "created"]
    (outcome,) = put(site, ("/c", "/a/#top"))
    assert outcome == "it leads back to itself by way of others"
    assert put(site, ("/p", "/q"), ("/q", "/p")) == ["it leads back to itself by way of others", "created"]
    assert (target(site, "/a"), target(site, "/c")) == ("/b", None)


def test_patterns_are_filled_in_as_javascript_does(site: SiteService) -> None:
    patterns = [
        (r"^\/blog\/(\d{4})\/(.*)$", "/$1-$2"),
        (r"^/(?<section>news|notes)/(.+)\.html$", "/$2/"),
        (r"/old-part/", "/new-part/"),
        (r"^/away/(.*)$", "https://bob.example/$1"),
        (r"^/money", "/$$5/$9"),
        (r"^/x\?page_id=(\d+)", "/x?id=$1"),
        (r"^/日本/(.*)$", "/jp/$1"),
    ]
    assert put(site, *patterns, is_regex=True) == ["created"] * len(patterns)
    assert target(site, "/blog/2015/hello") == "/2015-hello"
    assert target(site, "/news/hello world.html") == "/hello%20world/"
    assert target(site, "/a/old-part/b") == "/a/new-part/b"
    assert target(site, "/away/x/ü?") == "https://bob.example/x/%C3%BC%3F"
    assert target(site, "/money") == "/$5/$9"
    assert target(site, "/x?page_id=12") == "/x?id=12"
    assert target(site, "/日本/東京") == "/jp/%E6%9D%B1%E4%BA%AC"
    assert target(site, "/nothing") is None


def test_patterns_that_ask_for_a_slash_at_the_end(site: SiteService) -> None:
    put(site, ("^/a/(.*)/$", "/b/$1/"), ("^/c/([a-z]+)$", "/d/$1/"), is_regex=True)
    for address in ("/a/x/", "/a/x"):
        assert target(site, address) == "/b/x/", address
    for address in ("/c/x", "/c/x/"):
        assert target(site, address) == "/d/x/", address


def test_an_exact_redirect_goes_before_a_pattern(site: SiteService) -> None:
    put(site, ("^/(.*)$", "/new/$1"), ("^/x$", "/never/"), is_regex=True)
    put(site, ("/x", "/y"))
    assert target(site, "/x") == "/y"


def test_a_pattern_that_matches_what_it_makes_leads_nowhere(site: SiteService) -> None:
    put(site, ("^/(.*)$", "/new/$1"), is_regex=True)
    assert target(site, "/x") is None
    put(site, ("^/(.*)$", "/$1"), is_regex=True)
    assert target(site, "/x") is None
    put(site, ("^/blog/(.*)$", "/$1"), is_regex=True)
    assert target(site, "/blog/blog/x") == "/blog/x"


@pytest.mark.parametrize("pattern", ["(", r"(?=x)", r"(a)\1", "a{1000}{1000}", "x" * 501, "\ud800"])
def test_patterns_that_are_refused(site: SiteService, pattern: str) -> None:
    (outcome,) = put(site, (pattern, "/x"), is_regex=True)
    assert outcome.startswith("the pattern")
    assert site.list_redirects() == []


def test_a_reader_never_chooses_the_site(site: SiteService) -> None:
    (outcome,) = put(site, ("^/go/(.*)$", "https://$1/"), is_regex=True)
    assert "choose the site" in outcome
    put(site, ("^/go/(.*)$", "/$1"), ("^/(.*)/out$", "$1"), is_regex=True)
    for address in (
        "//evil.example/out",
        "/\\evil.example/out",
        "/go//evil.example",
        "/go/\\evil.example",
        "/go/\\\\evil.example/x",
        "/go/https://evil.example",
    ):
        found = target(site, address)
        assert found is not None
        assert found[0] == "/"
        assert found[1:2] not in ("/", "\\")


def test_hostile_patterns_take_no_time(site: SiteService) -> None:
    patterns = ["^(a+)+$", "(x+x+)+y", "(.*.*.*.*)*z$", "^(([a-z])+.)+[A-Z]([a-z])+$"]
    put(site, *((pattern, "/x") for pattern in patterns), is_regex=True)
    begun = time.perf_counter()
    for letter in "ax.":
        site.find_redirect("/" + letter * 1990 + "!")
    assert time.perf_counter() - begun < 0.5


def test_there_is_an_end_to_patterns(site: SiteService) -> None:
    outcomes = put(site, *((f"^/{n}$", "/x") for n in range(510)), is_regex=True)
    assert outcomes.count("created") == 500
    assert "500 patterns" in outcomes[-1]


def test_many_redirects_at_once(site: SiteService) -> None:
    assert put(site, *((f"/old/{n}", f"/new/{n}") for n in range(1200))) == ["created"] * 1200
    assert target(site, "/old/1199") == "/new/1199"
    assert len(site.list_redirects(12, 100)) == 100
    assert site.list_redirects(13, 100) == []


def test_two_sites_in_one_process_do_not_mix(site: SiteService, open_database: OpenDatabase) -> None:
    second = SiteService(open_database("Site", "second"))
    put(site, ("/a", "/b"))
    put(site, ("^/x", "/y"), is_regex=True)
    assert (target(second, "/a"), target(second, "/x")) == (None, None)


HOSTILE = st.text(alphabet="/\\?&=#%$.:@ab \x00\r\né日2fF\ud800") | st.text()


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HOSTILE, st.sampled_from(["/$1", "$1", "/x/$1", "/$&", "https://bob.example/$1"]))
def test_whatever_is_typed_leads_to_a_place_the_owner_named(site: SiteService, typed: str, to: str) -> None:
    put(site, ("^/go/(.*)$", to), is_regex=True)
    found = target(site, "/go/" + typed)
    if found is not None:
        assert found.startswith("https://bob.example/") or (found[0] == "/" and found[1:2] not in ("/", "\\"))
        assert found.isascii()
        assert not any(character <= " " for character in found)


def test_taking_away_gives_back_what_was_there(site: SiteService) -> None:
    put(site, ("/a", "/b"), ("/c", "/d"))
    put(site, ("^/x", "/y"), is_regex=True)
    gone = site.delete_redirects([Redirect("/a", ""), Redirect("/none", ""), Redirect("^/x", "", is_regex=True)])
    assert gone == [Redirect("/a", "/b"), Redirect("^/x", "/y", is_regex=True)]
    assert site.list_redirects() == [Redirect("/c", "/d")]
    assert target(site, "/x") is None
    site.put_redirects(gone)
    assert site.list_redirects(containing="b") == [Redirect("/a", "/b")]
    assert site.count_redirects("%") == 0
