"""Whether a write may begin, and when it is answered: what `app.db` asks before and after each commit."""

from collections.abc import Callable, Mapping

from app.db import Revision
from app.errors import ReadOnlyReplica, Unavailable, WaypostError
from app.replication.flusher import Flusher

WAIT_S = 10.0  # for a durable answer
Refusal = Callable[[], WaypostError]


class Gate:
    """Shut until `open`; then as wide as the right to write and the bound on what is not in the store allow."""

    def __init__(self, *, max_unreplicated_s: float, bounded: bool, durable: bool) -> None:
        """`bounded` False (same disk): being behind is shown and stops nothing. `durable`: answer once stored."""
        self._max_s, self._bounded, self._durable = max_unreplicated_s, bounded, durable
        self._flushers: Mapping[str, Flusher] = {}
        self._is_ours: Callable[[], bool] = lambda: False
        self._shut: Refusal | None = starting
        self._announced: dict[str, Revision] = {}

    def open(self, flushers: Mapping[str, Flusher], is_ours: Callable[[], bool]) -> None:
        self._flushers, self._is_ours, self._shut = flushers, is_ours, None

    def shut(self, reason: "Refusal") -> None:
        """Refuse all further writes, each with an error of its own."""
        self._shut = reason

    @property
    def is_open(self) -> bool:
        try:
            self.check("")
        except WaypostError:
            return False
        return True

    def check(self, name: str, /) -> None:
        """Raises: ReadOnlyReplica, Unavailable: no write may begin now."""
        if self._shut is not None:
            raise self._shut()
        if not self._is_ours():
            raise Unavailable(
                "Nothing was saved: the store is gone or does not answer, so another node may be writing; "
                "see waypost status"
            )
        behind_s = self.unreplicated_s()
        if self._bounded and behind_s > self._max_s:
            raise Unavailable(f"Nothing was saved: the backup is {behind_s:.0f} s behind; try again shortly")

    def committed(self, name: str, revision: Revision, /) -> None:
        """Raises: Unavailable: in durable mode, it is not known that the write is in the store."""
        flusher = self._flushers.get(name)
        if flusher is None:
            return
        commit = flusher.newest
        if revision > self._announced.get(name, Revision(0, 0)):
            self._announced[name] = revision
            commit = flusher.committed()
        if self._durable and not flusher.wait(commit, WAIT_S):
            raise Unavailable(
                "It is not known yet whether this was saved: it is on this machine, not yet in the store. "
                "Look before you send it again"
            )

    def announce(self, name: str, revision: Revision) -> None:
        """The file was found at this revision: a commit of ours, or of another process on this machine."""
        flusher = self._flushers.get(name)
        if flusher is not None and revision > self._announced.get(name, Revision(0, 0)):
            self._announced[name] = revision
            flusher.committed()

    def stored(self, name: str, patience_s: float = WAIT_S) -> bool:
        """Wait until all that was committed to the file is in the store, and the right to write still ours; or not."""
        flusher = self._flushers.get(name)
        return flusher is not None and flusher.wait(flusher.newest, patience_s) and self._is_ours()

    def unreplicated_s(self) -> float:
        """The age of the oldest commit of any file that is not known to be in the store."""
        return max((flusher.unreplicated_s() for flusher in self._flushers.values()), default=0.0)


def starting() -> WaypostError:
    return Unavailable("Nothing was saved: the site is starting; try again shortly")


def stopping() -> WaypostError:
    return Unavailable("Nothing was saved: the site is stopping; try again shortly")


def only_reading() -> WaypostError:
    return ReadOnlyReplica("Nothing was saved: this node only reads; changes are made on the primary")
