"""What passwords of people must be like, and how they are kept."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from app.errors import Invalid
from app.services.users.hashing import MEMORY_KIB, MOST_LENGTH, Hashing

LEAST_LENGTH = 8  # ASVS 5.0, 6.2.1


_LIST = Path(__file__).with_name("common_passwords.txt")


def refuse_weak(password: str, about: Iterable[str] = ()) -> None:
    """Let pass what ASVS 5.0 (6.2) lets pass: any characters, unless everybody would guess them.

    `about`: names and addresses that are known of this person and this site.
    Raises: Invalid: too short, too long, a common password, or one of those words and little else.
    """
    if not LEAST_LENGTH <= len(password) <= MOST_LENGTH:
        raise Invalid(f"the password has {len(password)} characters; {LEAST_LENGTH} to {MOST_LENGTH} are allowed")
    folded = password.casefold()
    if folded in _common_passwords() or len(set(folded)) < 4:
        raise Invalid("this password is among the first that anybody would guess; choose another")
    if any(len(word) >= 4 and word in folded and len(folded) - len(word) < 4 for word in _folded(about)):
        raise Invalid("this password is a name or an address that everybody knows; choose another")


def _folded(about: Iterable[str]) -> set[str]:
    words = {text.casefold().strip() for text in about}
    return words | {word.replace(" ", "") for word in words} | {word.partition("@")[0] for word in words}


@cache
def _common_passwords() -> frozenset[str]:
    lines = _LIST.read_text(encoding="utf-8").splitlines()
    return frozenset(line.casefold() for line in lines if not line.startswith("#"))


class Passwords:
    def __init__(self, memory_kib: int = MEMORY_KIB) -> None:
        self._hashing = Hashing(memory_kib)

    def hash(self, password: str) -> str:
        """Raises: Invalid: too short or too long."""
        if not LEAST_LENGTH <= len(password) <= MOST_LENGTH:
            raise Invalid(f"the password has {len(password)} characters; {LEAST_LENGTH} to {MOST_LENGTH} are allowed")
        return self._hashing.hash(password)

    def verify(self, kept: str | None, password: str) -> bool:
        """`kept` None means nobody: the same work is done for a hash nobody knows the password of."""
        return self._hashing.verify(kept, password)
