"""robots.txt and the sitemap."""

from pathlib import Path
from urllib.robotparser import RobotFileParser

import pytest
import xmlschema

from app.web import robots
from tests.web.world import ORIGIN, World

SCHEMA = xmlschema.XMLSchema(str(Path(__file__).with_name("sitemap.xsd")))


def test_robots_may_read_pages_and_not_the_desk(shared: World) -> None:
    text = shared.client().get("/robots.txt").text
    parser = RobotFileParser()
    parser.parse(text.splitlines())
    assert parser.can_fetch("*", ORIGIN + "/2015/01/small-files/")
    assert not parser.can_fetch("*", ORIGIN + "/admin/")
    assert parser.site_maps() == [ORIGIN + "/sitemap.xml"]


def test_sitemap_is_valid_and_complete(shared: World) -> None:
    answer = shared.client().get("/sitemap.xml")
    SCHEMA.validate(answer.text)
    assert answer.headers["content-type"] == "application/xml; charset=utf-8"
    for path in ("/", "/about/", "/2014/07/%E5%9C%B0%E5%9B%B3/", "/tag/maps/"):
        assert f"<loc>{ORIGIN}{path}</loc>" in answer.text


def test_a_large_site_has_an_index(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(robots, "MOST_ENTRIES", 10)
    client = world.client()
    index = client.get("/sitemap.xml").text
    SCHEMA.validate(index)
    parts = [part.split("</loc>")[0].removeprefix(ORIGIN) for part in index.split("<loc>")[1:]]
    assert parts == [f"/sitemap.xml?page={number}" for number in range(1, 6)]
    places = [client.get(part).text for part in parts]
    for place in places:
        SCHEMA.validate(place)
    assert sum(place.count("<loc>") for place in places) == 41
    assert client.get("/sitemap.xml?page=6").status_code == 404
