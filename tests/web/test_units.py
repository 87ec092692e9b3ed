# ruff: noqa: E501
"""The small parts: dates, words, addresses, threads, encodings, the shapes of old addresses."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.comments import Comment, Thread
from app.settings import resources
from app.web import old_forms
from app.web.addresses import absolute, href, link, page_address
from app.web.conversation import DEEPEST, converse
from app.web.dates import calendar, direction, locale_of, zone_of
from app.web.encodings import compress, negotiate
from app.web.exchange import Exchange, parse_query
from app.web.translations import _TEXTS, LANGUAGES, TRANSLATIONS
from app.web.words import translate

# Addresses


@given(st.text())
def test_a_link_made_from_a_path_stays_here(path: str) -> None:
    made = href(path.encode("utf-8", "replace").decode())
    assert made.startswith("/")
    assert not made.startswith(("//", "/\\"))
    assert made.isascii()


@given(st.text())
def test_a_link_from_content_is_harmless(url: str) -> None:
    made = link(url)
    assert not re.match(r"\s*(javascript|data|vbscript):", made, re.IGNORECASE)
    assert not made.startswith(("//", "/\\"))


def test_links() -> None:
    assert link("https://x.example/a") == "https://x.example/a"
    assert link("/about/") == "/about/"
    assert link("javascript:alert(1)") == link("JaVa\tScript:x") == link(None) == link("") == link("http://[x") == ""
    assert href("/a b/ü?#") == "/a%20b/%C3%BC%3F%23"
    assert absolute("https://b.example", "/x") == "https://b.example/x"
    assert page_address("/tag/x/", 1) == "/tag/x/"
    assert page_address("/search", 2, q="a b") == "/search?q=a+b&page=2"


# Dates


@pytest.mark.parametrize(("language", "written"), [("en-GB", "5 March 2015"), ("en", "March 5, 2015"), ("de-AT", "5. März 2015"),
                                                   ("ja", "2015年3月5日"), ("xx-unknown", "March 5, 2015"), ("", "March 5, 2015")])  # fmt: skip
def test_day(language: str, written: str) -> None:
    assert calendar(language, "UTC").day("2015-03-05") == written


def test_month_names_are_words() -> None:
    for language in ("en", "de", "pt-BR", "ar", "ru", "he"):
        assert len(calendar(language, "UTC").month_name(1)) > 3
    assert calendar("fr", "UTC").month(2015, 1) == "janvier 2015"


def test_moments_are_in_the_sites_zone() -> None:
    at = datetime(2015, 7, 1, 23, 30, tzinfo=UTC)
    assert calendar("en-GB", "Europe/Berlin").iso(at) == "2015-07-02T01:30:00+02:00"
    assert calendar("en-GB", "+05:30").moment(at) == "2 Jul 2015 05:00"


@pytest.mark.parametrize("name", ["", "Nowhere/City", "../../etc/passwd", "+aa:bb", "+5", "\x00", "Europe"])
def test_an_unknown_zone_is_utc(name: str) -> None:
    assert datetime(2015, 1, 1, tzinfo=zone_of(name)).utcoffset() == UTC.utcoffset(None)


def test_direction() -> None:
    assert (direction("ar"), direction("he-IL"), direction("fa"), direction("en"), direction("?")) == (
        "rtl",
        "rtl",
        "rtl",
        "ltr",
        "ltr",
    )
    assert str(locale_of("zh-Hans-CN")).startswith("zh")


# Words


def test_every_text_of_the_templates_is_translated() -> None:
    asked = {
        text
        for path in resources.TEMPLATES.rglob("*.html")
        for _, text in re.findall(r"""_\((["'])(.+?)\1[,)]""", path.read_text())
    }
    asked |= {
        text
        for path in Path("app/web").rglob("*.py")
        for text in re.findall(r'translate\((?:info\.)?language, "(.+?)"\)', path.read_text())
    }
    assert asked == set(_TEXTS)


def test_translations_have_the_same_places() -> None:
    for english, texts in _TEXTS.items():
        assert len(texts) == len(LANGUAGES), english
        for text in texts:
            assert sorted(re.findall(r"{\w+}", text)) == sorted(re.findall(r"{\w+}", english)), english


def test_translate() -> None:
    assert translate("pt-BR", "Older") == TRANSLATIONS["pt"]["Older"]
    assert translate("ja", "Page {n} of {pages}", n=1, pages=2) == "Page 1 of 2"


# Comments


def _thread(depth: int, kind: str = "comment") -> Thread:
    found: tuple[Thread, ...] = ()
    for number in range(depth, 0, -1):
        found = (Thread(Comment(str(number), "p", None, kind, "n", None, None, "", datetime.now(UTC)), found),)  # type: ignore[arg-type]
    return found[0]


def test_depth_costs_no_recursion() -> None:
    shown = converse([_thread(5000)], frozenset())
    assert len(shown.rows) == 5000
    assert shown.closing.count("</ol>") == DEEPEST + 1


@given(st.lists(st.integers(1, 8), max_size=6))
def test_lists_are_closed_as_often_as_they_are_opened(depths: list[int]) -> None:
    shown = converse([_thread(depth) for depth in depths], frozenset())
    html = "".join(str(row.before) + "<li>" for row in shown.rows) + str(shown.closing)
    assert html.count("<ol>") == html.count("</ol>")
    assert html.count("<li>") == html.count("</li>") == sum(depths)


def test_mentions_stand_apart() -> None:
    shown = converse([_thread(1, "mention"), _thread(1)], frozenset())
    assert (len(shown.rows), len(shown.mentions)) == (1, 1)


# Requests


@given(st.binary(max_size=200))
def test_any_query_string_can_be_read(query: bytes) -> None:
    assert isinstance(parse_query(query), dict)


def test_parameters() -> None:
    exchange = Exchange("/", b"page=2&page=3&q=%C3%BC&x=%ff")
    assert (exchange.parameter("page"), exchange.asked("q"), exchange.parameter("none")) == ("2", "ü", "")
    assert exchange.read == {"page", "none"}
    assert parse_query(b"&".join(b"a%d=1" % n for n in range(500))) == {}


@given(st.text(max_size=40))
def test_any_accept_encoding(header: str) -> None:
    assert negotiate(header.encode("utf-8", "replace")) in ("", "br", "zstd", "gzip")


def test_compress_is_the_same_each_time() -> None:
    assert compress(b"x" * 1000, "gzip") == compress(b"x" * 1000, "gzip")
    assert compress(b"x", "") == b"x"


# The shapes of old addresses


@given(st.text(max_size=60).map(lambda text: "/" + text))
def test_forms_of_anything(path: str) -> None:
    found = list(old_forms.forms(path))
    assert found[0].base.startswith("/")
    assert len(found) < 40
    for form in found:
        old_forms.tag_slugs(form.base)
        old_forms.year_and_month(form.base)
        old_forms.media_paths(form.base)


@pytest.mark.parametrize(
    "path", ["/" + "a-" * 900, "/" + "/" * 900, "/tag/" + "x/" * 500, "/" + ".,;" * 500 + "x", "/-1x1" * 300 + ".png"]
)
def test_forms_of_long_addresses_are_quick(path: str) -> None:
    for form in old_forms.forms(path):
        old_forms.tag_slugs(form.base)
        old_forms.media_paths(form.base)
        old_forms.author_slug(form.base)


def test_files() -> None:
    assert old_forms.media_paths("/wp-content/uploads/a-300x225.jpg")[1] == "/wp-content/uploads/a.jpg"
    assert old_forms.media_paths("/content/images/size/w600/2020/a.png")[-1] == "/content/images/2020/a.png"
    assert old_forms.media_paths("/about.html") == old_forms.media_paths("/2015/01/") == ()
