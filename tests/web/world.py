"""A whole site behind the web app: ten real services on files, and a client that talks ASGI to it."""

import asyncio
import atexit
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import httpx

from app.db import Database, outbox
from app.exporters.kept import KeptExports
from app.importers.uploaded import ImportFolders, UploadedImports
from app.main import PUBLIC, comment_notices
from app.reports import FileSizes
from app.services.audit import AuditService
from app.services.comments import CommentService
from app.services.drafts import FOLLOW as POSTS_FOLLOW
from app.services.drafts import (
    RETAG,
    SCHEDULE,
    DraftService,
    EditingService,
    LifecycleService,
    ProtectionService,
    SharingService,
    TagService,
)
from app.services.inbox import FOLLOW as COMMENTS_FOLLOW
from app.services.inbox import NOTICE, InboxService
from app.services.jobs import JobService
from app.services.media import MediaService
from app.services.posts import PostService
from app.services.sessions import SessionService
from app.services.site import SiteService
from app.services.users import Hashing, UserService
from app.services.users.passwords import Passwords
from app.settings import Settings, from_env
from app.store import open_store
from app.web import Services
from app.web.app import build_app
from app.web.middleware.replay import replay_for
from tests.web.content import Sample

NAMES = ("users", "sessions", "site", "posts", "drafts", "media", "comments", "inbox", "audit", "jobs")
ORIGIN = "http://blog.test"
COMPILED = Path(tempfile.mkdtemp(prefix="waypost-templates-"))  # for all sites of this run: 0.2 s each
atexit.register(shutil.rmtree, COMPILED, ignore_errors=True)


@dataclass
class Node:
    role: str = "primary"
    region: str = "fra"
    ready: bool = True
    why: str = ""

    def status(self) -> Mapping[str, Any]:
        return {"revisions": {}}


@dataclass(frozen=True)
class Row:
    name: str
    posts: int
    comments: int


class Client:
    """Answers of the app, one after the other, on a loop of its own. Redirects are not followed."""

    def __init__(self, app: Any, origin: str = ORIGIN) -> None:
        self.app = app
        self._loop = asyncio.new_event_loop()
        transport = httpx.ASGITransport(app, raise_app_exceptions=True, client=("127.0.0.1", 5000))
        self._client = httpx.AsyncClient(transport=transport, base_url=origin, headers={"accept-encoding": "identity"})

    def request(self, method: str, url: str, **options: Any) -> httpx.Response:
        return self._loop.run_until_complete(self._client.request(method, url, **options))

    def get(self, url: str, **options: Any) -> httpx.Response:
        return self.request("GET", url, **options)

    def get_raw(self, target: str) -> httpx.Response:
        """Ask for a target as it stands, as somebody with netcat would: httpx itself mends what it is given."""
        path, _, query = target.partition("#")[0].partition("?")
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": unquote(path),
            "raw_path": path.encode("utf-8", "replace"),
            "query_string": query.encode("utf-8", "replace"),
            "root_path": "",
            "headers": [(b"host", b"blog.test")],
            "client": ("127.0.0.1", 5000),
            "server": ("blog.test", 80),
        }
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        self._loop.run_until_complete(self.app(scope, receive, send))
        body = b"".join(message.get("body", b"") for message in sent[1:])
        return httpx.Response(sent[0]["status"], headers=sent[0]["headers"], content=body)

    def post(self, url: str, **options: Any) -> httpx.Response:
        return self.request("POST", url, **options)

    def together(self, *urls: str, **options: Any) -> list[httpx.Response]:
        async def all_of() -> list[httpx.Response]:
            return await asyncio.gather(*(self._client.get(url, **options) for url in urls))

        return self._loop.run_until_complete(all_of())

    @property
    def cookies(self) -> httpx.Cookies:
        return self._client.cookies

    def sign_in(self, email: str, password: str = "correct horse battery") -> httpx.Response:
        return self.post("/admin/sign-in", data={"email": email, "password": password})

    def close(self) -> None:
        self._loop.run_until_complete(self._client.aclose())
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()


@dataclass
class World:
    """One site. `client()` is a new browser."""

    folder: Path
    services: Services
    databases: dict[str, Database]
    worker: outbox.Worker
    settings: Settings
    app: Any
    node: Node
    sample: Sample | None = None
    _clients: list[Client] = field(default_factory=list)

    def client(self) -> Client:
        self._clients.append(Client(self.app, self.settings.origin))
        return self._clients[-1]

    def client_again(self) -> Client:
        """The last browser opened."""
        return self._clients[-1] if self._clients else self.client()

    def settle(self) -> None:
        for database in self.databases.values():
            self.worker.drain(database)

    def close(self) -> None:
        while self._clients:
            self._clients.pop().close()
        self.services.media.close()
        for database in self.databases.values():
            database.close()


def open_world(folder: Path, *, writable: bool = True, **environ: str) -> World:
    settings = from_env({"WAYPOST_DATA": str(folder), "WAYPOST_URL": ORIGIN, **environ})
    databases = {name: Database(folder / f"{name.capitalize()}.db", writable=writable) for name in NAMES}
    worker = outbox.Worker(
        list(databases.values()),
        {
            POSTS_FOLLOW: lambda keys: drafts.follow(keys),
            SCHEDULE: lambda keys: services.lifecycle.follow_schedule(keys),
            RETAG: lambda keys: services.tagging.carry_out(keys),
            COMMENTS_FOLLOW: lambda keys: inbox.follow(keys),
            NOTICE: lambda keys: comment_notices(services, settings).put(keys),
        },
    )
    users = UserService(databases["users"], Passwords(memory_kib=8))
    site = SiteService(databases["site"])
    posts, hashing = PostService(databases["posts"]), Hashing(memory_kib=8)
    comments = CommentService(databases["comments"])
    media = MediaService(
        databases["media"], open_store(f"file://{folder}-store", make_root=True), folder.parent / "cache"
    )
    drafts = DraftService(databases["drafts"], posts, worker, media, hashing)
    jobs = JobService(databases["jobs"])
    inbox = InboxService(databases["inbox"], comments, worker)
    services = Services(
        users=users,
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
        inbox=inbox,
        audit=AuditService(databases["audit"]),
        jobs=jobs,
    )
    by_file = {database.name: database for database in databases.values()}
    node = Node()
    app = build_app(
        services,
        settings,
        node=node,
        revision_of=lambda name: by_file[name].revision(),
        positions=lambda: {name.capitalize(): databases[name].position() for name in PUBLIC},
        author_report=lambda: [Row("Alice", 3, 2)],
        exports=KeptExports(folder / "exports", folder, services.jobs),
        uploaded=UploadedImports(ImportFolders(folder / "imports"), folder, services.jobs),
        compiled=COMPILED,
        file_sizes=FileSizes({name: database.path for name, database in databases.items()}).rows,
        replay=replay_for(settings, lambda: None),
    )
    return World(folder, services, databases, worker, settings, app, node)
