"""Hashes of passwords: their cost, how many at once, and the same work for everybody."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from argon2 import PasswordHasher, extract_parameters

from app.db import Database
from app.services.users import UserService
from app.services.users.passwords import MEMORY_KIB, Passwords

PASSWORD = "a long enough password"


class Watched:
    """argon2's own hasher, and how many are at it; each waits a moment for others to join."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        self._lock = threading.Lock()
        self._joined = threading.Semaphore(0)
        self.now = self.most = self.verified = 0

    def hash(self, password: str) -> str:
        with self._lock:
            self.now += 1
            self.most = max(self.most, self.now)
        self._joined.acquire(timeout=0.1)
        with self._lock:
            self.now -= 1
        return self._hasher.hash(password)

    def verify(self, kept: str, password: str) -> bool:
        self.verified += 1
        return self._hasher.verify(kept, password)


def watched() -> tuple[Passwords, Watched]:
    passwords, hasher = Passwords(memory_kib=8), Watched()
    replaced: Any = hasher
    passwords._hashing._hasher = replaced
    return passwords, hasher


def test_what_a_hash_costs() -> None:
    """OWASP Password Storage Cheat Sheet: argon2id with m=46 MiB, t=1, p=1."""
    parameters = extract_parameters(Passwords().hash(PASSWORD))
    assert parameters.type.name == "ID"
    assert (parameters.memory_cost, parameters.time_cost, parameters.parallelism) == (MEMORY_KIB, 1, 1)
    assert MEMORY_KIB == 46 * 1024
    assert parameters.salt_len >= 16


def test_two_at_once_and_no_more() -> None:
    """Else as many megabytes as there are people signing in, or somebody who pretends to be many."""
    passwords, hasher = watched()
    threads = [threading.Thread(target=passwords.hash, args=(PASSWORD,)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert hasher.most == 2


@pytest.mark.parametrize("email", ["alice@blog.test", "imported@blog.test", "nobody@blog.test", ""])
def test_the_same_work_whoever_it_is(open_database: Callable[[str], Database], email: str) -> None:
    """Known, known without a password, unknown: one hash is verified each time."""
    passwords, hasher = watched()
    users = UserService(open_database("Users"), passwords)
    users.create(name="Alice", email="alice@blog.test", role="author", password=PASSWORD)
    users.verify("", "x")  # the hash nobody has the password of is made at first use
    before = hasher.verified
    assert users.verify(email, "wrong password") is None
    assert hasher.verified - before == 1
