"""The second factor: one-time codes of an authenticator app (RFC 6238), and codes for when it is lost."""

import hashlib
import hmac
import secrets
import time

import pyotp

STEP_S = 30
HOW_MANY_CODES = 10
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # without those that look alike


def new_seed() -> str:
    return pyotp.random_base32()


def address_of(seed: str, site: str, email: str) -> str:
    """Return the otpauth: address that an authenticator app reads from a picture."""
    return pyotp.TOTP(seed).provisioning_uri(name=email, issuer_name=site or "Waypost")


def step_of(seed: str, code: str, after: int, now_s: float | None = None) -> int | None:
    """Return the number of the half minute the code is for: this one, or the one before or after it.

    `after`: the last one used; a code is good once. None: wrong, or used.
    """
    given = "".join(code.split()).encode("utf-8", "replace")
    now = int(time.time() if now_s is None else now_s) // STEP_S
    totp = pyotp.TOTP(seed)
    fits = [step for step in (now - 1, now, now + 1) if hmac.compare_digest(totp.at(step * STEP_S).encode(), given)]
    return next((step for step in fits if step > after), None)


def new_codes() -> list[str]:
    """Make recovery codes of 79 bits each: "abcd-efgh-jkmn-pqrs"."""
    return ["-".join(_letters() for _ in range(4)) for _ in range(HOW_MANY_CODES)]


def _letters() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(4))


def code_hash(user_id: str, code: str) -> str:
    plain = "".join(character for character in code.lower() if character in _ALPHABET)
    return hashlib.sha256(f"{user_id} {plain}".encode()).hexdigest()
