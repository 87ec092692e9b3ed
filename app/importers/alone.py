"""One import at a time on a data folder: two would each take half of the other's addresses."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.errors import Unavailable
from app.replication.folders import open_lock, try_lock

LOCK = "import.lock"
PATIENCE_S = 30.0  # the guide of a new site is in after a second


@contextmanager
def alone(data: Path, patience_s: float = PATIENCE_S) -> Iterator[None]:
    """Hold the lock for the block. It goes with the process, however that ends.

    Raises: Unavailable: another import is at work. StartRefused: the folder can't be written.
    """
    lock = open_lock(data, LOCK)
    try:
        until = time.monotonic() + patience_s
        while not try_lock(lock):
            if time.monotonic() > until:
                raise Unavailable(f"another import into {data} is at work; wait until it has ended")
            time.sleep(0.02)
        yield
    finally:
        os.close(lock)
