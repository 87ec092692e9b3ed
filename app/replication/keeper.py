"""Keeps the sidecar right: looks at the files before it starts, at what it cuts, ends one that hangs (RULES 1, 2)."""

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from pysqlite3 import dbapi2 as sqlite

from app.db.checkpoint import truncate_wal
from app.errors import Unavailable
from app.replication.folders import SIDECAR_LOCK, try_lock
from app.replication.sidecar import Control, SidecarError
from app.replication.supervision import Supervision
from app.replication.wal import Chain, continues, metadata_folder, wal_path

ANSWER_S = 15.0


@dataclass(frozen=True, slots=True)
class Limits:
    """A sidecar is ended when a WAL is larger than this while nothing has reached the store for `hung_s` (RULES 1)."""

    largest_wal_bytes: int = 256 * 2**20
    hung_s: float = 30.0
    look_every_s: float = 5.0


class StoreGone(SidecarError):
    """The store's folder is not where it was."""

    def __init__(self) -> None:
        super().__init__("the store's folder is gone, or another is in its place")


class Keeper:
    """The app's side of the sidecar's life; the supervisor starts and ends the process."""

    def __init__(
        self,
        supervision: Supervision,
        control: Control,
        folder: Path,
        databases: Sequence[Path],
        *,
        unreplicated_s: Callable[[], float],
        limits: Limits | None = None,
    ) -> None:
        """`unreplicated_s`: the age of the oldest commit not in the store, which tells a sidecar that hangs."""
        self._supervision, self._control = supervision, control
        self._folder, self._databases = folder, list(databases)
        self._unreplicated_s, self._limits = unreplicated_s, limits or Limits()
        self._chains = {database: Chain(database) for database in databases}
        self._broken: set[Path] = set()
        self._auditing = threading.Lock()
        self._command: list[str] = []
        self._has_store: Callable[[], bool] = lambda: True
        self._at_work = threading.RLock()
        self._stop = threading.Event()
        self._wake = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="sidecar watch", daemon=True)

    def end_any(self) -> None:
        """Return once no sidecar runs on these files: only then may SQLite recover what a killed writer has left.

        Raises: Unavailable: one does not end.
        """
        if self._supervision.ask_sidecar().pid is not None:
            self._supervision.kill_sidecar()
        with self._no_sidecar():
            return

    def start(self, command: list[str], has_store: Callable[[], bool] = lambda: True) -> None:
        """Have the sidecar run and answer. Raises: SidecarError, Unavailable: it does not.

        While `has_store` says no it is kept from running: it would make a folder anew that was unmounted or moved away,
        and put into it what nothing can be restored from.
        """
        with self._at_work:
            self._command, self._has_store = command, has_store
            self._look_and_start()
        self._await_answer()
        if not self._watcher.is_alive():
            self._watcher.start()

    def start_again(self) -> None:
        """What the supervisor asks for after the sidecar has ended by itself. Returns at once."""
        threading.Thread(target=self._start_again, name="sidecar start", daemon=True).start()

    def stop(self) -> None:
        """Raises: Unavailable: it did not end in time."""
        self._stop.set()
        self._wake.set()
        with self._auditing:
            for chain in self._chains.values():
                chain.close()
        with self._at_work:
            self._command = []
            self._supervision.stop_sidecar()

    def audit(self, database: Path) -> None:
        """Raises: SidecarError: what was cut last from this file is wrong, or elsewhere; it is being made anew."""
        if not self._has_store():
            self._broken.update(self._databases)
            self._wake.set()
            raise StoreGone
        try:
            with self._auditing:
                if self._chains[database].broken_at() is not None:
                    self._broken.add(database)
        except (sqlite.Error, OSError, ValueError, Unavailable) as error:
            raise SidecarError(f"the backup of {database.name} can't be looked at: {error}") from error
        if database in self._broken:
            self._wake.set()
            raise SidecarError(f"the backup of {database.name} went wrong and is being made anew")

    def mend(self) -> None:
        """End the sidecar, empty the WALs it let grow or copied wrongly, start it again. Raises: Unavailable.

        An emptied WAL makes it begin with a full snapshot.
        """
        with self._at_work:
            self._supervision.kill_sidecar()
            if not self._has_store():
                raise StoreGone
            with self._no_sidecar():
                self._truncate(sorted({*self._too_large(), *self._broken}))
            self._broken.clear()
            self._look_and_start()

    def _start_again(self) -> None:
        while not self._stop.is_set():
            try:
                with self._at_work:
                    if self._command:
                        self._look_and_start()
            except Unavailable:
                self._stop.wait(1.0)
            else:
                return

    def _look_and_start(self) -> None:
        """A sidecar that is running has the files in hand: nobody else may checkpoint then. Raises: Unavailable."""
        if not self._has_store():
            raise StoreGone
        if self._supervision.ask_sidecar().pid is None:
            with self._no_sidecar():
                self._truncate([database for database in self._databases if not continues(database)])
        self._supervision.start_sidecar(self._command)

    @contextmanager
    def _no_sidecar(self) -> Iterator[None]:
        """Hold the lock each sidecar has: an orphan of an earlier supervisor may not have ended yet."""
        lock = os.open(self._folder / SIDECAR_LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            until = time.monotonic() + ANSWER_S
            while not try_lock(lock):
                if time.monotonic() > until:
                    raise SidecarError("another sidecar still runs on these files; end it")
                time.sleep(0.02)
            yield
        finally:
            os.close(lock)

    @staticmethod
    def _truncate(databases: Sequence[Path]) -> None:
        for database in databases:
            if not truncate_wal(database):
                raise Unavailable(f"the WAL of {database.name} can't be emptied: it is being read without pause")

    def _await_answer(self) -> None:
        until = time.monotonic() + ANSWER_S
        while True:
            try:
                self._control.info()
            except SidecarError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.01)
            else:
                return

    def _watch(self) -> None:
        while not self._stop.is_set():
            self._wake.wait(self._limits.look_every_s)
            self._wake.clear()
            with suppress(Unavailable):
                if self._is_to_be_mended() and not self._stop.is_set():
                    self.mend()

    def _is_to_be_mended(self) -> bool:
        for database in self._databases:
            with suppress(SidecarError):
                self.audit(database)
        return bool(self._broken) or bool(self._too_large() and self._unreplicated_s() > self._limits.hung_s)

    def _too_large(self) -> list[Path]:
        return [path for path in self._databases if _size(wal_path(path)) > self._limits.largest_wal_bytes]


def forget_sidecar(databases: Sequence[Path]) -> None:
    """Remove what it kept of these files: it belongs to one epoch (RULES 5). Only while it does not run."""
    for database in databases:
        shutil.rmtree(metadata_folder(database), ignore_errors=True)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
