"""Argon2id with the house's parameters, whatever the password is for; at most two at once in the whole process."""

import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MOST_LENGTH = 256  # characters
MEMORY_KIB = 46 * 1024  # OWASP Password Storage Cheat Sheet: m=46 MiB, t=1, p=1
_TURNS = threading.BoundedSemaphore(2)  # a bound on memory, so it is the process's


class Hashing:
    def __init__(self, memory_kib: int = MEMORY_KIB) -> None:
        self._hasher = PasswordHasher(time_cost=1, memory_cost=memory_kib, parallelism=1)
        self._decoy: str | None = None

    def hash(self, password: str) -> str:
        with _TURNS:
            return self._hasher.hash(password)

    def verify(self, kept: str | None, password: str) -> bool:
        """`kept` None means nobody: the same work is done for a hash nobody knows the password of."""
        if self._decoy is None:
            self._decoy = self.hash("a password of nobody")
        with _TURNS:
            try:
                matches = self._hasher.verify(kept or self._decoy, password[:MOST_LENGTH])
            except (VerificationError, InvalidHashError):
                return False
        return matches and kept is not None


def is_hash(text: str) -> bool:
    return text.startswith("$argon2id$v=19$m=")
