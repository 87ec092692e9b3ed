"""Times as databases keep them: ISO text of fixed width in UTC, so that text order is time order."""

from datetime import UTC, datetime


def now_text() -> str:
    return text_of(datetime.now(UTC))


def text_of(moment: datetime) -> str:
    """Raises: ValueError: the datetime is naive."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone can't be stored")
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def datetime_of(text: str) -> datetime:
    return datetime.fromisoformat(text)
