"""Short signatures of this site's own, by a key of its secret for each purpose: nobody else can make them."""

import hmac

from app.settings import Settings
from app.settings.secret import keys_for

LENGTH = 40  # hexadecimal digits: 160 bits


def mark(settings: Settings, purpose: str, text: str) -> str:
    return _signed(keys_for(settings, purpose)[0], text)


def is_ours(settings: Settings, purpose: str, text: str, given: str) -> bool:
    """Whether `given` is a mark of `text` for this purpose, by any secret there is."""
    return any(
        hmac.compare_digest(_signed(key, text).encode(), given.encode("utf-8", "replace"))
        for key in keys_for(settings, purpose)
    )


def _signed(key: bytes, text: str) -> str:
    return hmac.digest(key, text.encode("utf-8", "replace"), "sha256").hex()[:LENGTH]
