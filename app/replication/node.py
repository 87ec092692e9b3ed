"""This process as a member of a site: boots it, holds the write gate, knows how it is, and stops it in order."""

import os
import sys
import threading
import traceback
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from app.db import Database
from app.errors import StartRefused, Unavailable, WaypostError
from app.replication import gate as gates
from app.replication.backup import Backup
from app.replication.boot import Boot, ReadsOpen, Reign, Site, begin_anew_next
from app.replication.drill import Drill, DrilledFile
from app.replication.epochs import Claim, Epochs, Manifest
from app.replication.gate import Gate
from app.replication.keeper import Limits
from app.replication.right import TERM_S, Me, Stopped, this_run
from app.replication.sidecar import SidecarError
from app.replication.state import DrillState, NodeState
from app.replication.supervision import Supervision
from app.replication.supervisor import AGAIN, REFUSED
from app.settings import Settings
from app.store import Store, open_store, parse_location

RETRY_S = 2.0
LAST_SYNC_S = 10.0
FIRST_SYNC_S = 15.0


class Node:
    """Start it once the listening socket answers; `gate` goes to every Database that may be written."""

    def __init__(
        self,
        settings: Settings,
        files: Sequence[str],
        supervision: Supervision,
        *,
        open_reads: Callable[[], None],
        term_s: float = TERM_S,
        take_over: bool = False,
        limits: Limits | None = None,
        leave: Callable[[int], None] = os._exit,
    ) -> None:
        """`files`: their names, "Posts" for Posts.db. `open_reads` is called in a thread, once they can be read.

        `leave` ends the process: with REFUSED after one line on stderr, with AGAIN to be started once more at once.
        """
        self._settings, self._supervision, self._leave = settings, supervision, leave
        self._site = Site(settings.data, tuple(files))
        self._location = parse_location(settings.replica_url)
        self._same_disk = self._location.same_disk(settings.data)
        self._term_s, self._take_over = term_s, take_over
        self._open_reads_hook = open_reads
        self._ready = False
        self._why = "starting"
        self._reign: Reign | None = None
        self._primary: Claim | None = None
        self.last_drill: DrillState | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="boot", daemon=True)
        remote = not self._same_disk
        self._durable = settings.durability == "replicated"
        self.gate = Gate(max_unreplicated_s=settings.max_unreplicated_s, bounded=remote, durable=self._durable)
        self._backup = Backup(
            settings,
            self._site,
            self._location,
            supervision,
            remote=remote,
            unreplicated_s=self.gate.unreplicated_s,
            limits=limits,
        )
        if not settings.is_primary:
            self.gate.shut(gates.only_reading)

    # What the web layer asks

    @property
    def role(self) -> str:
        return "primary" if self._settings.is_primary else "replica"

    @property
    def region(self) -> str:
        return self._settings.region

    @property
    def ready(self) -> bool:
        """True once pages can be served."""
        return self._ready

    @property
    def why(self) -> str:
        return self._why

    @property
    def site_id(self) -> str | None:
        """The site its store knows; None before the reign has begun."""
        return self._reign.site_id if self._reign else None

    def primary_machine(self) -> str | None:
        """The machine that writes, as the newest epoch names it; None where it is found by region."""
        return self._primary.machine if self._primary and self._settings.primary == "record" else None

    def state(self) -> NodeState:
        return NodeState(
            role=self.role,
            region=self.region,
            node=self._reign.identity.node if self._reign else "",
            epoch=self._reign.right.epoch if self._reign else self._primary.epoch if self._primary else 0,
            ready=self._ready,
            writable=self.gate.is_open,
            why=self._why or (self._reign.right.problem() if self._reign else ""),
            store=self._location.url.partition("?")[0],
            same_disk=self._same_disk,
            durability=self._settings.durability,
            unreplicated_s=round(self.gate.unreplicated_s(), 3),
            max_unreplicated_s=self._settings.max_unreplicated_s,
            sidecar=self._supervision.sidecar,
            files=self._backup.states(),
            drill=self.last_drill,
        )

    def status(self) -> Mapping[str, Any]:
        found: dict[str, Any] = msgspec.to_builtins(self.state())
        return found

    def drill(self, databases: Mapping[str, Database]) -> list[DrilledFile]:
        """Restore every file elsewhere and compare. Raises: Unavailable: not now; nothing was learnt."""
        if self._reign is None or not self.gate.is_open:
            raise Unavailable("this node does not write now, so its backup stands still")
        store = open_store(self._settings.replica_url, data=self._settings.data)
        folder = self._settings.data / "drill"
        found = Drill(databases, self._backup.flushers, store, self._reign.right.epoch, folder).run()
        if any(one.problem for one in found):
            begin_anew_next(self._settings.data)
        return found

    # Its life

    def start(self) -> None:
        self._supervision.start(on_wanted=self._backup.start_again, on_gone=self._end_without_supervisor)
        self._thread.start()

    def stop(self, close: Callable[[], None] = lambda: None) -> None:
        """Stop in the order of RULES 3. `close` ends the workers and closes every Database."""
        self.gate.shut(gates.stopping)
        self._why = "stopping"
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(timeout=LAST_SYNC_S)
        close()
        stored = self._reign is not None and self._sync_last()
        self._backup.stop_flushing()
        if self._reign is None:
            return
        try:
            self._backup.stop_sidecar()
            self._reign.right.stop(release=stored)
        except WaypostError as error:
            _say(f"not stopped cleanly: {error}")

    # The boot thread

    def _run(self) -> None:
        try:
            self._boot_until_done()
        except Stopped:
            return
        except StartRefused as refused:
            _say(str(refused))
            self._leave(REFUSED)
        except ReadsOpen:
            self._leave(AGAIN)
        except BaseException:
            traceback.print_exc()
            self._leave(1)

    def _boot_until_done(self) -> None:
        """What fails because the store does not answer is tried again; readers need not wait for it."""
        if self._settings.is_primary:
            self._backup.end_any()
        while not self._stop.is_set():
            try:
                self._boot()
            except StartRefused:
                raise
            except Unavailable as error:
                self._tell(str(error))
                self._read_what_is_there()
                if self._stop.wait(RETRY_S):
                    return
            else:
                return

    def _boot(self) -> None:
        self._refuse_durable_on_same_disk()
        store = open_store(
            self._settings.replica_url,
            data=self._settings.data,
            make_root=self._settings.replica_url == f"file://{self._settings.data}-replica",
            request_timeout_s=max(1.0, self._term_s / 3),
        )
        boot = Boot(
            self._site,
            store,
            tell=self._tell,
            open_reads=self._open_reads,
            reads_are_open=lambda: self._ready,
        )
        if self._settings.is_primary:
            self._become_primary(boot, store)
        else:
            self._primary = boot.follow()
            self._open_reads()
            self._done()

    def _become_primary(self, boot: Boot, store: Store) -> None:
        reign = boot.reign(
            self._me,
            term_s=self._term_s,
            take_over=self._take_over,
            stop=self._stop,
            on_lost=self._on_lost,
            before_anew=self._supervision.stop_sidecar,
        )
        try:
            self._begin_writes(reign, store)
        except BaseException:
            reign.right.stop(release=False)
            raise

    def _begin_writes(self, reign: Reign, store: Store) -> None:
        self._tell("waiting for the sidecar")
        self._backup.begin(reign.right)
        self._tell("waiting for the first sync")
        self._backup.sync(FIRST_SYNC_S)
        epochs, manifest = Epochs(store), Manifest(reign.site_id, list(self._site.files))
        if epochs.manifest(reign.right.epoch) != manifest:
            epochs.put_manifest(reign.right.epoch, manifest)
        self._reign = reign
        self.gate.open(self._backup.flushers, reign.right.is_valid)
        self._done()

    def _sync_last(self) -> bool:
        """True where everything is known to be in the store."""
        try:
            self._backup.sync(LAST_SYNC_S)
        except SidecarError as error:
            _say(f"not everything is in the store: {error}")
            return False
        return True

    def _me(self, node: str) -> Me:
        return this_run(node, self._settings.region, self._settings.origin, self._settings.machine_id)

    def _read_what_is_there(self) -> None:
        """The store is out of reach: a complete folder is served as it is."""
        if not self._ready and not self._site.missing(self._site.files):
            self._open_reads()

    def _open_reads(self) -> None:
        if not self._ready:
            self._open_reads_hook()
            self._ready = True

    def _refuse_durable_on_same_disk(self) -> None:
        if self._durable and self._same_disk and self._settings.is_primary:
            raise StartRefused(
                "WAYPOST_DURABILITY is 'replicated', but the store is on the same disk as the data, where it is no "
                "safer: set WAYPOST_REPLICA_URL to another place, or WAYPOST_DURABILITY to local"
            )

    def _on_lost(self) -> None:
        """Another reign has begun: acknowledge nothing more, write nothing more to the store."""
        self.gate.shut(gates.only_reading)
        self._tell(self._reign.right.lost if self._reign else "the right to write is lost")
        try:
            self._backup.stop_sidecar()
        except Unavailable as error:
            _say(str(error))

    def _end_without_supervisor(self) -> None:
        """Only where the kernel does not end this process with its parent."""
        self._leave(1)

    def _done(self) -> None:
        self._tell("")

    def _tell(self, why: str) -> None:
        self._why = why
        self._supervision.tell(state="serving" if self._ready and not why else "booting", why=why, role=self.role)


def _say(text: str) -> None:
    sys.stderr.write(f"waypost: {text}\n")
    sys.stderr.flush()
