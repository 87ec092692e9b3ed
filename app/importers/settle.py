"""What the old site was called: taken over once, never over somebody's later change."""

from app.errors import Invalid
from app.importers import guide
from app.importers.items import Site
from app.services.site import Link, SiteService


def adopt_site(service: SiteService, site: Site, source: str) -> list[str]:
    """Take title, language, zone and navigation from the first blog that is imported; return what could not be taken.

    A language or zone nobody knows must not end an import. The source comes last: cut off before it, a second run
    takes all of it again.
    """
    if service.site().imported_from not in (None, guide.SOURCE):
        return []
    changes: dict[str, object] = {name: getattr(site, name) for name in ("title", "tagline", "language", "timezone")}
    changes["navigation"] = tuple(Link(label, url) for label, url in site.navigation)
    changes |= site.own.settings if site.own else {}
    refused = []
    for name, value in changes.items():
        try:
            if value:
                service.update(**{name: value})
        except Invalid as error:
            refused.append(f"the old site's {name} was not taken over: {error}")
    service.update(imported_from=source)
    return refused
