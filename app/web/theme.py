"""How this site's pages look: its templates, filled with what the site says of itself."""

from typing import Any

from app.services.posts import PostService
from app.services.site import Link, SiteInfo, SiteService
from app.web.addresses import href
from app.web.head import Head
from app.web.templates import Templates

MOST_PAGES = 5


class Theme:
    def __init__(self, templates: Templates, site: SiteService, posts: PostService) -> None:
        self.templates = templates
        self.origin = templates.origin
        self._site, self._posts = site, posts

    def site(self) -> SiteInfo:
        """Read inside `reads()`, so that a page says what the site said at its moment."""
        return self._site.site()

    def page(self, template: str, info: SiteInfo, head: Head, **values: Any) -> bytes:
        return self.templates.page(template, info, head, navigation=self._navigation(info), **values)

    def _navigation(self, info: SiteInfo) -> tuple[Link, ...]:
        """What the owner arranged; where nobody has, the site's pages."""
        if info.navigation:
            return info.navigation
        return tuple(Link(page.title, href(page.path)) for page in self._posts.pages()[:MOST_PAGES] if page.title)
