"""The way of this node's files into the store: the sidecar, and a flusher a file."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from app.replication.boot import Site
from app.replication.flusher import Flusher, FlushState
from app.replication.keeper import Keeper, Limits
from app.replication.right import FolderRight, Right
from app.replication.sidecar import SOCKET, Control, configuration, write_configuration
from app.replication.supervision import Supervision
from app.settings import Settings
from app.store import Location


class Backup:
    """One for the life of the process; `begin` may be called again where the first sync failed."""

    def __init__(
        self,
        settings: Settings,
        site: Site,
        location: Location,
        supervision: Supervision,
        *,
        remote: bool,
        unreplicated_s: Callable[[], float],
        limits: Limits | None,
    ) -> None:
        """`remote`: the store is on another disk. `unreplicated_s`: the age of the oldest commit not in the store."""
        self._settings, self._site, self._location, self._remote = settings, site, location, remote
        self._control = Control(settings.runtime_dir / SOCKET)
        self._keeper = Keeper(
            supervision, self._control, site.data, site.paths(), unreplicated_s=unreplicated_s, limits=limits
        )
        self.flushers: dict[str, Flusher] = {}
        self.end_any, self.start_again = self._keeper.end_any, self._keeper.start_again

    def begin(self, right: Right | FolderRight) -> None:
        """Have the sidecar run for this reign. Raises: SidecarError, Unavailable: it does not."""
        settings = self._settings
        socket = settings.runtime_dir / SOCKET
        text = configuration(settings.data, list(self._site.files), self._location, right.epoch, socket)
        self._keeper.start(write_configuration(settings.runtime_dir, text), right.has_store)
        is_ours = right.confirm if settings.durability == "replicated" else None
        self.flushers = {file: self._flusher(file, is_ours) for file in self._site.files}

    def sync(self, timeout_s: float) -> None:
        """Everything into the store, all files at once: no longer than the slowest takes. Raises: SidecarError."""
        with ThreadPoolExecutor(max(1, len(self.flushers))) as pool:
            list(pool.map(lambda flusher: flusher.flush(timeout_s), self.flushers.values()))

    def stop_flushing(self) -> None:
        for flusher in self.flushers.values():
            flusher.stop()

    def stop_sidecar(self) -> None:
        """Raises: Unavailable: it did not end in time."""
        self._keeper.stop()

    def states(self) -> dict[str, FlushState]:
        """File -> how far it is."""
        return {file: flusher.state() for file, flusher in self.flushers.items()}

    def _flusher(self, file: str, is_ours: Callable[[], bool] | None) -> Flusher:
        path = self._site.path(file)
        return Flusher(
            path,
            self._control,
            cuts_per_s=self._settings.cuts_per_s,
            remote=self._remote,
            audit=partial(self._keeper.audit, path),
            is_ours=is_ours,
        )
