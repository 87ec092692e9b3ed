"""Single values of an export's rows, whatever type that version of Ghost gave them; nothing here raises."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

Row = Mapping[str, Any]

_YEARS = range(1000, 9999)  # outside of these a time zone may lead out of the calendar
_SECONDS_END = 100_000_000_000  # epoch numbers above are milliseconds (seconds would be the year 5138)


def text(value: object) -> str:
    """Return a string or number as text without NUL; "" for anything else."""
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    return str(value)


def line(value: object) -> str:
    """Return text on one line, without space around it."""
    return " ".join(text(value).split())


def first(row: Row, *names: str) -> str:
    """Return the first of these columns that holds any text."""
    return next((found for name in names if (found := text(row.get(name)).strip())), "")


def flag(value: object) -> bool:
    return value is True or value in (1, "1") or (isinstance(value, str) and value.lower() == "true")


def number(value: object) -> int:
    if isinstance(value, bool):
        return int(value)
    try:
        return int(value)  # type: ignore[call-overload, no-any-return]
    except (TypeError, ValueError, OverflowError):
        return 0


def moment(value: object) -> datetime | None:
    """Return an aware UTC datetime from epoch milliseconds (0.x), ISO 8601 (2.x) or "YYYY-MM-DD HH:MM:SS" (UTC)."""
    try:
        found = _moment(value)
    except (ValueError, OverflowError, OSError):
        return None
    return found if found and found.year in _YEARS else None


def _moment(value: object) -> datetime | None:
    if isinstance(value, str) and value.strip().isdigit():
        value = int(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return datetime.fromtimestamp(value if abs(value) < _SECONDS_END else value / 1000, UTC)
    if not isinstance(value, str):
        return None
    found = datetime.fromisoformat(value.strip())
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
