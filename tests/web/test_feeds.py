"""Feeds: well-formed whatever posts hold, the whole text, absolute addresses, ids that stay."""

from dataclasses import replace
from typing import Any

import feedparser
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.services.making import id_of
from tests.web.world import ORIGIN, Client, World

FOLDERS = ["/", "/tag/maps/", "/author/jane/", "/author/tom%C3%A1s/"]
JSON_FEED_KEYS = {"version", "title", "home_page_url", "feed_url", "description", "language", "items"}


@pytest.fixture
def client(shared: World) -> Client:
    return shared.client()


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("name", ["feed.xml", "atom.xml"])
def test_xml_feeds_are_valid(client: Client, folder: str, name: str) -> None:
    answer = client.get(folder + name)
    assert answer.status_code == 200
    assert answer.headers["content-type"].endswith("+xml; charset=utf-8")
    parsed: Any = feedparser.parse(answer.content)
    assert parsed.bozo == 0
    assert parsed.feed.title
    assert parsed.feed.link == ORIGIN + folder
    assert parsed.entries
    assert len({entry.id for entry in parsed.entries}) == len(parsed.entries)
    own = [link.href for link in parsed.feed.links if link.rel == "self"]
    assert own == [ORIGIN + folder + name]
    for entry in parsed.entries:
        assert entry.id.startswith("urn:uuid:")
        assert entry.link.startswith(ORIGIN)
        assert entry.published_parsed
        assert entry.content[0].value


@pytest.mark.parametrize("folder", FOLDERS)
def test_json_feed_is_valid(client: Client, folder: str) -> None:
    answer = client.get(folder + "feed.json")
    assert answer.headers["content-type"] == "application/feed+json"
    feed = msgspec.json.decode(answer.content)
    assert feed.keys() <= JSON_FEED_KEYS
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == ORIGIN + folder + "feed.json"
    for item in feed["items"]:
        assert item["id"]
        assert item["url"].startswith(ORIGIN)
        assert item["content_html"]
        assert item["date_published"].endswith("Z")
        assert item["authors"][0]["name"]


def test_the_three_say_the_same(client: Client) -> None:
    rss: Any = feedparser.parse(client.get("/feed.xml").content)
    atom: Any = feedparser.parse(client.get("/atom.xml").content)
    items = client.get("/feed.json").json()["items"]
    assert [e.id for e in rss.entries] == [e.id for e in atom.entries] == [item["id"] for item in items]
    assert [e.link for e in rss.entries] == [e.link for e in atom.entries] == [item["url"] for item in items]
    assert len(items) == 20


def test_newest_first_and_pinned_not_before(client: Client) -> None:
    items = client.get("/feed.json").json()["items"]
    dates = [item["date_published"] for item in items]
    assert dates == sorted(dates, reverse=True)


def test_addresses_inside_are_absolute(client: Client) -> None:
    items = {item["url"]: item["content_html"] for item in client.get("/feed.json").json()["items"]}
    files = items[ORIGIN + "/2015/01/small-files/"]
    assert f'href="{ORIGIN}/2015/01/small-files/notes.html"' in files
    assert f'src="{ORIGIN}/media/' in files
    rivers = items[ORIGIN + "/2014/11/rivers/"]
    assert f'href="{ORIGIN}/?p=12"' in rivers


def test_text_about_links_is_not_touched(world: World) -> None:
    _change(world, html='<p>Write <code>href="/x"</code> and src="/y" there.</p>')
    html = _html_in_feed(world)
    assert '<code>href="/x"</code> and src="/y"' in html


def test_id_stays_when_the_address_changes(world: World) -> None:
    client = world.client()
    before = {item["id"] for item in client.get("/feed.json").json()["items"]}
    draft = world.services.drafts.get(id_of("files"))
    world.services.drafts.save(replace(draft, path="/elsewhere/", title="Another title"))
    assert {item["id"] for item in client.get("/feed.json").json()["items"]} == before


@pytest.mark.parametrize(
    ("guid", "in_atom"),
    [
        ("http://old.example/?p=12&a=<b>", False),
        ("http://old.example/?p=12", True),
        ("5f1e0c2ab7a4f20039a1b2c3", False),
    ],
)
def test_the_old_blogs_id_stays(world: World, guid: str, in_atom: bool) -> None:
    """A reader of the old feed is not shown imported posts again."""
    _change(world, metadata={"guid": f" {guid} "})
    client = world.client()
    rss, atom = (feedparser.parse(client.get(name).content) for name in ("/feed.xml", "/atom.xml"))
    assert guid in [entry.id for entry in rss.entries]
    assert guid in [item["id"] for item in client.get("/feed.json").json()["items"]]
    assert (guid in [entry.id for entry in atom.entries]) == in_atom
    assert all(":" in entry.id for entry in atom.entries)


@pytest.mark.parametrize("guid", ["", "two words", "x" * 501, 7, None, ["x"], "a\x00b"])
def test_no_id_of_the_old_blog(world: World, guid: Any) -> None:
    _change(world, metadata={"guid": guid})
    assert all(item["id"].startswith("urn:uuid:") for item in world.client().get("/feed.json").json()["items"])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1),
    st.text(alphabet="\x00\x01\x0b\x1f\x7f\ufffe]]>&<\"' a"),
)
def test_well_formed_whatever_a_post_holds(world: World, title: str, html: str) -> None:
    _change(world, title=title, excerpt=html, html=f"<p>{html}</p>")
    client = world.client()
    for name in ("feed.xml", "atom.xml"):
        etree.fromstring(client.get(f"/{name}").content)
    client.get("/feed.json").json()


def _change(world: World, **changes: Any) -> None:
    draft = world.services.drafts.get(id_of("files"))
    world.services.drafts.save(replace(draft, **changes))


def _html_in_feed(world: World) -> str:
    items = world.client().get("/feed.json").json()["items"]
    return str(next(item["content_html"] for item in items if item["url"].endswith("/small-files/")))
