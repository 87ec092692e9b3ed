"""The site's secret: WAYPOST_SECRET, or a file in the data folder that is made once; and a key from it for each use.

It is in no backup: with it lost, second factors have to be set up again, by recovery codes or `waypost user reset`.
"""

import hashlib
import hmac
import os
import secrets

from app.errors import SettingsError
from app.settings.settings import Settings

FILE = "secret"


def keys_for(settings: Settings, purpose: str) -> list[bytes]:
    """Return 32 bytes for each secret there is: the first is for new things, the others still open old ones.

    Raises: SettingsError: a replica has no WAYPOST_SECRET.
    """
    return [_hkdf(secret.encode(), purpose.encode()) for secret in _secrets(settings)]


def _secrets(settings: Settings) -> list[str]:
    if settings.secret:
        return [part.strip() for part in settings.secret.split(",") if part.strip()]
    path = settings.data / FILE
    if not path.exists():
        if not settings.is_primary:
            raise SettingsError("WAYPOST_SECRET is unset: allowed is the same text on all nodes")
        made = path.with_name(f"{FILE}.{secrets.token_hex(4)}")
        made.touch(mode=0o600)
        made.write_text(secrets.token_urlsafe(48) + "\n", encoding="ascii")
        try:
            os.link(made, path)  # whoever is first: the others read what that one wrote
        except FileExistsError:
            pass
        finally:
            made.unlink()
    return [path.read_text(encoding="ascii").strip()]


def _hkdf(secret: bytes, info: bytes) -> bytes:
    """RFC 5869 with SHA-256, for one block."""
    extracted = hmac.digest(b"waypost", secret, hashlib.sha256)
    return hmac.digest(extracted, info + b"\x01", hashlib.sha256)
