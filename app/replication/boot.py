"""From a data folder in any state to files that may be served, and for a primary to a reign of its own.

Every step can be cut short anywhere and run again: what has been reached is read from the store's records and from
`node.json`, which says whose data the files are. It is written before the sidecar starts, so an epoch whose files were
begun is never begun twice.
"""

import os
import secrets
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.db import Database, DatabaseMissing, migrate, stamp
from app.errors import StartRefused
from app.replication.epochs import Claim, Epochs, Manifest
from app.replication.identity import Copy, Identity, copying, load_identity, reigning, save_identity, sync_folder
from app.replication.keeper import forget_sidecar
from app.replication.restore import fetch, put_in_place
from app.replication.right import TERM_S, Contender, FolderRight, Me, Right, lock_store_folder
from app.replication.wal import wal_path
from app.store import Store, StoreError

ANEW = "begin-anew"  # a file in the data folder


def begin_anew_next(data: Path) -> None:
    """Have the next start begin an epoch: what the store holds of this one is not to be relied on."""
    (data / ANEW).touch()


class ReadsOpen(Exception):
    """The files have to be replaced, and readers hold them open: the process has to start again."""


@dataclass(frozen=True, slots=True)
class Site:
    """The data folder, and the names of the files of all services, "Posts" for Posts.db."""

    data: Path
    files: tuple[str, ...]

    def path(self, file: str) -> Path:
        return self.data / f"{file}.db"

    def paths(self) -> list[Path]:
        return [self.path(file) for file in self.files]

    def has(self, file: str) -> bool:
        return self.path(file).exists()

    def missing(self, files: Sequence[str]) -> list[str]:
        return [file for file in files if not self.has(file)]


@dataclass(frozen=True, slots=True)
class Reign:
    """The right to write, and the files it is over; `resumed` where the sidecar may go on as it was."""

    right: Right | FolderRight
    identity: Identity
    site_id: str


class Boot:
    """One attempt. Raises from its methods: StartRefused for good; StoreError and RestoreFailed for now."""

    def __init__(
        self,
        site: Site,
        store: Store,
        *,
        tell: Callable[[str], None],
        open_reads: Callable[[], None],
        reads_are_open: Callable[[], bool],
    ) -> None:
        """`tell` is given a sentence on what is being waited for. `open_reads` is called once the files can be read."""
        self._site, self._store, self._epochs = site, store, Epochs(store)
        self._tell, self._open_reads, self._reads_are_open = tell, open_reads, reads_are_open
        self._identity = load_identity(site.data)

    # A replica

    def follow(self) -> Claim | None:
        """Bring the newest backup into the folder where it is empty or an older copy; the newest reign, if any."""
        newest = self._epochs.newest()
        if self._identity.epoch and self._identity.copy is None:
            return newest  # it was a primary's: it may hold what nobody else has, so it is left as it is
        self._refresh_copy(newest)
        return newest

    def _refresh_copy(self, newest: Claim | None) -> None:
        complete = self._epochs.newest_complete(newest.epoch) if newest else None
        if complete is None:
            raise StoreError("there is no backup in the store yet; this node waits for the primary's first")
        epoch, manifest = complete
        self._check(manifest)
        txids = self._epochs.end(epoch) or self._epochs.txids(epoch, manifest.files)
        if self._identity.copy != Copy(epoch, txids) or self._site.missing(manifest.files):
            self._replace_all(epoch, manifest, txids)

    # A primary

    def reign(
        self,
        me: Callable[[str], Me],
        *,
        term_s: float = TERM_S,
        take_over: bool = False,
        stop: threading.Event,
        on_lost: Callable[[], None],
        before_anew: Callable[[], None],
    ) -> Reign:
        """Come by the right to write, and by the files it is over, migrated and stamped.

        `me` is given this node's id. `before_anew` ends the sidecar: it is called before files of another epoch change.
        """
        save_identity(self._site.data, self._identity)
        run = me(self._identity.node)
        contender = Contender(self._epochs, run, term_s=term_s, stop=stop)
        root = self._store.location.root
        if root is None:
            claim = self._contend(contender, take_over=take_over, alone=False)
            right: Right | FolderRight = Right(self._epochs, claim, run, term_s=term_s, on_lost=on_lost)
        else:
            right = self._lock_and_claim(root, contender, run)
        try:
            right.start()
            return self._reign_over(right, before_anew)
        except BaseException:
            right.stop(release=False)
            raise

    def _lock_and_claim(self, root: Path, contender: Contender, run: Me) -> FolderRight:
        lock = lock_store_folder(root, self._epochs)
        try:
            return FolderRight(self._epochs, self._contend(contender, take_over=False, alone=True), run, lock)
        except BaseException:
            os.close(lock)
            raise

    def _contend(self, contender: Contender, *, take_over: bool, alone: bool) -> Claim:
        newest = self._newest()
        if not alone and newest is not None and newest.node != self._identity.node:
            self._read_early(newest)
        self._tell("waiting for the right to write")
        above, anew = self._identity.newest_epoch, self._must_begin_anew(newest)
        return contender.take(newest, above=above, anew=anew, take_over=take_over, alone=alone)

    def _newest(self) -> Claim | None:
        newest = self._epochs.newest()
        if newest is None:
            self._check_empty_store()
        elif newest.epoch < self._identity.newest_epoch:
            raise StartRefused(
                f"the store is older than the data folder (epoch {newest.epoch}, here {self._identity.newest_epoch}): "
                "WAYPOST_REPLICA_URL names another store, or an old copy of it; name the right one, or an empty one"
            )
        return newest

    def _check_empty_store(self) -> None:
        """Starting empty beside a backup would mask it for good; so it has to be proved that there is none."""
        if not self._store.is_empty():
            raise StartRefused(
                f"the store {self._store.location.url} holds something, but no epochs of Waypost: "
                "set WAYPOST_REPLICA_URL to an empty place, or bring its folder epochs/ back"
            )
        lost = self._site.missing(self._identity.files)
        if lost:
            raise StartRefused(
                f"{lost[0]}.db is missing from {self._site.data} and the store is empty: nothing to restore it from; "
                "bring the store back, or move the data folder away to begin a new site"
            )

    def _must_begin_anew(self, newest: Claim | None) -> bool:
        """Every restore begins an epoch; one that was begun is gone on with only by the files it was begun on."""
        if newest is None or newest.node != self._identity.node:
            return True
        if self._identity.owns(newest.epoch):
            wanted = (self._site.data / ANEW).exists()
            return wanted or bool(self._site.missing(self._identity.files))
        return self._epochs.manifest(newest.epoch) is not None

    def _read_early(self, newest: Claim) -> None:
        """Let readers in before the right to write is decided, which may take a term."""
        complete = self._epochs.newest_complete(newest.epoch)
        if complete is None or self._reads_are_open():
            return
        if self._identity.owns(complete[0]) and not self._site.missing(self._site.files):
            self._open_reads()
        elif not self._identity.epoch:
            self._refresh_copy(newest)
            if not self._site.missing(self._site.files):
                self._open_reads()

    def _reign_over(self, right: Right | FolderRight, before_anew: Callable[[], None]) -> Reign:
        begun = self._identity.owns(right.epoch)
        if not begun:
            before_anew()
        self._bring_files(right.epoch)
        if not begun:
            forget_sidecar(self._site.paths())
        self._tell("bringing the files up to date")
        for path in self._site.paths():
            _bring_up_to_date(path, right.epoch)
        site_id = self._identity.site or secrets.token_hex(16)
        self._identity = reigning(self._identity, right.epoch, site_id, self._site.files)
        save_identity(self._site.data, self._identity)
        (self._site.data / ANEW).unlink(missing_ok=True)
        if not self._reads_are_open():
            self._open_reads()
        return Reign(right, self._identity, site_id)

    def _bring_files(self, epoch: int) -> None:
        """Make the folder hold what the last complete reign left, by restoring nothing, what is missing, or all."""
        complete = self._epochs.newest_complete(epoch)
        if complete is None:
            return
        source, manifest = complete
        self._check(manifest)
        missing = self._site.missing(manifest.files)
        is_current = self._identity.owns(epoch) or self._identity.owns(source)
        if is_current and not missing:
            return
        txids = self._epochs.seal(source, self._epochs.txids(source, manifest.files))
        if is_current:
            self._restore(source, missing, txids)
        elif self._identity.copy != Copy(source, txids) or missing:
            self._replace_all(source, manifest, txids)

    # Both

    def _replace_all(self, epoch: int, manifest: Manifest, txids: dict[str, int]) -> None:
        if self._reads_are_open():
            raise ReadsOpen
        self._set_own_files_aside()
        site = manifest.site
        self._identity = copying(self._identity, site, Copy(epoch, {}))  # until the last one is in place: incomplete
        save_identity(self._site.data, self._identity)
        self._restore(epoch, manifest.files, txids)
        self._identity = copying(self._identity, site, Copy(epoch, txids))
        save_identity(self._site.data, self._identity)

    def _restore(self, epoch: int, files: Sequence[str], txids: dict[str, int]) -> None:
        self._tell(f"restoring {len(files)} files from epoch {epoch}")
        for file in files:
            if not txids.get(file):
                raise StartRefused(f"{file}.db is listed in the store, but its backup in epoch {epoch} is gone")
        fetch(self._store.location, epoch, {file: txids[file] for file in files}, self._site.data)
        put_in_place(self._site.data, files)

    def _set_own_files_aside(self) -> None:
        """Files that are no copy may hold writes that reached no store, whoever reigned after them: they are kept."""
        if self._identity.copy is not None or len(self._site.missing(self._site.files)) == len(self._site.files):
            return
        aside = self._site.data / "superseded" / f"{self._identity.epoch:08d}-{secrets.token_hex(4)}"
        aside.mkdir(mode=0o700, parents=True)
        for path in self._site.paths():
            for part in (path, wal_path(path)):
                if part.exists():
                    part.rename(aside / part.name)
        sync_folder(aside)

    def _check(self, manifest: Manifest) -> None:
        if self._identity.site not in (None, manifest.site):
            raise StartRefused(
                f"data folder {self._site.data} and store {self._store.location.url} belong to different sites: "
                "set WAYPOST_DATA or WAYPOST_REPLICA_URL to the one you mean"
            )
        unknown = [file for file in manifest.files if file not in self._site.files]
        if unknown:
            raise StartRefused(
                f"the store holds {unknown[0]}.db, which this version of Waypost does not know: install a newer one"
            )


def _bring_up_to_date(path: Path, epoch: int) -> None:
    """Raises: StartRefused: the file is damaged, or newer than this program."""
    try:
        migrate.upgrade(path)
        _stamp(path, epoch)
    except DatabaseMissing as error:
        raise StartRefused(
            f"{error}; move {path} and {path.name}-wal away and start again: the file is restored from the store"
        ) from None


def _stamp(path: Path, epoch: int) -> None:
    database = Database(path)
    try:
        database.write(lambda conn: stamp(conn, epoch))
    finally:
        database.close()
