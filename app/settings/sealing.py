"""Encrypts what only this site shall read, with a key from `secret.keys_for`: a copy of a file shows nothing."""

import secrets
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12  # bytes


def seal(keys: Sequence[bytes], text: str, about: str) -> bytes:
    """Encrypt with the first key. `about` is not kept: only who knows it can open what was sealed."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(keys[0]).encrypt(nonce, text.encode(), about.encode())


def unseal(keys: Sequence[bytes], sealed: bytes, about: str) -> str | None:
    """Return None where it was sealed with a secret this site has no more, or about something else."""
    for key in keys:
        try:
            return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], about.encode()).decode()
        except (InvalidTag, ValueError):
            continue
    return None
