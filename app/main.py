"""Builds every part and joins them; no logic of its own. Nothing is global: two apps on two folders can coexist."""

import importlib
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.db import Database, Revision, WriteGate, migrate, outbox
from app.errors import Unavailable
from app.importers.alone import alone
from app.importers.context import Services as ImportServices
from app.replication.node import Node
from app.replication.noticing import Noticing
from app.replication.supervision import Supervision
from app.replication.supervisor import REFUSED
from app.reports import AuthorReport
from app.services.audit import AuditService
from app.services.comments import CommentService
from app.services.drafts import FOLLOW as POSTS_FOLLOW
from app.services.drafts import DraftService
from app.services.inbox import FOLLOW as COMMENTS_FOLLOW
from app.services.inbox import InboxService
from app.services.jobs import JobService
from app.services.media import MediaService
from app.services.posts import PostService
from app.services.sessions import SessionService
from app.services.site import SiteService
from app.services.users import UserService
from app.settings import Settings
from app.store import Store, open_store
from app.web.app import build_app
from app.web.asgi import ASGIApp
from app.web.door import Door
from app.web.middleware.replay import replay_for
from app.web.services import Services

# Every service, in the order files are locked and cut: a new service is one line here.
SERVICES = ("audit", "jobs", "users", "sessions", "site", "media", "posts", "drafts", "comments", "inbox")
WITH_OUTBOX = ("drafts", "inbox")


def file_of(service: str, data: Path) -> Path:
    """`posts` owns `Posts.db`."""
    return data / f"{service.capitalize()}.db"


def migrate_all(data: Path) -> None:
    """Create what is missing, bring the rest up to date. Raises: StartRefused: a file is newer than this program."""
    for service in SERVICES:
        migrate.upgrade(file_of(service, data))


@dataclass(frozen=True, slots=True)
class Parts:
    """One site, opened: its files, its services, and the worker of its outboxes."""

    databases: Mapping[str, Database]  # service -> its file
    services: Services
    worker: outbox.Worker
    author_report: AuthorReport

    def close(self) -> None:
        self.worker.stop()
        for database in self.databases.values():
            database.close()


def open_parts(
    settings: Settings,
    *,
    writable: bool,
    gate: WriteGate | None = None,
    on_fatal: Callable[[BaseException], None] | None = None,
) -> Parts:
    """Open a data folder whose files exist and are migrated."""
    files = {service: file_of(service, settings.data) for service in SERVICES}
    databases = {
        service: Database(path, writable=writable, gate=gate, on_fatal=on_fatal) for service, path in files.items()
    }
    steps: dict[str, outbox.Step] = {
        POSTS_FOLLOW: lambda ids: services.drafts.follow(ids),
        COMMENTS_FOLLOW: lambda ids: services.inbox.follow(ids),
    }
    worker = outbox.Worker([databases[service] for service in WITH_OUTBOX], steps)
    services = _build(databases, worker, open_store(settings.replica_url, make_root=writable), settings.data)
    return Parts(databases, services, worker, AuthorReport(files))


def _build(databases: Mapping[str, Database], worker: outbox.Worker, store: Store, data: Path) -> Services:
    posts = PostService(databases["posts"])
    comments = CommentService(databases["comments"])
    return Services(
        users=UserService(databases["users"]),
        sessions=SessionService(databases["sessions"]),
        site=SiteService(databases["site"]),
        posts=posts,
        drafts=DraftService(databases["drafts"], posts, worker),
        media=MediaService(databases["media"], store, data / "media-cache"),
        comments=comments,
        inbox=InboxService(databases["inbox"], comments, worker),
        audit=AuditService(databases["audit"]),
        jobs=JobService(databases["jobs"]),
    )


def import_services(parts: Parts) -> ImportServices:
    """What an import writes to; `follow` lets Posts.db have what Drafts.db has got."""
    services = parts.services
    return ImportServices(
        drafts=services.drafts,
        inbox=services.inbox,
        media=services.media,
        site=services.site,
        users=services.users,
        follow=lambda: parts.worker.drain(parts.databases["drafts"]),
    )


@contextmanager
def open_import_services(settings: Settings, *, writable: bool = True) -> Iterator[ImportServices]:
    parts = open_parts(settings, writable=writable)
    try:
        yield import_services(parts)
    finally:
        parts.close()


@contextmanager
def open_users(settings: Settings, *, writable: bool = True) -> Iterator[UserService]:
    database = Database(file_of("users", settings.data), writable=writable)
    try:
        yield UserService(database)
    finally:
        database.close()


class Site:
    """One site in one process: the door that listens, the node it is, and its parts once the files are there."""

    def __init__(self, settings: Settings, control_fd: int, on_ready: Callable[[Services, str], None]) -> None:
        """`control_fd`: this process's end of the supervisor's control socket. `on_ready` is told services and role."""
        self._on_ready = on_ready
        self.door = Door(lambda: self._node.status())
        self._settings = settings
        self._parts: Parts | None = None
        self._noticing: Noticing | None = None
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
        parts = open_parts(settings, writable=settings.is_primary, gate=node.gate, on_fatal=_end)
        if settings.is_primary:
            parts.worker.start()
            self._noticing = Noticing({database.name: database for database in parts.databases.values()}, node.gate)
            self._noticing.start()
        self._parts = parts
        self.door.open(_app(parts, settings, node))

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


def _app(parts: Parts, settings: Settings, node: Node) -> ASGIApp:
    by_name = {database.name: database for database in parts.databases.values()}

    def revision_of(name: str) -> Revision | None:
        return by_name[name].revision() if name in by_name else None

    return build_app(
        parts.services,
        settings,
        node=node,
        revision_of=revision_of,
        author_report=parts.author_report.rows,
        replay=replay_for(settings, node.primary_machine),
    )


def _end(error: BaseException) -> None:
    """A commit failed in a way after which nothing of this process can be trusted; the supervisor starts another."""
    sys.stderr.write(f"waypost: a write failed for good: {error}\n")
    os._exit(70)
