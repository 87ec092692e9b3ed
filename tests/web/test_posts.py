"""What the public reads: each page says what it should, under one address only."""

from dataclasses import replace

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from tests.services.making import id_of
from tests.web.content import CANARY
from tests.web.reading import canonical_of, titles_of
from tests.web.world import ORIGIN, Client, World

PAGES = [
    "/",
    "/?page=2",
    "/2015/02/the-map-is-a-promise/",
    "/2015/01/small-files/",
    "/2015/01/note/",
    "/2014/08/%D8%AE%D8%B1%D9%8A%D8%B7%D8%A9/",
    "/contact.html",
    "/about/",
    "/tag/maps/",
    "/tag/rivers/?page=2",
    "/author/jane/",
    "/author/tom%C3%A1s/",
    "/archive/",
    "/archive/2013/",
    "/archive/2015/01/",
]
OTHERS = [
    "/search",
    "/search?q=map",
    "/feed.xml",
    "/atom.xml",
    "/feed.json",
    "/sitemap.xml",
    "/robots.txt",
    "/nothing/",
]


@pytest.fixture
def client(shared: World) -> Client:
    return shared.client()


@pytest.mark.parametrize("path", PAGES)
def test_page_is_complete(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert canonical_of(answer.text) == ORIGIN + path
    tree = LexborHTMLParser(answer.text)
    assert len(tree.css("h1")) == 1
    assert len(tree.css("main")) == 1
    assert (tree.css_first("title").text() or "").endswith("Marginal Notes")
    assert tree.root.attributes["lang"] == "en-GB"  # type: ignore[union-attr]
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    assert len(ids) == len(set(ids))
    assert all(image.attributes.get("alt") is not None for image in tree.css("img") if not _is_content(image))
    assert [link.attributes["href"] for link in tree.css("link[rel=alternate]")][-3:] == [
        "/feed.xml", "/atom.xml", "/feed.json"
    ]  # fmt: skip


def _is_content(node: LexborNode | None) -> bool:
    while node is not None and node.tag != "html":
        if "prose" in (node.attributes.get("class") or ""):
            return True
        node = node.parent
    return False


@pytest.mark.parametrize("path", PAGES)
def test_theme_asks_nobody_else(client: Client, path: str) -> None:
    tree = LexborHTMLParser(client.get(path).text)
    loaded = [node.attributes.get(name) or "" for name in ("src", "srcset", "poster") for node in tree.css(f"[{name}]")]
    loaded += [node.attributes["href"] or "" for node in tree.css("link[rel=stylesheet], link[rel=icon]")]
    assert all(address.startswith("/") and not address.startswith("//") for address in loaded if address)
    assert not tree.css("iframe, object, embed, [style], style, script:not([src], [type='application/ld+json'])")


@pytest.mark.parametrize("path", [*PAGES, *OTHERS])
def test_head_etag_and_304(client: Client, path: str) -> None:
    answer = client.get(path)
    head = client.request("HEAD", path)
    assert head.status_code == answer.status_code
    assert head.content == b""
    for name in ("content-length", "content-type", "etag", "cache-control"):
        assert head.headers[name] == answer.headers[name]
    assert int(head.headers["content-length"]) == len(answer.content)
    assert answer.headers["cache-control"] == "public, max-age=0, must-revalidate"
    assert "set-cookie" not in answer.headers
    again = client.get(path, headers={"if-none-match": answer.headers["etag"]})
    if answer.status_code == 200:
        assert again.status_code == 304
        assert again.content == b""
        assert again.headers["etag"] == answer.headers["etag"]


def test_pinned_first_then_the_newest(client: Client) -> None:
    titles = titles_of(client.get("/").text)
    assert titles[:3] == ["The map is a promise", "A note without a title. It had to be written down quickly.",
                          "Small files, strong verbs"]  # fmt: skip
    assert len(titles) == 8


def test_pages_of_a_list_join_without_gap_or_double(client: Client) -> None:
    titles = [title for number in range(1, 6) for title in titles_of(client.get(f"/?page={number}").text)]
    assert len(titles) == len(set(titles)) == 33


@pytest.mark.parametrize("path", ["/?page=6", "/?page=99999999", "/tag/maps/?page=2", "/archive/2013/?page=9"])
def test_past_the_last_page_there_is_nothing(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("number", ["0", "-1", "x", "1", "1e3", "²", "%00", ""])
def test_no_number_means_the_first_page(client: Client, number: str) -> None:
    answer = client.get(f"/?page={number}")
    assert answer.status_code == 200
    assert canonical_of(answer.text) == ORIGIN + "/"


def test_neighbours_of_a_list_page(client: Client) -> None:
    tree = LexborHTMLParser(client.get("/?page=2").text)
    assert [node.attributes["href"] for node in tree.css("link[rel=prev], link[rel=next]")] == ["/", "/?page=3"]


def test_dates_are_the_sites(client: Client) -> None:
    html = client.get("/2015/02/the-map-is-a-promise/").text
    assert '<time class="dt-published" datetime="2015-02-15T13:00:00+01:00">15 February 2015</time>' in html
    assert "20 Feb 2015 10:01" in html  # a comment of 09:01 UTC


def test_title_is_text_not_markup(client: Client) -> None:
    html = client.get("/2014/09/sharp/").text
    assert "<b>Sharp</b>" not in html
    assert "&lt;b&gt;Sharp&lt;/b&gt; &amp; &#34;quoted&#34;" in html


def test_language_of_a_post(client: Client) -> None:
    html = client.get("/2014/08/%D8%AE%D8%B1%D9%8A%D8%B7%D8%A9/").text
    assert '<div class="prose e-content" lang="ar" dir="rtl">' in html


def test_right_to_left_site(world: World) -> None:
    world.services.site.update(language="he")
    html = world.client().get("/").text
    assert '<html lang="he" dir="rtl">' in html
    assert "15 בפברואר 2015" in html


def test_words_of_the_site(world: World) -> None:
    world.services.site.update(language="de-AT")
    html = world.client().get("/").text
    assert "Seite 1 von 5" in html
    assert "15. Februar 2015" in html


def test_script_only_where_something_is_embedded(client: Client) -> None:
    with_card = client.get("/2015/02/the-map-is-a-promise/")
    assert "waypost.js" in with_card.text
    assert "frame-src https://" in with_card.headers["content-security-policy"]
    without = client.get("/2015/01/small-files/")
    assert "<script src" not in without.text
    assert "frame-src" not in without.headers["content-security-policy"]


def test_internal_tags_are_not_shown(client: Client) -> None:
    assert "#plan" not in client.get("/2015/02/the-map-is-a-promise/").text
    assert client.get("/tag/hash-plan/").status_code == 404


def test_comments_in_their_threads(client: Client) -> None:
    tree = LexborHTMLParser(client.get("/2015/02/the-map-is-a-promise/").text)
    said = [node.text().strip() for node in tree.css("#wp-comments .said")]
    assert said[:3] == ["The 1912 sheets are wonderful. Was the re-survey of 1937 kept?",
                        "It was, mostly. Some moved by *eleven centimetres*.", "Eleven! Thank you."]  # fmt: skip
    assert len(said) == 20
    assert len(tree.css("#wp-comments > ol > li > ol > li > ol > li > ol > li > ol > li")) > 5
    assert not tree.css("#wp-comments ol ol ol ol ol ol")
    assert tree.css_first(".comment .badge").text() == "Author"
    assert [link.attributes["rel"] for link in tree.css("a.who")] == ["nofollow ugc noopener"]
    assert "<script>alert" not in tree.html  # type: ignore[operator]
    assert "rivers.example" in tree.css_first(".mentions").text()


ABSENT = [
    *("/archive/2016/", "/archive/2015/13/", "/archive/2015/0/", "/archive/x/", "/archive/20155/", "/archive/²²²²/"),
    *("/archive/2015/04/", "/tag/none/", "/author/none/", "/tag/", "/author/"),
]


@pytest.mark.parametrize("path", ABSENT)
def test_nothing_there(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (301, 404)
    if answer.status_code == 301:
        assert answer.headers["location"] in ("/archive/", "/archive/2015/")


def test_helpful_404(client: Client) -> None:
    html = client.get("/2009/03/the-river_walk.html").text
    assert 'value="river walk"' in html
    assert "Small files, strong verbs" in html
    assert '<meta name="robots" content="noindex">' in html


def test_search_marks_what_it_found(client: Client) -> None:
    html = client.get("/search?q=meanders").text
    assert "<mark>Meanders</mark>" in html
    assert titles_of(html) == ["How rivers remember where they were"]


def test_search_finds_pages_and_titles(client: Client) -> None:
    assert "About" in titles_of(client.get("/search?q=about").text)


def test_search_pages(client: Client) -> None:
    first = client.get("/search?q=river")
    assert len(titles_of(first.text)) == 20
    assert "/search?q=river&amp;page=2" in first.text
    assert titles_of(client.get("/search?q=river&page=2").text)
    assert client.get("/search?q=river&page=9").status_code == 404


def test_search_without_words_or_hits(client: Client) -> None:
    assert client.get("/search").status_code == 200
    assert "Nothing matches" in client.get("/search?q=zzzzqqq").text
    assert CANARY not in client.get("/search?q=secret").text


def test_navigation_nobody_has_arranged_is_the_pages(world: World) -> None:
    client = world.client()
    assert '<a href="/contact.html">' not in client.get("/").text
    world.services.site.update(navigation=())
    html = client.get("/about/").text
    assert '<a href="/contact.html">Contact</a>' in html
    assert '<a href="/about/" aria-current="page">About</a>' in html


def test_an_address_that_only_begins_like_the_desk(world: World) -> None:
    draft = replace(world.services.drafts.get(id_of("files")), path="/administrivia/")
    world.services.drafts.save(draft)
    answer = world.client().get("/administrivia/")
    assert answer.status_code == 200
    assert answer.headers["cache-control"].startswith("public")
    assert "Latest posts" in world.client().get("/adminx").text


def test_empty_site(empty: World) -> None:
    client = empty.client()
    for path in ("/", "/archive/", "/search", "/search?q=x", "/feed.xml", "/atom.xml", "/feed.json", "/sitemap.xml"):
        assert client.get(path).status_code == 200, path
    assert "Nothing has been published yet" in client.get("/").text
