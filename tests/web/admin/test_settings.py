"""The settings of the site, and what they lead to: security.txt, the hub in the feeds."""

import feedparser
import pytest

from app.services.site import Link
from tests.web.world import Client, World

FORM = {
    "title": "River Notes",
    "tagline": "Slowly",
    "language": "pt-BR",
    "timezone": "America/Lisbon",
    "posts_per_page": "5",
    "label": ["About", "", "Elsewhere"],
    "url": ["/about/", "", "https://elsewhere.example/"],
    "security_contact": "safe@blog.test",
    "websub_hub": "https://hub.example/",
} | {"timezone": "Europe/Lisbon"}


def test_works(world: World, olga: Client) -> None:
    answer = olga.post("/admin/settings", data=FORM)
    assert (answer.status_code, answer.headers["location"]) == (303, "/admin/settings")
    info = world.services.site.site()
    assert (info.title, info.tagline, info.language, info.posts_per_page) == ("River Notes", "Slowly", "pt-BR", 5)
    assert info.navigation == (Link("About", "/about/"), Link("Elsewhere", "https://elsewhere.example/"))
    assert (info.security_contact, info.websub_hub) == ("mailto:safe@blog.test", "https://hub.example/")
    page = olga.get("/admin/settings").text
    assert 'value="mailto:safe@blog.test"' in page
    assert "<option selected>Europe/Lisbon</option>" in page
    event = world.services.audit.latest(1)[0]
    assert event.action == "changed the settings"
    assert "websub_hub" in event.detail["changed"]


def test_what_the_form_does_not_send_stays(world: World, olga: Client) -> None:
    before = world.services.site.site()
    assert olga.post("/admin/settings", data={"tagline": "New"}).status_code == 303
    after = world.services.site.site()
    assert (after.tagline, after.title, after.navigation) == ("New", before.title, before.navigation)


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("title", "  ", "title of the site is empty"),
        ("language", "english, mostly", "is no language"),
        ("timezone", "Mars/Olympus", "is no time zone"),
        ("posts_per_page", "many", "is no number of posts"),
        ("posts_per_page", "0", "has 1 to 100 posts"),
        ("url", ["javascript:alert(1)"], "is no address"),
        ("url", [""], "has only one of them"),
        ("security_contact", "me", "is no security contact"),
        ("security_contact", "mailto:a@b.example\r\nContact: x", "is no security contact"),
        ("websub_hub", "ftp://hub.example", "is no address of a hub"),
        ("websub_hub", 'https://hub.example/"><x', "is no address of a hub"),
    ],
)
def test_bad_input_is_kept_in_the_form(world: World, olga: Client, field: str, value: object, says: str) -> None:
    before = world.services.site.site()
    form = {**FORM, "label": ["Home"], "url": ["/"], field: value}
    answer = olga.post("/admin/settings", data=form)
    assert answer.status_code == 422
    assert says in answer.text
    assert 'value="Slowly"' in answer.text
    assert world.services.site.site() == before


def test_only_owners_and_admins(bob: Client, stranger: Client) -> None:
    assert bob.get("/admin/settings").status_code == 403
    assert bob.post("/admin/settings", data=FORM).status_code == 403
    assert stranger.get("/admin/settings").status_code == 303
    assert stranger.post("/admin/settings", data=FORM).status_code == 401


def test_wrong_method(olga: Client) -> None:
    assert olga.request("PUT", "/admin/settings").status_code == 405


def test_the_hub_is_in_the_feeds_of_the_site(world: World, stranger: Client) -> None:
    assert "hub" not in stranger.get("/feed.xml").headers.get("link", "")
    world.services.site.update(websub_hub="https://hub.example/?a=1&b=2")
    for path in ("/feed.xml", "/atom.xml"):
        answer = stranger.get(path)
        links = {link["rel"]: link["href"] for link in feedparser.parse(answer.text)["feed"]["links"]}
        assert (links["hub"], links["self"]) == ("https://hub.example/?a=1&b=2", f"http://blog.test{path}")
    found = stranger.get("/feed.json")
    assert found.json()["hubs"] == [{"type": "WebSub", "url": "https://hub.example/?a=1&b=2"}]
    links = '<https://hub.example/?a=1&b=2>; rel="hub", <http://blog.test/feed.json>; rel="self"'
    assert found.headers["link"] == links
    assert stranger.get("/feed.json").headers["link"] == links  # from the page cache too
    assert "hub" not in stranger.get("/tag/maps/feed.xml").text
