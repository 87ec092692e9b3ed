"""The old site's menu, where it is plain which of its menus that was."""

import re
from collections.abc import Iterator

from app.content import plain_text
from app.importers.items import Warned
from app.importers.wordpress.survey import MenuItem, Survey
from app.importers.wordpress.terms import Terms
from app.importers.wordpress.urls import OldAddresses

_MAIN = re.compile(r"main|primary|principal|header|top|haupt|hoofd", re.IGNORECASE)


class Navigation:
    def __init__(self, survey: Survey, own: OldAddresses, terms: Terms) -> None:
        self._survey = survey
        self._own = own
        self._terms = terms
        self._menus = list(dict.fromkeys(item.menu for item in survey.menu.values()))
        self._chosen = self._choose()

    def links(self) -> tuple[tuple[str, str], ...]:
        """Return label and address of the first level of the main menu."""
        items = [item for item in self._survey.menu.values() if item.menu == self._chosen and item.parent in ("", "0")]
        found = (self._link(item) for item in sorted(items, key=lambda item: item.position))
        return tuple(link for link in found if link is not None)

    def remarks(self) -> Iterator[Warned]:
        if self._menus and self._chosen is None:
            names = ", ".join(self._menus)
            yield Warned("menus", f"the export has several menus ({names}) and doesn't say which was the main one")

    def reason(self, ref: str) -> str:
        """Say what became of a menu item."""
        menu = self._survey.menu[ref].menu
        if menu == self._chosen:
            return "the first level of its menu is the navigation here"
        return f"of the menu {menu or 'without a name'}, which is no main menu"

    def _choose(self) -> str | None:
        if len(self._menus) == 1:
            return self._menus[0]
        named = [menu for menu in self._menus if _MAIN.search(menu)]
        return named[0] if len(named) == 1 else None

    def _link(self, item: MenuItem) -> tuple[str, str] | None:
        label, address = item.label, item.url
        if item.kind == "post_type":
            target = self._survey.entries.get(item.target)
            if target is None or not target.is_public:
                return None
            label, address = label or target.title, target.link
        elif item.kind == "taxonomy":
            address = self._terms.path_of(item.target) or ""
        label = " ".join(plain_text(label).split())
        if not label or not address or address.startswith("#"):
            return None
        own = self._own.link(address) if self._own.is_own(address) else None
        return label, (own.path or own.query or "/") if own else address
