"""Builds every part and joins them; no logic of its own. Nothing is global: two apps on two folders can coexist.

Commands that write beside a server need these parts and no web: what they need not load stays out of here.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.db import Database, WriteGate, migrate, outbox
from app.exporters.context import Services as ExportServices
from app.exporters.kept import FORGET as FORGET_EXPORT
from app.exporters.kept import MAKE as MAKE_EXPORT
from app.exporters.kept import KeptExports
from app.importers.context import Services as ImportServices
from app.importers.picture_sizes import COLLECTION, PICTURE_SIZES, MediaCollection, PictureSizes
from app.importers.uploaded import KIND as UPLOADED_IMPORT
from app.importers.uploaded import ImportFolders, UploadedImports
from app.outbound import ALERT, COMMENT_LETTERS, Alerts, CommentNotices, Hub, Mailing, Pinging
from app.outbound import LETTER as MAIL_LETTER
from app.outbound import PING as HUB_PING
from app.outbound import RESET as MAIL_RESET
from app.reports import AuthorReport, FileSizes
from app.services.audit import AuditService
from app.services.comments import CommentService
from app.services.drafts import (
    DRAFT_CARE,
    PUBLISH_DUE,
    RETAG,
    SCHEDULE,
    DraftCare,
    DraftService,
    EditingService,
    LifecycleService,
    ProtectionService,
    SharingService,
    TagService,
)
from app.services.drafts import FOLLOW as POSTS_FOLLOW
from app.services.inbox import CARE, NOTICE, CommentCare, InboxService
from app.services.inbox import FOLLOW as COMMENTS_FOLLOW
from app.services.jobs import JobService, Runner, Step
from app.services.media import MediaService
from app.services.posts import PostService
from app.services.sessions import SessionService
from app.services.site import SiteService
from app.services.users import Hashing, UserService
from app.settings import Settings
from app.store import Store, open_store
from app.web.services import Services

# Every service, in the order files are locked and cut: a new service is one line here.
SERVICES = ("audit", "jobs", "users", "sessions", "site", "media", "posts", "drafts", "comments", "inbox")
PUBLIC = ("site", "media", "posts", "comments")  # what pages for everybody are made from
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
    """One site, opened: its files, its services, the worker of its outboxes, and the runner of its jobs."""

    databases: Mapping[str, Database]  # service -> its file
    services: Services
    worker: outbox.Worker
    runner: Runner
    author_report: AuthorReport
    file_sizes: FileSizes
    uploaded: UploadedImports
    exports: KeptExports

    def close(self) -> None:
        self.exports.close()
        self.uploaded.close()  # what it has at work would keep the runner for long
        self.services.media.close()
        self.runner.stop()
        self.worker.stop()
        for database in self.databases.values():
            database.close()


def open_parts(
    settings: Settings,
    *,
    writable: bool,
    gate: WriteGate | None = None,
    on_fatal: Callable[[BaseException], None] | None = None,
    node_steps: Mapping[str, Step] | None = None,
) -> Parts:
    """Open a data folder whose files exist and are migrated. `node_steps`: job kind -> step, of the node itself."""
    files = {service: file_of(service, settings.data) for service in SERVICES}
    databases = {
        service: Database(path, writable=writable, gate=gate, on_fatal=on_fatal) for service, path in files.items()
    }
    steps: dict[str, outbox.Step] = {
        POSTS_FOLLOW: lambda ids: _follow(services, ids),
        SCHEDULE: lambda ids: services.lifecycle.follow_schedule(ids),
        RETAG: lambda slugs: services.tagging.carry_out(slugs),
        COMMENTS_FOLLOW: lambda ids: services.inbox.follow(ids),
        NOTICE: lambda ids: comment_notices(services, settings).put(ids),
    }
    worker = outbox.Worker([databases[service] for service in WITH_OUTBOX], steps)
    services = _build(databases, worker, open_store(settings.replica_url, make_root=writable), settings)
    uploaded = UploadedImports(ImportFolders(settings.data / "imports"), settings.data, services.jobs)
    exports = KeptExports(settings.data / "exports", settings.data, services.jobs)
    own_steps = _job_steps(services, uploaded, settings)
    own_steps |= {MAKE_EXPORT: exports.carry_out, FORGET_EXPORT: exports.forget}
    runner = Runner(services.jobs, {**own_steps, **(node_steps or {})}, outbound_steps(services, settings))
    return Parts(databases, services, worker, runner, AuthorReport(files), FileSizes(files), uploaded, exports)


def _follow(services: Services, ids: Collection[str]) -> None:
    """Let readers have what was published, then let the hub know."""
    services.drafts.follow(ids)
    Hub(services.jobs, services.site).put()


def _job_steps(services: Services, uploaded: UploadedImports, settings: Settings) -> dict[str, Step]:
    """kind -> what carries out a job of it, in a thread of the primary; twice must be as good as once."""
    return {
        UPLOADED_IMPORT: uploaded.carry_out,
        PUBLISH_DUE: services.lifecycle.publish_due,
        PICTURE_SIZES: picture_sizes(services).carry_out,
        COLLECTION: MediaCollection(services.media, services.jobs).carry_out,
        CARE: comment_care(services).carry_out,
        DRAFT_CARE: DraftCare(services.lifecycle, services.jobs).carry_out,
        COMMENT_LETTERS: comment_notices(services, settings).carry_out,
    }


def picture_sizes(services: Services) -> PictureSizes:
    return PictureSizes(services.media, services.drafts, services.jobs)


def comment_care(services: Services) -> CommentCare:
    return CommentCare(services.inbox, services.site, services.jobs)


def comment_notices(services: Services, settings: Settings) -> CommentNotices:
    inbox, posts, users, site = services.inbox, services.posts, services.users, services.site
    return CommentNotices(settings, inbox, posts, users, site, services.jobs)


def plan_jobs(services: Services) -> None:
    """Put what nobody asks for: what an end has cut off, and what comes round."""
    picture_sizes(services).put()
    MediaCollection(services.media, services.jobs).put()
    comment_care(services).put()
    DraftCare(services.lifecycle, services.jobs).put()


def outbound_steps(services: Services, settings: Settings) -> dict[str, Step]:
    """kind -> what has an effect on the world, at most once; see app/services/jobs/runner.py."""
    mailing = Mailing(settings, services.users, services.site, services.audit)
    pinging = Pinging(settings.origin, services.site, services.audit)
    return {
        MAIL_LETTER: mailing.send_letter,
        MAIL_RESET: mailing.send_reset,
        HUB_PING: pinging.ping,
        ALERT: Alerts(services.jobs, services.users, settings).send,
    }


def _build(databases: Mapping[str, Database], worker: outbox.Worker, store: Store, settings: Settings) -> Services:
    site = SiteService(databases["site"])
    posts, hashing = PostService(databases["posts"]), Hashing()
    cache, cache_bytes = settings.data / "media-cache", settings.media_cache_mb * 1_000_000
    media = MediaService(databases["media"], store, cache, cache_bytes=cache_bytes)
    drafts = DraftService(databases["drafts"], posts, worker, media, hashing)
    comments = CommentService(databases["comments"])
    jobs = JobService(databases["jobs"])
    return Services(
        users=UserService(databases["users"]),
        sessions=SessionService(databases["sessions"]),
        site=site,
        posts=posts,
        drafts=drafts,
        editing=EditingService(databases["drafts"], drafts),
        lifecycle=LifecycleService(databases["drafts"], drafts, jobs),
        sharing=SharingService(databases["drafts"]),
        tagging=TagService(databases["drafts"], drafts, site),
        protection=ProtectionService(databases["drafts"], drafts, hashing),
        media=media,
        comments=comments,
        inbox=InboxService(databases["inbox"], comments, worker),
        audit=AuditService(databases["audit"]),
        jobs=jobs,
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
        if writable:
            picture_sizes(parts.services).put()
    finally:
        parts.close()


@contextmanager
def open_export_services(settings: Settings) -> Iterator[ExportServices]:
    """What an export reads; nothing can be written.

    Raises: DatabaseMissing: there is no site in this data folder.
    """
    parts = open_parts(settings, writable=False)
    try:
        services = parts.services
        yield ExportServices(services.drafts, services.inbox, services.media, services.site, services.users)
    finally:
        parts.close()


@contextmanager
def open_users(settings: Settings, *, writable: bool = True) -> Iterator[UserService]:
    database = Database(file_of("users", settings.data), writable=writable)
    try:
        yield UserService(database)
    finally:
        database.close()
