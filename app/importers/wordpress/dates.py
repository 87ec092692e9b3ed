"""Dates of WordPress: local time without a zone beside UTC, zeros where there is none."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_QUARTER = timedelta(minutes=15)  # every zone of the world is a multiple of it from UTC
_FURTHEST = timedelta(hours=14)


def parse(text: str) -> datetime | None:
    """Read "2024-06-05 16:04:48" (naive); None for zeros and nonsense."""
    if not text or text.startswith("0000"):
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None


def parse_feed_date(text: str) -> datetime | None:
    """Read "Sat, 27 May 2017 11:33:38 +0000" (aware, UTC); None for WordPress's "no date" and nonsense."""
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    if found.year < 1970 or (found.year, found.month, found.day) == (1999, 11, 30):
        return None  # 1999-11-30 is what PHP makes of 0000-00-00
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def offset_of(local: datetime, gmt: datetime) -> timedelta | None:
    """Return how far the site's clock was from UTC; None where the two dates can't belong together."""
    quarters = round((local - gmt) / _QUARTER)
    offset = quarters * _QUARTER
    return offset if abs(offset) <= _FURTHEST else None


def usual_offset(seen: Counter[timedelta]) -> timedelta | None:
    """Return the offset most posts have; of two as frequent the smaller, which is the one without summer time."""
    if not seen:
        return None
    return min(seen, key=lambda offset: (-seen[offset], offset))


def zone_name(offset: timedelta) -> str:
    """Name an offset: "UTC" or "+05:30"."""
    if not offset:
        return "UTC"
    minutes = round(offset.total_seconds() / 60)
    sign = "+" if minutes > 0 else "-"
    return f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def utc(gmt: str, local: str, offset: timedelta) -> datetime | None:
    """Return the moment: from the UTC field, else from the local one by the site's usual offset."""
    found = parse(gmt)
    if found is None:
        there = parse(local)
        if there is None:
            return None
        try:
            found = there - offset
        except OverflowError:
            return None
    return found.replace(tzinfo=UTC)
