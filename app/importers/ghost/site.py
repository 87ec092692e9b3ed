"""The settings of the old blog."""

from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from app.importers.ghost.export import Export
from app.importers.ghost.values import first, flag, line, text
from app.importers.items import Item, Site, Warned

_INJECTIONS = ("codeinjection_head", "codeinjection_foot", "ghost_head", "ghost_foot")
PICTURES = ("logo", "icon", "cover", "cover_image", "og_image", "twitter_image")


class Settings:
    def __init__(self, export: Export) -> None:
        """A key that stands twice counts by its last value that says something."""
        self._export = export
        self._values: dict[str, object] = {}
        for row in export.rows("settings"):
            if text(row.get("value")) or row.get("key") not in self._values:
                self._values[text(row.get("key"))] = row.get("value")
        name = self.first("timezone", "active_timezone", "activeTimezone")
        self.zone, self._bad_zone = _zone(name)
        self.timezone = None if self._bad_zone or not name else name

    def first(self, *keys: str) -> str:
        return first(self._values, *keys)

    @property
    def is_private(self) -> bool:
        """Whether the whole blog stood behind one password."""
        return flag(self._values.get("is_private")) or flag(self._values.get("isPrivate"))

    @property
    def comments_open(self) -> bool:
        return self.first("comments_enabled") not in ("", "off")

    def items(self) -> Iterator[Item]:
        links, odd = _navigation(self._values)
        origin = self._export.origin
        yield Site(
            title=line(self.first("title")) or None,
            tagline=line(self.first("description")) or None,
            url=origin or None,
            language=self.first("lang", "locale", "default_locale", "defaultLang").replace("_", "-") or None,
            timezone=self.timezone,
            navigation=links,
            aliases=(_twin(origin),) if origin else (),
        )
        yield from (Warned("settings", message) for message in odd)
        if self._bad_zone:
            yield Warned("settings", f"the time zone “{self._bad_zone[:60]}” is not known; dates were taken as UTC")
        if self.is_private:
            yield Warned("settings", "the blog was private as a whole, so nothing of it was published here")
        for key in _INJECTIONS:
            if self.first(key):
                yield Warned("settings", f"code injected into every page ({key}) was left out; nothing of it is run")


def _twin(origin: str) -> str:
    return origin.replace("https:", "http:", 1) if origin.startswith("https:") else origin.replace("http:", "https:", 1)


def _zone(name: str) -> tuple[ZoneInfo, str]:
    """Return the zone, and the name where it means nothing."""
    try:
        return ZoneInfo(name or "Etc/UTC"), ""
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("Etc/UTC"), name


def _navigation(values: Mapping[str, object]) -> tuple[tuple[tuple[str, str], ...], list[str]]:
    """Return the links of both menus, and sentences on what is left out."""
    links: dict[tuple[str, str], None] = {}
    odd: list[str] = []
    for key in ("navigation", "secondary_navigation"):
        value = text(values.get(key)).strip()
        try:
            parts = msgspec.json.decode(value) if value else []
        except (msgspec.DecodeError, RecursionError):
            odd.append(f"the menu “{key}” is not readable and was left out")
            continue
        for part in parts if isinstance(parts, list) else []:
            label, url = (line(part.get("label")), line(part.get("url"))) if isinstance(part, dict) else ("", "")
            if "#/portal" in url:
                odd.append(f"the menu entry “{label}” led to Ghost's sign-up and was left out")
            elif label and url:
                links[label, url] = None
    return tuple(links), odd
