"""One flusher a file: gets its commits into the store, and knows the oldest that is not there yet."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.replication.budget import TICK_S, CutBudget
from app.replication.clock import boottime
from app.replication.sidecar import Control, SidecarError, Synced

SYNC_TIMEOUT_S = 15.0
PAUSE_S = 0.5  # after a sync that failed
LAG_CUTS = 3  # on a remote store no early cut while more than these are under way (RULES 4)


@dataclass(frozen=True, slots=True)
class FlushState:
    """`unreplicated_s`: the age of the oldest commit not known to be in the store; 0.0 where all are."""

    txid: int
    replicated_txid: int
    unreplicated_s: float
    error: str


class Flusher:
    """Coalesces: a sync covers every commit made before it began, however many wait for it."""

    def __init__(
        self,
        database: Path,
        control: Control,
        *,
        cuts_per_s: float,
        remote: bool,
        audit: Callable[[], None],
        is_ours: Callable[[], bool] | None = None,
    ) -> None:
        """`audit` raises SidecarError where what was cut is wrong. `is_ours` is asked in durable mode (RULES 16): both
        after each flush, before those who wait for it are answered.
        """
        self._database, self._control, self._remote = database, control, remote
        self._audit, self._is_ours = audit, is_ours
        self._budget = CutBudget(cuts_per_s)
        self._changed = threading.Condition()
        self._commits = self._flushed = 0
        self._oldest_at: float | None = None
        self._last = Synced(0, 0)
        self._error = ""
        self._stopped = False
        self._thread: threading.Thread | None = None

    def committed(self) -> int:
        """Note a commit; the number to give to `wait`."""
        with self._changed:
            self._commits += 1
            if self._oldest_at is None:
                self._oldest_at = boottime()
            if self._thread is None and not self._stopped:
                self._thread = threading.Thread(target=self._run, name=f"flush {self._database.stem}", daemon=True)
                self._thread.start()
            self._changed.notify_all()
            return self._commits

    def wait(self, commit: int, patience_s: float) -> bool:
        """True once a flush that began after the commit has ended well and the epoch was still ours."""
        with self._changed:
            return self._changed.wait_for(lambda: self._flushed >= commit or self._stopped, patience_s) and (
                self._flushed >= commit
            )

    @property
    def newest(self) -> int:
        """The number of the newest commit noted."""
        return self._commits

    def unreplicated_s(self) -> float:
        oldest_at = self._oldest_at
        return 0.0 if oldest_at is None else boottime() - oldest_at

    def flush(self, timeout_s: float = SYNC_TIMEOUT_S) -> None:
        """Flush now, in this thread. Raises: SidecarError: it is not known that everything is in the store."""
        with self._changed:
            covered, began_at = self._commits, boottime()
        try:
            self._last = self._control.sync(self._database, timeout_s)
            self._audit()
        except SidecarError as error:
            self._error = str(error)
            raise
        if not self._last.complete:
            self._error = f"in the store up to {self._last.replicated_txid} of {self._last.txid}"
            raise SidecarError(f"{self._database.name} is not in the store yet: {self._error}")
        self._error = ""
        if self._is_ours is None or self._is_ours():
            self._note(covered, began_at)

    def stop(self) -> None:
        """Those who wait are told that it is unknown."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()

    def state(self) -> FlushState:
        return FlushState(self._last.txid, self._last.replicated_txid, round(self.unreplicated_s(), 3), self._error)

    def _note(self, covered: int, began_at: float) -> None:
        with self._changed:
            self._flushed = max(self._flushed, covered)
            self._oldest_at = None if self._flushed >= self._commits else began_at
            self._changed.notify_all()

    def _run(self) -> None:
        while self._sleep_until_due():
            try:
                self.flush()
            except SidecarError:
                self._pause(PAUSE_S)

    def _sleep_until_due(self) -> bool:
        """False when stopped."""
        with self._changed:
            self._changed.wait_for(lambda: self._stopped or self._flushed < self._commits)
        delay_s = self._budget.delay_s()
        if self._remote and self._last.txid - self._last.replicated_txid > LAG_CUTS:
            delay_s = TICK_S
        self._pause(delay_s)
        return not self._stopped

    def _pause(self, seconds: float) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._stopped, seconds)
