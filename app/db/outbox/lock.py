"""Who carries out a file's rows: one thread of one process at a time, by flock on `<File>.outbox`."""

import fcntl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.db.turnstile import open_lock, try_lock

_PAUSE_S = 0.005


class DrainLock:
    def __init__(self, path: Path) -> None:
        self._descriptor = open_lock(path.with_suffix(".outbox"))
        self._here = threading.Lock()

    @contextmanager
    def taken(self, until: float) -> Iterator[bool]:
        """Wait for the lock until then, by the monotonic clock; yields whether it is held."""
        if not self._here.acquire(timeout=max(0.0, min(until - time.monotonic(), threading.TIMEOUT_MAX))):
            yield False
            return
        try:
            held = self._wait(until)
            try:
                yield held
            finally:
                if held:
                    fcntl.flock(self._descriptor, fcntl.LOCK_UN)
        finally:
            self._here.release()

    def _wait(self, until: float) -> bool:
        while not try_lock(self._descriptor):
            if time.monotonic() >= until:
                return False
            time.sleep(_PAUSE_S)
        return True
