"""Time zones of a site: an IANA name, or a fixed offset like "+05:30"."""

import re
from datetime import datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from app.errors import Invalid

_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)")


def zone_of(name: str) -> tzinfo:
    """Raises: Invalid: no such zone."""
    offset = _OFFSET.fullmatch(name)
    try:
        if offset is None:
            return ZoneInfo(name)
        sign, hours, minutes = offset.groups()
        return timezone(timedelta(hours=int(hours), minutes=int(minutes)) * (-1 if sign == "-" else 1))
    except (KeyError, ValueError, OSError) as error:
        raise Invalid(f"{name!r} is no time zone: give a name like Europe/Berlin, or an offset like +05:30") from error


def local_date(at: datetime, zone: str) -> str:
    """The date of a moment as the site's readers count days: YYYY-MM-DD."""
    return at.astimezone(zone_of(zone)).date().isoformat()
