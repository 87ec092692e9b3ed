"""Addresses an owner gives for others to use: whom to tell of a security problem, which hub spreads the news."""

import re
from urllib.parse import urlsplit

from app.errors import Invalid

_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")
_VISIBLE = re.compile(r"[\x21-\x7e]{1,500}")


def contact(typed: str) -> str:
    """Give it as RFC 9116 wants it: a bare e-mail address becomes `mailto:`. Raises: Invalid."""
    given = f"mailto:{typed}" if _EMAIL.fullmatch(typed) and ":" not in typed else typed
    if not (_VISIBLE.fullmatch(given) and given.startswith(("mailto:", "tel:", "https://"))):
        raise Invalid(f"{typed!r} is no security contact: give an e-mail address, or one with https:// or tel:")
    return given


def hub(typed: str) -> str:
    """Raises: Invalid."""
    try:
        parts = urlsplit(typed)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None
    except ValueError:
        usable = False
    if not (usable and _VISIBLE.fullmatch(typed) and not set(typed) & set('<>"')):
        raise Invalid(f"{typed!r} is no address of a hub: give one like https://hub.example/")
    return typed
