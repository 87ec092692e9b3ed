"""Dates as people write them in front matter and file names, in the old site's time zone."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from typing import Any
from zoneinfo import ZoneInfo

_OFFSET = r"(?P<zone>[Zz]|(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?|[A-Z]{3,4}|[A-Z][A-Za-z]+/[A-Za-z_/]+)?"
_ABBREVIATED = {  # hours; the ones people write
    **{"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7},
    **{"UTC": 0, "GMT": 0, "WET": 0, "BST": 1, "WEST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3},
    **{"IST": 5.5, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13},
}
_ISO = re.compile(
    r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"
    r"(?:(?:[T ]\s*|\s+)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"\s*(?P<half>[AaPp][Mm])?)?\s*" + _OFFSET + r"(?:\s*\([^)]*\))?"
)
_WORDS = re.compile(
    r"(?:(?P<d1>\d{1,2})(?:st|nd|rd|th)?\s+(?P<m1>[A-Za-z]{3,9})\.?,?|(?P<m2>[A-Za-z]{3,9})\.?\s+(?P<d2>\d{1,2})(?:st|nd|rd|th)?,?)"
    r"\s+(?P<year>\d{4})(?:,?\s+(?:at\s+)?(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?"
    r"\s*(?P<half>[AaPp][Mm])?)?\s*" + _OFFSET
)
# A date and a time with something else between them and the offset, as Ruby takes it: "2023-01-29 18:30:22 2023 -0800".
_LOOSE = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?:[T ](?P<hour>\d{2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?)?"
    r"(?P<half>)(?:[^+\d-].*?)?(?P<zone>[+-]\d{2}:?\d{2}|Z)?"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_COMPACT = re.compile(r"((?:19|20)\d\d)(?:(\d\d)(\d\d)|-(\d\d))")
_EPOCH = re.compile(r"\d{9,10}(?:\d{3})?")
FILE_DATE = re.compile(r"(?P<year>\d{4})[-_.](?P<month>\d{1,2})[-_.](?P<day>\d{1,2})(?:[-_. ]+|$)(?P<rest>.*)")
_PATH_DATE = re.compile(r"(?:^|/)((?:19|20)\d{2})[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=[/_-]|$)")


@dataclass(frozen=True, slots=True)
class Moment:
    """`at` is UTC. `bare`: only a day was given. `written`: the day as its author wrote it, in whatever zone."""

    at: datetime
    bare: bool
    written: date


def find_zone(name: str) -> tzinfo:
    """UTC for "" and for names nobody knows."""
    name = name.strip()
    offset = _offset(name)
    if offset is not None:
        return offset
    try:
        return ZoneInfo(name) if name else UTC
    except (ValueError, OSError, KeyError):
        return UTC


def read_date(value: Any, zone: tzinfo, naive: tzinfo | None = None) -> Moment | None:
    """Understand a date. A bare day is midnight in `zone`; a time without a zone is in `naive`, else in `zone`."""
    try:
        if isinstance(value, datetime):
            found = _moment(value, zone, naive)
        elif isinstance(value, date):
            found = _midnight(value, zone)
        elif value is None or isinstance(value, bool):
            return None
        else:
            found = _read_text(str(value).strip(), zone, naive)
    except (ValueError, OverflowError, TypeError, IndexError, KeyError, OSError):
        return None
    return found if found.written.year > 1 else None  # Go's zero time stands for "no date"


def _read_text(text: str, zone: tzinfo, naive: tzinfo | None) -> Moment:
    match = _ISO.fullmatch(text) or _WORDS.fullmatch(text) or _LOOSE.fullmatch(text)
    if match:
        return _matched(match, zone, naive)
    compact = _COMPACT.fullmatch(text)
    if compact:
        return _midnight(date(int(compact[1]), int(compact[2] or compact[4]), int(compact[3] or 1)), zone)
    if _EPOCH.fullmatch(text):
        return _moment(datetime.fromtimestamp(int(text) / (1000 if len(text) > 10 else 1), UTC), zone, naive)
    return _moment(parsedate_to_datetime(text), zone, naive)


def _matched(match: re.Match[str], zone: tzinfo, naive: tzinfo | None) -> Moment:
    parts = match.groupdict()
    if "m1" in parts:
        month = _MONTHS.index((parts["m1"] or parts["m2"])[:3].lower()) + 1
        day = int(parts["d1"] or parts["d2"])
    else:
        month, day = int(parts["month"]), int(parts["day"])
    written = date(int(parts["year"]), month, day)
    if parts["hour"] is None:
        return _midnight(written, zone)
    hour = int(parts["hour"])
    if parts["half"]:
        hour = hour % 12 + (12 if parts["half"].lower() == "pm" else 0)
    micros = int((parts.get("fraction") or "0").ljust(6, "0")[:6])
    clock = datetime.combine(written, time(hour, int(parts["minute"]), int(parts["second"] or 0), micros))
    return _moment(clock.replace(tzinfo=_named(parts["zone"] or "")), zone, naive)


def _named(text: str) -> tzinfo | None:
    return ZoneInfo(text) if "/" in text else _offset(text)


def _offset(text: str) -> tzinfo | None:
    if not text:
        return None
    if text.upper() == "Z":
        return UTC
    if text in _ABBREVIATED:
        return timezone(timedelta(hours=_ABBREVIATED[text]))
    match = re.fullmatch(r"(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?", text)
    if match is None:
        return None
    delta = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    if delta >= timedelta(hours=24):
        return None
    return timezone(-delta if match[1] == "-" else delta)


def _moment(value: datetime, zone: tzinfo, naive: tzinfo | None) -> Moment:
    aware = value if value.tzinfo else value.replace(tzinfo=naive or zone)
    return Moment(aware.astimezone(UTC), False, value.date())


def _midnight(day: date, zone: tzinfo) -> Moment:
    return Moment(datetime.combine(day, time(), tzinfo=zone).astimezone(UTC), True, day)


def name_date(stem: str) -> tuple[date | None, str]:
    """Cut `2019-01-02-` off a file name; (None, stem) where there is none or the day does not exist."""
    match = FILE_DATE.fullmatch(stem)
    if match is None:
        return None, stem
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"])), match["rest"]
    except ValueError:
        return None, stem


def path_date(path: str) -> date | None:
    """Find `2014/12/12/` in an address."""
    match = _PATH_DATE.search(path)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None
