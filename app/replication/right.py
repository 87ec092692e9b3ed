"""The right to write: how a node comes by it, keeps it, notices that it is gone, and gives it back.

Safe because both sides count the same beats. The owner's right ends a term after it *sent* its last good beat; another
node may claim only a term after it *received* a beat that has not moved since. Between the claimant's last look and its
creation of the next epoch the owner may have come back; so the claimant looks once more after creating: moved means
the owner is alive, will see the new epoch at its next look, and is given a whole term to stop.
"""

import os
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.db.times import now_text
from app.errors import StartRefused, WaypostError
from app.replication.clock import boottime
from app.replication.epochs import Beat, Claim, Epochs
from app.replication.folders import try_lock

TERM_S = 30.0
BEATS_A_TERM = 3
LOOKS_A_TERM = 10


@dataclass(frozen=True, slots=True)
class Me:
    """This node, and this run of it."""

    node: str
    region: str
    address: str
    machine: str | None
    process: str

    def claim(self, epoch: int) -> Claim:
        return Claim(epoch, self.node, self.region, self.address, self.machine, self.process, now_text())


def this_run(node: str, region: str, address: str, machine: str | None = None) -> Me:
    return Me(node, region, address, machine, secrets.token_hex(8))


class Stopped(Exception):
    """The process is to end while it was waiting for the right."""


class Contender:
    """A node that wants to write."""

    def __init__(self, epochs: Epochs, me: Me, *, term_s: float = TERM_S, stop: threading.Event | None = None) -> None:
        self._epochs, self._me, self._term_s = epochs, me, term_s
        self._stop = stop or threading.Event()

    def take(self, newest: Claim | None, *, above: int, anew: bool, take_over: bool, alone: bool) -> Claim:
        """Come by the right, waiting up to a term for a holder that may be dead; the epoch that is ours now.

        `newest` is what the caller found; in an empty store the epoch is the one after `above`. `anew`: begin another
        epoch even where the newest is ours. `alone`: a lock has shown that no other process can be alive.
        Raises: StartRefused, naming the holder. StoreError. Stopped.
        """
        if newest is not None and newest.node == self._me.node and not anew:
            self._epochs.put_beat(newest.epoch, Beat(self._me.process, 0))
            return newest
        if newest is None or newest.node == self._me.node or alone:
            return self._create(newest.epoch + 1 if newest else above + 1)
        seen = self._epochs.beat(newest.epoch)
        released = seen is not None and seen.released
        if not (take_over or released):
            self._watch(newest, seen)
        claim = self._create(newest.epoch + 1)
        if (take_over and not released) or self._epochs.beat(newest.epoch) != seen:
            self._wait(self._term_s)
        return claim

    def _create(self, epoch: int) -> Claim:
        claim = self._me.claim(epoch)
        if not self._epochs.create(claim):
            raise StartRefused(_held_by(self._epochs.claim(claim.epoch)))
        self._epochs.put_beat(claim.epoch, Beat(self._me.process, 0))
        return claim

    def _watch(self, newest: Claim, seen: Beat | None) -> None:
        """Return once the beat has stood still for a term; a beat that moves is a holder that lives."""
        until = boottime() + self._term_s
        while boottime() < until:
            self._wait(self._term_s / LOOKS_A_TERM)
            if self._epochs.beat(newest.epoch) != seen:
                raise StartRefused(_held_by(newest))

    def _wait(self, seconds: float) -> None:
        if self._stop.wait(seconds):
            raise Stopped


class Right:
    """An epoch that is ours, kept by beats and looks in a thread of its own."""

    def __init__(
        self,
        epochs: Epochs,
        claim: Claim,
        me: Me,
        *,
        term_s: float = TERM_S,
        on_lost: Callable[[], None] | None = None,
    ) -> None:
        """`on_lost` is called once, from the thread, when another epoch or another run has taken over."""
        self.epoch = claim.epoch
        self.lost = ""  # a sentence, once the right is gone for good
        self._epochs, self._me, self._term_s = epochs, me, term_s
        self._on_lost = on_lost or (lambda: None)
        self._count = 0
        self._beat_at = self._valid_until = float("-inf")
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="right to write", daemon=True)

    def start(self) -> None:
        """Raises: StoreError: not even the first beat arrived. StartRefused: it is lost already."""
        self._renew()
        if self.lost:
            raise StartRefused(self.lost)
        self._thread.start()

    def is_valid(self) -> bool:
        """True while nobody else can have the right."""
        return not self.lost and boottime() < self._valid_until

    def has_store(self) -> bool:
        """A bucket can't be moved away; one that does not answer is what `is_valid` is about."""
        return True

    def problem(self) -> str:
        """A sentence where the right is not valid; "" where it is."""
        return "" if self.is_valid() else self.lost or "the store does not answer, so another node may be writing"

    def confirm(self) -> bool:
        """Look at the store now: is it still ours? False too where it can't be asked."""
        try:
            self._look()
        except WaypostError:
            return False
        return self.is_valid()

    def stop(self, *, release: bool) -> None:
        """End the beats; with `release` say that others need not wait. Raises: StoreError: it could not be said."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()
        self._valid_until = float("-inf")
        if release and not self.lost:
            self._epochs.put_beat(self.epoch, Beat(self._me.process, self._count + 1, released=True))

    def _keep(self) -> None:
        while not self._stop.wait(self._term_s / LOOKS_A_TERM) and not self.lost:
            try:
                if boottime() >= self._beat_at + self._term_s / BEATS_A_TERM:
                    self._renew()
                else:
                    self._look()
            except WaypostError:
                continue  # is_valid ends by itself
        if self.lost:
            self._on_lost()

    def _renew(self) -> None:
        """Beat, then look, in this order; only both together make the right last longer."""
        sent_at = boottime()
        found = self._epochs.beat(self.epoch)
        if self._count and found is not None and found.process != self._me.process:
            self.lost = "another process writes with this node's name: the data folder was copied; remove one of them"
            return
        self._count += 1
        self._epochs.put_beat(self.epoch, Beat(self._me.process, self._count))
        self._look()
        if not self.lost:
            self._beat_at, self._valid_until = sent_at, sent_at + self._term_s

    def _look(self) -> None:
        if self._epochs.exists(self.epoch + 1):
            self.lost = f"epoch {self.epoch + 1} has begun: another node writes now, this one only reads"


class FolderRight:
    """The right to write to a store that is a folder on this host: its lock, held for life, is all there is to keep."""

    def __init__(self, epochs: Epochs, claim: Claim, me: Me, lock: int) -> None:
        self.epoch = claim.epoch
        self.lost = ""
        self._epochs, self._me, self._lock = epochs, me, lock
        self._root = epochs.store.location.root or Path()
        self._stopped = False

    def start(self) -> None:
        self._epochs.put_beat(self.epoch, Beat(self._me.process, 1))

    def is_valid(self) -> bool:
        return not self._stopped and self.has_store()

    def has_store(self) -> bool:
        """Whether the folder is still where it was locked: not unmounted, moved away or replaced by another."""
        try:
            found, locked = self._root.stat(), os.fstat(self._lock)
        except OSError:
            return False
        return (found.st_dev, found.st_ino) == (locked.st_dev, locked.st_ino)

    def problem(self) -> str:
        if self._stopped or self.has_store():
            return ""
        return f"store folder {self._root} is gone, or another is in its place: bring it back, or start again"

    def confirm(self) -> bool:
        return self.is_valid()

    def stop(self, *, release: bool) -> None:
        self._stopped = True
        if release and self.has_store():
            self._epochs.put_beat(self.epoch, Beat(self._me.process, 2, released=True))
        os.close(self._lock)


def lock_store_folder(root: Path, epochs: Epochs) -> int:
    """Hold the folder for life: a descriptor. On the folder itself, for a file in it would be one more object.

    Raises: StartRefused: another process of this host holds it.
    """
    lock = os.open(root, os.O_RDONLY | os.O_CLOEXEC)
    if not try_lock(lock):
        os.close(lock)
        newest = epochs.newest()
        raise StartRefused(_held_by(newest) if newest else f"store folder {root} is in use by another waypost serve")
    return lock


def _held_by(claim: Claim) -> str:
    return (
        f"this site is written by node {claim.node} in region {claim.region} at {claim.address} (epoch {claim.epoch}); "
        "stop that one first, or start this one with WAYPOST_ROLE=replica"
    )
