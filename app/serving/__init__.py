"""One site in one process, as `waypost serve` runs it: the door that listens, the node it is, its parts, its app."""

import importlib
import os
import sys
import threading
import time
from collections.abc import Callable

from app.db import Revision
from app.errors import Unavailable
from app.importers.alone import alone
from app.main import PUBLIC, SERVICES, Parts, import_services, open_parts, plan_jobs
from app.outbound import Alerts
from app.replication.node import Node
from app.replication.noticing import Noticing
from app.replication.supervision import Supervision
from app.replication.supervisor import REFUSED
from app.serving.drills import KIND as DRILL
from app.serving.drills import Drills
from app.settings import Settings
from app.web.app import build_app
from app.web.asgi import ASGIApp
from app.web.door import Door
from app.web.middleware.replay import replay_for
from app.web.services import Services


class Site:
    """One site in one process: the door that listens, the node it is, and its parts once the files are there."""

    def __init__(self, settings: Settings, control_fd: int, on_ready: Callable[[Services, str], None]) -> None:
        """`control_fd`: this process's end of the supervisor's control socket. `on_ready` is told services and role."""
        self._on_ready = on_ready
        self.door = Door(lambda: self._node.status())
        self._settings = settings
        self._parts: Parts | None = None
        self._noticing: Noticing | None = None
        self._drills: Drills | None = None
        files = [service.capitalize() for service in SERVICES]
        self._node = Node(settings, files, Supervision(control_fd), open_reads=self._open)

    def start(self) -> None:
        """Boot in a thread; the door answers meanwhile."""
        self._node.start()
        threading.Thread(target=self._welcome, name="welcome", daemon=True).start()

    def stop(self) -> None:
        """Close the files and wait for the last sync, while the sidecar is there."""
        self._node.stop(close=self._close)

    def _open(self) -> None:
        settings, node = self._settings, self._node
        parts = open_parts(
            settings,
            writable=settings.is_primary,
            gate=node.gate,
            on_fatal=_end,
            node_steps={DRILL: lambda job: drills.carry_out(job)},
        )
        self._drills = drills = drills_of(parts, settings, node)
        if settings.is_primary:
            parts.worker.start()
            self._noticing = Noticing({database.name: database for database in parts.databases.values()}, node.gate)
            self._noticing.start()
        self._parts = parts
        self.door.open(app_of(parts, settings, node))

    def _close(self) -> None:
        if self._noticing is not None:
            self._noticing.stop()
        if self._parts is not None:
            self._parts.close()

    def _welcome(self) -> None:
        """Once the site is open: give a new one its guide, and say that it is ready."""
        while not (self._node.gate.is_open if self._settings.is_primary else self._node.ready):
            time.sleep(0.02)
        assert self._parts is not None
        if self._settings.is_primary:
            self._settle(self._parts)
            assert self._drills is not None
            self._drills.begin()
            plan_jobs(self._parts.services)
            self._parts.runner.start(stored=lambda: self._node.gate.stored("Jobs"))
        self._on_ready(self._parts.services, self._node.role)

    def _settle(self, parts: Parts) -> None:
        if is_new(parts.services):
            self._bring_guide(parts)
        known, ours = parts.services.site.site().site_id, self._node.site_id
        if not known:
            parts.services.site.initialise(ours)
        elif known != ours:
            sys.stderr.write(
                f"waypost: Site.db belongs to another site ({known}) than the store ({ours}); put it back\n"
            )
            os._exit(REFUSED)

    def _bring_guide(self, parts: Parts) -> None:
        """Not while an import is at work: a blog comes in then."""
        try:
            with alone(self._settings.data, patience_s=0):
                if is_new(parts.services):
                    importlib.import_module("app.importers.welcome").bring_guide(import_services(parts))
        except Unavailable:
            return


def is_new(services: Services) -> bool:
    """Whether nothing has ever been brought in, not even all of the guide."""
    return services.site.site().imported_from is None


def drills_of(parts: Parts, settings: Settings, node: Node) -> Drills:
    services = parts.services
    files = {database.name: database for database in parts.databases.values()}
    alerts = Alerts(services.jobs, services.users, settings)
    return Drills(node, files, services.audit, services.jobs, alerts.tell)


def app_of(parts: Parts, settings: Settings, node: Node) -> ASGIApp:
    by_name = {database.name: database for database in parts.databases.values()}

    def revision_of(name: str) -> Revision | None:
        return by_name[name].revision() if name in by_name else None

    return build_app(
        parts.services,
        settings,
        node=node,
        revision_of=revision_of,
        positions=lambda: {name.capitalize(): parts.databases[name].position() for name in PUBLIC},
        author_report=parts.author_report.rows,
        file_sizes=parts.file_sizes.rows,
        uploaded=parts.uploaded,
        exports=parts.exports,
        compiled=settings.data / "template-cache",
        replay=replay_for(settings, node.primary_machine),
    )


def _end(error: BaseException) -> None:
    """A commit failed in a way after which nothing of this process can be trusted; the supervisor starts another."""
    sys.stderr.write(f"waypost: a write failed for good: {error}\n")
    os._exit(70)
