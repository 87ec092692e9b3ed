"""What pages say of themselves to machines: previews, schema.org, microformats, oEmbed, the manifest."""

from dataclasses import replace
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from app.content import render_markdown
from app.services.posts import Image
from app.web.contents import contents_of
from app.web.prose import usable
from tests.services.making import id_of
from tests.web.world import ORIGIN, Client, World

ESSAY = "/2015/02/the-map-is-a-promise/"
LISTS = ["/", "/?page=2", "/tag/maps/", "/author/jane/", "/archive/", "/archive/2013/", "/archive/2015/01/"]
POSTS = [ESSAY, "/2015/01/small-files/", "/2015/01/note/", "/2014/09/sharp/", "/about/"]
HOSTILE = "</script><script>alert(1)</script><!-- & \u2028"


@pytest.fixture
def client(shared: World) -> Client:
    return shared.client()


def meta_of(html: str) -> dict[str, str]:
    """Name or property → content; of several the first."""
    nodes = reversed(LexborHTMLParser(html).css("meta[content]"))
    return {
        (n.attributes.get("name") or n.attributes.get("property") or ""): n.attributes["content"] or "" for n in nodes
    }


def graph_of(html: str) -> dict[str, dict[str, Any]]:
    """What schema.org calls a thing → what the page says of it."""
    (node,) = LexborHTMLParser(html).css("script[type='application/ld+json']")
    said = msgspec.json.decode(node.text())
    assert said["@context"] == "https://schema.org"
    return {thing["@type"]: thing for thing in said["@graph"]}


@pytest.mark.parametrize("path", [*LISTS, *POSTS])
def test_previews(client: Client, path: str) -> None:
    said = meta_of(client.get(path).text)
    assert said["og:url"] == ORIGIN + path
    assert said["og:title"] == said["twitter:title"]
    assert said["description"] == said["og:description"] == said["twitter:description"]
    assert said["og:site_name"] == "Marginal Notes"
    assert said["og:locale"] == "en_GB"
    assert said["twitter:card"] in ("summary", "summary_large_image")


@pytest.mark.parametrize("path", ["/search", "/search?q=river", "/nothing/"])
def test_nothing_to_preview(client: Client, path: str) -> None:
    html = client.get(path).text
    assert meta_of(html)["robots"] == "noindex"
    assert "og:title" not in html
    assert "ld+json" not in html


def test_preview_of_a_post(client: Client) -> None:
    said = meta_of(client.get(ESSAY).text)
    assert said["og:type"] == "article"
    assert said["article:published_time"] == "2015-02-15T13:00:00+01:00"
    assert said["article:author"] == ORIGIN + "/author/jane/"
    assert said["article:tag"] == "Maps"
    assert said["og:image"] == said["twitter:image"]
    assert said["og:image"].startswith(ORIGIN + "/media/")
    assert (said["og:image:alt"], said["twitter:card"]) == ("A valley", "summary_large_image")


def test_the_picture_for_others_of_the_old_blog(world: World) -> None:
    _change(world, metadata={"og_image": "/media/other.png", "noindex": False})
    assert meta_of(world.client().get("/2015/01/small-files/").text)["og:image"] == ORIGIN + "/media/other.png"


def test_hidden_in_the_old_blog(world: World) -> None:
    _change(world, metadata={"noindex": True})
    assert meta_of(world.client().get("/2015/01/small-files/").text)["robots"] == "noindex"


# schema.org


def test_the_front_page_is_the_site(client: Client) -> None:
    site = graph_of(client.get("/").text)["WebSite"]
    assert (site["url"], site["name"], site["inLanguage"]) == (ORIGIN + "/", "Marginal Notes", "en-GB")
    search = site["potentialAction"]["target"]["urlTemplate"].replace("{search_term_string}", "river")
    assert client.get(search).status_code == 200


def test_a_post(client: Client) -> None:
    graph = graph_of(client.get(ESSAY).text)
    post = graph["BlogPosting"]
    assert post["headline"] == "The map is a promise"
    assert post["url"] == post["mainEntityOfPage"] == ORIGIN + ESSAY
    assert post["datePublished"] == "2015-02-15T13:00:00+01:00"
    assert post["author"] == [{"@type": "Person", "name": "Jane Ferriter", "url": ORIGIN + "/author/jane/"}]
    assert post["keywords"] == ["Maps", "Rivers"]
    assert post["image"].startswith(ORIGIN + "/media/")
    steps = graph["BreadcrumbList"]["itemListElement"]
    assert [step["position"] for step in steps] == [1, 2, 3]
    assert [step["item"] for step in steps] == [ORIGIN + "/", ORIGIN + "/tag/maps/", ORIGIN + ESSAY]


def test_a_page_is_no_posting(client: Client) -> None:
    graph = graph_of(client.get("/about/").text)
    assert graph["WebPage"]["name"] == "About"
    assert "BlogPosting" not in graph


@pytest.mark.parametrize("path", ["/tag/maps/", "/author/jane/", "/archive/", "/archive/2015/", "/archive/2015/01/"])
def test_the_way_to_a_list(client: Client, path: str) -> None:
    steps = graph_of(client.get(path).text)["BreadcrumbList"]["itemListElement"]
    assert steps[0]["item"] == ORIGIN + "/"
    assert steps[-1]["item"] == ORIGIN + path


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.sampled_from("</script>!-&\u2028\u2029\\\"' a"), max_size=40))
def test_no_title_ends_the_script(world: World, title: str) -> None:
    """Each in a world that all examples share: only the title changes."""
    wanted = title + HOSTILE
    _change(world, title=wanted, excerpt=wanted)
    html = world.client().get("/2015/01/small-files/").text
    assert graph_of(html)["BlogPosting"]["headline"] == wanted[:109] + ("…" if len(wanted) > 110 else wanted[109:])
    assert "<script>alert" not in html
    assert len(LexborHTMLParser(html).css("script")) == 1


def test_an_address_elsewhere_is_the_canonical_one(world: World) -> None:
    _change(world, canonical_url="https://other.example/first")
    html = world.client().get("/2015/01/small-files/").text
    assert meta_of(html)["og:url"] == "https://other.example/first"
    assert graph_of(html)["BlogPosting"]["mainEntityOfPage"] == "https://other.example/first"


# Microformats


def test_a_post_is_an_entry(client: Client) -> None:
    (entry,) = LexborHTMLParser(client.get(ESSAY).text).css(".h-entry")
    for name in ("p-name", "u-url", "dt-published", "dt-updated", "e-content", "u-featured"):
        assert len(entry.css(f".{name}")) == 1, name
    assert entry.css_first(".p-name").text() == "The map is a promise"
    assert entry.css_first(".u-url").attributes["href"] == ESSAY
    author = entry.css_first(".p-author.h-card")
    assert (author.text(), author.attributes["href"]) == ("Jane Ferriter", "/author/jane/")
    assert [node.text() for node in entry.css(".p-category")] == ["Maps", "Rivers"]


def test_a_note_has_no_name(client: Client) -> None:
    entry = LexborHTMLParser(client.get("/2015/01/note/").text).css_first(".h-entry")
    assert entry.css(".p-name") == []
    assert len(entry.css(".e-content")) == 1


@pytest.mark.parametrize("path", ["/", "/?page=2", "/tag/maps/", "/author/jane/", "/archive/2013/"])
def test_a_list_is_a_feed(client: Client, path: str) -> None:
    (feed,) = LexborHTMLParser(client.get(path).text).css(".h-feed")
    entries = feed.css(".h-entry")
    assert entries
    for entry in entries:
        assert len(entry.css(".u-url")) == len(entry.css(".dt-published")) == 1
    of_people = len(feed.css(".h-card .p-name"))
    assert sum(len(entry.css(".p-name")) for entry in entries) == len(feed.css(".p-name")) - of_people - 1


def test_comments_are_cited(client: Client) -> None:
    cited = LexborHTMLParser(client.get(ESSAY).text).css(".h-cite")
    assert len(cited) > 5
    for node in cited:
        for name in ("p-author", "u-url", "dt-published", "e-content"):
            assert len(node.css(f".{name}")) == 1, name


# Contents


def _long(headings: int, words: int) -> str:
    parts = (f'<h{2 + n % 2} id="h-{n}">Part <em>{n}</em> &amp; more</h{2 + n % 2}>' for n in range(headings))
    return "".join(part + f"<p>{'word ' * (words // headings)}</p>" for part in parts)


def test_contents_of_a_long_post(world: World) -> None:
    _change(world, html=_long(6, 1000))
    nav = LexborHTMLParser(world.client().get("/2015/01/small-files/").text).css_first("nav.contents")
    assert [node.attributes["href"] for node in nav.css("a")] == [f"#h-{n}" for n in range(6)]
    assert nav.css_first("a").text() == "Part 0 & more"
    assert [node.attributes.get("class") for node in nav.css("li")] == [None, "below"] * 3


@pytest.mark.parametrize(("headings", "words"), [(3, 3000), (8, 500)])
def test_no_contents_of_a_short_post(headings: int, words: int) -> None:
    assert contents_of(_long(headings, words)) == ()


def test_no_second_list_of_contents() -> None:
    own = "".join(f'<li><a href="#h-{n}">Part {n}</a></li>' for n in range(6))
    assert contents_of(f"<ul>{own}</ul>" + _long(6, 1000)) == ()


def test_contents_of_a_text_without_spaces() -> None:
    html = "".join(f'<h2 id="h-{n}">第{n}章</h2><p>{"地図は約束である。" * 60}</p>' for n in range(4))
    assert len(contents_of(html)) == 4


# oEmbed, manifest, policy


def test_oembed_is_found_and_answers(client: Client) -> None:
    html = client.get(ESSAY).text
    link = LexborHTMLParser(html).css_first("link[type='application/json+oembed']").attributes["href"]
    assert link is not None
    answer = client.get(link)
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == {
        "version": "1.0",
        "type": "link",
        "title": "The map is a promise",
        "provider_name": "Marginal Notes",
        "provider_url": ORIGIN + "/",
        "author_name": "Jane Ferriter",
        "author_url": ORIGIN + "/author/jane/",
    }


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/about/",
        "https://elsewhere.example/",
        ORIGIN,
        ORIGIN + "/secret/",
        ORIGIN + ".evil.example/about/",
        "http:[",
    ],
)
def test_oembed_knows_only_what_is_published_here(client: Client, url: str) -> None:
    answer = client.get("/-/oembed", params={"url": url})
    assert answer.status_code == 404
    assert "canary" not in answer.text


def test_oembed_speaks_no_xml(client: Client) -> None:
    assert client.get("/-/oembed", params={"url": ORIGIN + "/about/", "format": "xml"}).status_code == 501


def test_manifest(client: Client) -> None:
    html = client.get("/").text
    link = LexborHTMLParser(html).css_first("link[rel=manifest]").attributes["href"]
    answer = client.get(link or "")
    assert answer.headers["content-type"] == "application/manifest+json"
    manifest = answer.json()
    assert (manifest["name"], manifest["short_name"], manifest["lang"]) == ("Marginal Notes", "Marginal", "en-GB")
    for icon in manifest["icons"]:
        assert client.get(icon["src"]).headers["content-type"] == icon["type"]


def test_boxes_and_tables_by_keyboard_and_ear(world: World) -> None:
    html = render_markdown("- [x] one\n- [ ] two\n\n| a |\n|--:|\n| 1 &lt;b&gt; |\n").html
    _change(world, html=html, language="de")
    prose = LexborHTMLParser(world.client().get("/2015/01/small-files/").text).css_first(".prose")
    assert [box.attributes["aria-label"] for box in prose.css("input")] == ["Erledigt", "Offen"]
    assert prose.css_first("table").attributes["tabindex"] == "0"
    assert prose.css_first("td").text() == "1 <b>"


def test_other_texts_stay_as_they_are() -> None:
    html = '<p>1 &lt; 2 &lt;input&gt;</p><img src="https://x.example/y.png">'
    assert usable(html, "en", lambda _: None) is html


def test_own_pictures_keep_their_place_free(world: World) -> None:
    assert world.sample is not None
    own = world.sample.picture
    html = f'<img src="{own}"><img src="{own}" width="9"><img src="https://x.example/a.png"><img src="/media/00/x.png">'
    _change(world, html=html)
    prose = LexborHTMLParser(world.client().get("/2015/01/small-files/").text).css_first(".prose")
    sizes = [(image.attributes.get("width"), image.attributes.get("height")) for image in prose.css("img")]
    assert sizes == [("60", "40"), ("9", "6"), (None, None), (None, None)]


def _change(world: World, **changes: Any) -> None:
    draft = world.services.drafts.get(id_of("files"))
    world.services.drafts.save(replace(draft, **changes))


def test_a_picture_with_a_dangerous_address(world: World) -> None:
    _change(world, image=Image("javascript:alert(1)"))
    html = world.client().get("/2015/01/small-files/").text
    assert "javascript:" not in html
