"""Whose turn it is to write to a file, across processes: a queue before the writer's lock, so that nobody starves.

SQLite's own lock has no queue: beside a process that writes without pause others wait for seconds (p50 3.2 s).
"""

import errno
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.errors import Unavailable

PATIENCE_S = 30.0
_PAUSE_S = 0.0005


class Turnstile:
    """`<File>.turn` and `<File>.writer`, locked by flock on descriptors that are kept."""

    def __init__(self, path: Path) -> None:
        self._name = path.stem
        self._turn = open_lock(path.with_suffix(".turn"))
        self._writer = open_lock(path.with_suffix(".writer"))

    @contextmanager
    def held(self, patience_s: float = PATIENCE_S) -> Iterator[None]:
        """Hold the right to write. One waits for the writer's lock, the others queue for the turn.

        Raises: Unavailable: another process kept the lock for longer than `patience_s`.
        """
        fcntl.flock(self._turn, fcntl.LOCK_EX)
        try:
            self._take_writer(patience_s)
        finally:
            fcntl.flock(self._turn, fcntl.LOCK_UN)
        try:
            yield
        finally:
            fcntl.flock(self._writer, fcntl.LOCK_UN)

    def close(self) -> None:
        os.close(self._turn)
        os.close(self._writer)

    def _take_writer(self, patience_s: float) -> None:
        if try_lock(self._writer):
            return
        until = time.monotonic() + patience_s
        while not try_lock(self._writer):
            if time.monotonic() > until:
                raise Unavailable(f"Nothing was saved: another process has been writing to {self._name} for too long")
            time.sleep(_PAUSE_S)


def try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in (errno.EWOULDBLOCK, errno.EAGAIN):
            raise
        return False
    return True


def open_lock(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
