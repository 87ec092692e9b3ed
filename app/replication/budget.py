"""How often a file may be cut between the sidecar's ticks: every cut is one object in the store."""

import time

BURST = 20
TICK_S = 1.0  # the sidecar cuts as often by itself: waiting for that costs nothing


class CutBudget:
    """A token bucket: `BURST` cuts at once, then `cuts_per_s`."""

    def __init__(self, cuts_per_s: float, burst: int = BURST) -> None:
        self._rate, self._burst = cuts_per_s, float(burst)
        self._tokens = self._burst
        self._at = time.monotonic()

    def delay_s(self) -> float:
        """Take a token; how long to wait before the cut it stands for. Never longer than a tick."""
        now = time.monotonic()
        self._tokens = min(self._burst, self._tokens + (now - self._at) * self._rate)
        self._at = now
        if self._tokens >= 1:
            self._tokens -= 1
            return 0.0
        missing_s = (1 - self._tokens) / self._rate if self._rate else TICK_S
        self._tokens = max(self._tokens - 1, -1.0)
        return min(missing_s, TICK_S)
