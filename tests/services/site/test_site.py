from datetime import UTC, datetime
from typing import Any

import pytest

from app.errors import Invalid, ReadOnlyReplica
from app.services.site import Link, SiteService, local_date
from tests.services.conftest import OpenDatabase


def test_a_site_nobody_has_touched_has_defaults(site: SiteService) -> None:
    info = site.site()
    assert (info.title, info.language, info.timezone, info.posts_per_page) == ("Waypost", "en", "UTC", 10)
    assert (info.site_id, info.navigation, info.imported_from) == ("", (), None)


def test_a_site_gets_its_id_once(site: SiteService, open_database: OpenDatabase) -> None:
    first = site.initialise()
    assert len(first.site_id) == 24
    assert site.initialise() == first
    assert site.update(title="New").site_id == first.site_id
    assert SiteService(open_database("Site", "second")).initialise().site_id != first.site_id


def test_a_site_takes_the_id_its_store_knows(site: SiteService) -> None:
    assert site.initialise("known").site_id == "known"
    assert site.initialise("another").site_id == "known"


def test_a_change_before_the_id_leaves_it_to_be_given(site: SiteService) -> None:
    """An import beside a server's first start may come first; the id it would make up is not the store's."""
    assert site.update(title="Old blog").site_id == ""
    info = site.initialise("known")
    assert (info.site_id, info.title) == ("known", "Old blog")


def test_a_replica_makes_no_id(open_database: OpenDatabase) -> None:
    replica = SiteService(open_database("Site", writable=False))
    with pytest.raises(ReadOnlyReplica):
        replica.initialise()
    assert replica.site().site_id == ""


def test_only_what_is_named_changes(site: SiteService) -> None:
    changes: dict[str, Any] = {
        "title": "  Alice's\nsite ",
        "language": "pt_BR",
        "timezone": "Europe/Berlin",
        "navigation": [Link("Über", "/about/"), Link("Bob", "https://bob.example/")],
        "posts_per_page": 5,
        "imported_from": "ghost:https://old.example",
    }
    before = site.initialise()
    after = site.update(**changes)
    assert after == site.site()
    assert (after.title, after.language, after.timezone) == ("Alice's site", "pt-BR", "Europe/Berlin")
    assert after.navigation == tuple(changes["navigation"])
    assert (after.posts_per_page, after.imported_from, after.tagline) == (5, "ghost:https://old.example", "")
    assert after.site_id == before.site_id


@pytest.mark.parametrize(
    "changes",
    [
        {"title": " "},
        {"language": "german, mostly"},
        {"timezone": "Mars/Olympus"},
        {"timezone": "+99:00"},
        {"timezone": "../../etc/passwd"},
        {"timezone": ""},
        {"posts_per_page": 0},
        {"posts_per_page": 1000},
        {"site_id": "0" * 24},
        {"colour": "red"},
    ],
)
def test_values_that_are_not_allowed(site: SiteService, changes: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        site.update(**changes)
    assert site.site().site_id == ""


def test_a_day_begins_with_the_zone() -> None:
    late = datetime(2015, 12, 31, 23, 30, tzinfo=UTC)
    assert local_date(late, "UTC") == "2015-12-31"
    assert local_date(late, "Europe/Berlin") == "2016-01-01"
    assert local_date(late, "+05:30") == "2016-01-01"
    assert local_date(late, "-0800") == "2015-12-31"
