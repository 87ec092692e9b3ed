"""`?region=` naming this region: this copy as it is, marked with how far it is, and kept in nobody's cache."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.conftest import copy_of
from tests.web.content import Sample
from tests.web.world import World, open_world

REGIONS = {
    "WAYPOST_REGION": "fra",
    "WAYPOST_PRIMARY_REGION": "fra",
    "WAYPOST_REGIONS": "fra,syd",
    "WAYPOST_REPLAY": "fly",
    "WAYPOST_SECRET": "s" * 32,
}
PUBLIC = ("Site", "Media", "Posts", "Comments")


@pytest.fixture(scope="module")
def frankfurt(tmp_path_factory: pytest.TempPathFactory, sample_folder: tuple[Path, Sample]) -> Iterator[World]:
    world = open_world(copy_of(sample_folder[0], tmp_path_factory.mktemp("frankfurt")), **REGIONS)
    world.sample = sample_folder[1]
    yield world
    world.close()


def test_says_how_far_each_public_file_is(frankfurt: World) -> None:
    answer = frankfurt.client().get("/?region=fra")
    stated = dict(pair.split("=") for pair in answer.headers["waypost-positions"].split(", "))
    revision = frankfurt.databases["posts"].revision()
    assert stated["Posts"] == f"{revision.epoch}:{revision.number}"
    assert tuple(stated) == PUBLIC
    ages = dict(pair.split("=") for pair in answer.headers["waypost-ages"].split(", "))
    assert all(float(ages[file]) >= 0 for file in PUBLIC)
    assert answer.headers["waypost-region"] == "fra"


def test_the_page_is_what_readers_get_and_a_badge(frankfurt: World) -> None:
    client = frankfurt.client()
    plain, marked = client.get("/"), client.get("/?region=fra")
    badge = re.search(r"<link[^>]*this-copy[^>]*>\n<details class=\"this-copy\".*?</details>\n", marked.text, re.S)
    assert badge is not None
    assert marked.text.replace(badge[0], "") == plain.text
    assert "fra · primary" in badge[0]
    assert "Posts" in badge[0]
    assert "this-copy" not in client.get("/").text, "and nobody else gets it"


def test_is_kept_in_no_cache(frankfurt: World) -> None:
    answer = frankfurt.client().get("/?region=fra", headers={"if-none-match": "*", "accept-encoding": "gzip, br"})
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers
    assert "content-encoding" not in answer.headers


def test_is_the_public_view_whoever_asks(frankfurt: World) -> None:
    olga = frankfurt.client()
    assert olga.sign_in("olga@blog.test").status_code == 303
    assert olga.get("/admin").status_code == 200
    assert "sign-in" in olga.get("/admin?region=fra").headers["location"]
    assert "set-cookie" not in olga.get("/admin?region=fra").headers


def test_an_address_that_leads_on_and_one_that_leads_nowhere(frankfurt: World) -> None:
    client = frankfurt.client()
    assert client.get("/nowhere/?region=fra").status_code == 404
    assert "this-copy" in client.get("/nowhere/?region=fra").text
    feed = client.get("/feed.xml?region=fra")
    assert "this-copy" not in feed.text
    assert "waypost-positions" in feed.headers


def test_a_head_says_the_same(frankfurt: World) -> None:
    client = frankfurt.client()
    head, get = client.request("HEAD", "/?region=fra"), client.get("/?region=fra")
    assert head.content == b""
    assert head.headers["waypost-positions"] == get.headers["waypost-positions"]


def test_without_regions_nothing_changes(shared: World) -> None:
    answer = shared.client().get("/?region=local")
    assert "this-copy" not in answer.text
    assert "waypost-positions" not in answer.headers


def test_another_region_is_asked_there(frankfurt: World) -> None:
    answer = frankfurt.client().get("/?region=syd")
    assert answer.headers["fly-replay"].startswith("region=syd")
    assert "waypost-positions" not in answer.headers
    assert "waypost-positions" not in frankfurt.client().get("/?region=nowhere").headers
