from collections.abc import Callable

from app.db import Database
from app.importers.items import Site
from app.importers.settle import adopt_site
from app.services.site import Link, SiteService


def test_the_first_blog_names_the_site(open_database: Callable[[str], Database]) -> None:
    service = SiteService(open_database("site"))
    old = Site("Alice's blog", "Words", "https://old.example", "de", "Europe/Berlin", (("About", "/about/"),))
    assert adopt_site(service, old, "ghost:https://old.example") == []
    info = service.site()
    assert (info.title, info.tagline, info.language, info.timezone) == ("Alice's blog", "Words", "de", "Europe/Berlin")
    assert (info.navigation, info.imported_from) == ((Link("About", "/about/"),), "ghost:https://old.example")
    assert adopt_site(service, Site("Bob's blog"), "ghost:bob") == []
    assert service.site() == info


def test_a_language_or_zone_nobody_knows_ends_no_import(open_database: Callable[[str], Database]) -> None:
    service = SiteService(open_database("site"))
    refused = adopt_site(
        service, Site("Alice's blog", language="mostly german", timezone="Mars/Olympus"), "wordpress:a"
    )
    assert len(refused) == 2
    assert "mostly german" in refused[0]
    assert (service.site().title, service.site().language, service.site().timezone) == ("Alice's blog", "en", "UTC")
    assert service.site().imported_from == "wordpress:a"
