"""What the old site was called: taken over once, never over somebody's later change."""

from app.importers.items import Site
from app.services.site import Link, SiteService


def adopt_site(service: SiteService, site: Site, source: str) -> None:
    """Take title, language, zone and navigation from the first blog that is imported."""
    if service.site().imported_from is not None:
        return
    changes: dict[str, object] = {"imported_from": source}
    for name in ("title", "tagline", "language", "timezone"):
        value = getattr(site, name)
        if value:
            changes[name] = value
    if site.navigation:
        changes["navigation"] = tuple(Link(label, url) for label, url in site.navigation)
    service.update(**changes)
