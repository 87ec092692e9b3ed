"""Microformats as other sites' software reads them: h-entry, h-card and h-feed, by mf2py."""

from typing import Any

import mf2py
import pytest

from tests.web.world import ORIGIN, World

ESSAY = "/2015/02/the-map-is-a-promise/"


def items(world: World, path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = mf2py.parse(world.client().get(path).text, url=ORIGIN + path)["items"]
    return found


def of_type(found: list[dict[str, Any]], kind: str) -> dict[str, Any]:
    (one,) = [item for item in found if item["type"] == [kind]]
    properties: dict[str, Any] = one["properties"]
    return properties


def test_a_post(shared: World) -> None:
    entry = of_type(items(shared, ESSAY), "h-entry")
    assert entry["name"] == ["The map is a promise"]
    assert entry["url"] == [ORIGIN + ESSAY]
    assert entry["published"][0].startswith("2015-02-15T")
    assert entry["category"] == ["Maps", "rivers".title()]
    assert entry["featured"][0]["value"].startswith(f"{ORIGIN}/media/")
    (author,) = entry["author"]
    assert author["type"] == ["h-card"]
    assert author["properties"]["name"] == ["Jane Ferriter"]
    assert author["properties"]["url"] == [f"{ORIGIN}/author/jane/"]
    assert "held" in entry["content"][0]["value"]


def test_a_note_has_no_name_of_its_own(shared: World) -> None:
    entry = of_type(items(shared, "/2015/01/note/"), "h-entry")
    assert entry.get("name", [""])[0] != "The map is a promise"
    assert entry["content"][0]["value"].startswith("A note without a title")


@pytest.mark.parametrize("path", ["/", "/tag/maps/", "/archive/2015/02/"])
def test_a_list_is_a_feed(shared: World, path: str) -> None:
    feed = next(item for item in items(shared, path) if item["type"] == ["h-feed"])
    entries = [child["properties"] for child in feed["children"] if child["type"] == ["h-entry"]]
    assert f"{ORIGIN}{ESSAY}" in [url for entry in entries for url in entry["url"]]
    assert all(entry["published"] for entry in entries)


def test_an_author_is_a_card(shared: World) -> None:
    feed = of_type(items(shared, "/author/jane/"), "h-feed")
    (author,) = feed["author"]
    assert author["type"] == ["h-card"]
    assert author["properties"]["name"] == ["Jane Ferriter"]
    assert author["properties"]["note"] == ["Writes about water and code."]
    assert author["properties"]["url"] == [f"{ORIGIN}/author/jane/", "https://jane.example"]
    assert author["properties"]["uid"] == [f"{ORIGIN}/author/jane/"]


def test_the_site_is_a_card_everywhere(shared: World) -> None:
    for path in ("/", ESSAY, "/archive/"):
        card = next(item for item in items(shared, path) if item["type"] == ["h-card"])
        assert card["properties"]["name"] == ["Marginal Notes"]
        assert card["properties"]["url"] == [f"{ORIGIN}/"]
