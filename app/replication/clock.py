"""The clock terms are counted on: it goes on while the machine is suspended, which the monotonic clock does not."""

import time

_CLOCK: int = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)  # on macOS CLOCK_MONOTONIC goes on too


def boottime() -> float:
    """Seconds since some fixed moment of this machine."""
    return time.clock_gettime(_CLOCK)
