"""Who carries out a file's rows: one thread of one process at a time, by flock on `<File>.outbox`."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.db.turnstile import open_lock, try_lock

_PAUSE_S = 0.005


class DrainLock:
    def __init__(self, path: Path) -> None:
        self._path = path.with_suffix(".outbox")
        self._here = threading.Lock()

    @contextmanager
    def taken(self, until: float) -> Iterator[bool]:
        """Wait for the lock until then, by the monotonic clock; yields whether it is held."""
        if not self._here.acquire(timeout=max(0.0, min(until - time.monotonic(), threading.TIMEOUT_MAX))):
            yield False
            return
        try:
            descriptor = open_lock(self._path)
            try:
                yield _wait(descriptor, until)
            finally:
                os.close(descriptor)  # and so release it
        finally:
            self._here.release()


def _wait(descriptor: int, until: float) -> bool:
    while not try_lock(descriptor):
        if time.monotonic() >= until:
            return False
        time.sleep(_PAUSE_S)
    return True
