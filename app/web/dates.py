"""Dates as a site's readers write them: Babel's formats in the site's language and zone."""

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import TypeVar
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time

Key = TypeVar("Key", str, date)
MOST_REMEMBERED = 20_000


class Calendar:
    """One language and one zone. Made by `calendar`, which keeps those in use."""

    def __init__(self, language: str, zone: str) -> None:
        self.locale = locale_of(language)
        self.zone = zone_of(zone)
        self._days: dict[str, str] = {}
        self._short_days: dict[date, str] = {}
        self._minutes: dict[tuple[int, int], str] = {}

    def day(self, local_date: str) -> str:
        """Write a date that is already the site's own: "21 November 2026"."""
        known = self._days.get(local_date)
        if known is None:
            known = format_date(date.fromisoformat(local_date), "long", locale=self.locale)
            _remember(self._days, local_date, known)
        return known

    def month(self, year: int, month: int) -> str:
        return format_skeleton("yMMMM", date(year, month, 1), locale=self.locale)

    def month_name(self, month: int) -> str:
        return format_date(date(2000, month, 1), "MMMM", locale=self.locale)

    def moment(self, at: datetime) -> str:
        local = at.astimezone(self.zone)
        day, minute = local.date(), (local.hour, local.minute)
        if day not in self._short_days:
            _remember(self._short_days, day, format_date(day, "medium", locale=self.locale))
        if minute not in self._minutes:
            self._minutes[minute] = format_time(local, "short", locale=self.locale)
        return f"{self._short_days[day]} {self._minutes[minute]}"

    def clock(self, at: datetime) -> str:
        return format_time(at.astimezone(self.zone), "short", locale=self.locale)

    def iso(self, at: datetime) -> str:
        """Write a moment for machines, in the site's zone."""
        return at.astimezone(self.zone).isoformat(timespec="seconds")


def _remember(known: dict[Key, str], key: Key, text: str) -> None:
    """Babel takes 30 µs for a date, and a list has many; there are only so many days."""
    if len(known) >= MOST_REMEMBERED:
        known.clear()
    known[key] = text


@lru_cache(maxsize=16)
def calendar(language: str, zone: str) -> Calendar:
    return Calendar(language, zone)


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    """Find the nearest language Babel knows; English where it knows none."""
    parts = language.replace("_", "-").split("-")
    for length in range(len(parts), 0, -1):
        try:
            return Locale.parse("-".join(parts[:length]), sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")


def zone_of(name: str) -> tzinfo:
    """Read an IANA name or a fixed offset ("+05:30"); UTC where neither is known."""
    if name[:1] in "+-" and len(name) >= 6:
        try:
            hours, minutes = int(name[1:3]), int(name[4:6])
            return timezone((1 if name[0] == "+" else -1) * timedelta(hours=hours, minutes=minutes))
        except ValueError:
            return UTC
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError):  # ZoneInfoNotFoundError is a KeyError
        return UTC


def direction(language: str) -> str:
    return "rtl" if locale_of(language).character_order == "right-to-left" else "ltr"
