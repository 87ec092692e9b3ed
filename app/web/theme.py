"""How this site's pages look: its templates, filled with what the site says of itself."""

from typing import Any

from app.services.site import SiteInfo, SiteService
from app.web.head import Head
from app.web.templates import Templates


class Theme:
    def __init__(self, templates: Templates, site: SiteService) -> None:
        self.templates = templates
        self.origin = templates.origin
        self._site = site

    def site(self) -> SiteInfo:
        """Read inside `reads()`, so that a page says what the site said at its moment."""
        return self._site.site()

    def page(self, template: str, info: SiteInfo, head: Head, **values: Any) -> bytes:
        return self.templates.page(template, info, head, **values)
