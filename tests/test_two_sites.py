"""Two sites in one process, asked and changed at the same time: neither ever shows anything of the other's."""

import asyncio
import random
import re
import shutil
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest

from app.main import SERVICES, Parts, open_parts
from app.replication.node import Node
from app.replication.supervision import Supervision
from app.services.drafts import ImportedItem
from app.services.posts import Byline
from app.services.site import Redirect
from app.serving import app_of
from app.settings import from_env
from app.web.asgi import ASGIApp
from tests.services.making import byline, draft, id_of, tag

POSTS = 24
PATHS = [
    "/",
    "/?page=2",
    *(f"/post-{number}/" for number in range(0, POSTS, 3)),
    "/tag/shared/",
    "/author/alice/",
    "/archive/",
    "/feed.xml",
    "/feed.json",
    "/sitemap.xml",
    "/search?q=words",
    "/old-address/",
]


class Tenant:
    """One site: its parts, its app, and a word that stands in everything it says."""

    def __init__(self, word: str, other: str, data: Path) -> None:
        self.word, self.other = word, other
        settings = from_env({"WAYPOST_DATA": str(data), "WAYPOST_URL": f"http://{word}.example"})
        self.parts: Parts = open_parts(settings, writable=True)
        self._control, theirs = socket.socketpair()
        files = [service.capitalize() for service in SERVICES]
        node = Node(settings, files, Supervision(theirs.detach()), open_reads=lambda: None)
        self.app: ASGIApp = app_of(self.parts, settings, node)
        self.password = f"the password of {word}"
        self._fill()

    def _fill(self) -> None:
        services = self.parts.services
        services.site.update(title=f"Site {self.word}", tagline=f"About {self.word}", imported_from="x")
        services.users.create(name="Alice", email="alice@a.example", role="owner", password=self.password)
        self.publish(range(POSTS), "first")
        services.site.put_redirects([Redirect("/old-address/", f"/{self.word}-address/")])

    def publish(self, numbers: range | list[int], edition: str) -> None:
        """The same ids, addresses and tags on both sites; only the words differ."""
        alice = alice_of(self.parts)
        items = [
            ImportedItem(
                draft(
                    number,
                    title=f"{self.word} {number}",
                    html=f"<p>Words of {self.word}, {edition}.</p>",
                    text=f"Words of {self.word}, {edition}.",
                    excerpt=f"About {self.word}",
                    path=f"/post-{number}/",
                    tags=(tag("shared"),),
                    authors=(alice,),
                ),
                f"{self.word} {edition}",
            )
            for number in numbers
        ]
        self.parts.services.drafts.import_items(items)
        self.parts.worker.drain(self.parts.databases["drafts"])

    def close(self) -> None:
        self._control.close()
        self.parts.close()


def alice_of(parts: Parts) -> Byline:
    user = parts.services.users.find_by_email("alice@a.example")
    assert user
    return byline("Alice", id=user.id, slug=user.slug)


@pytest.fixture
def tenants(tmp_path: Path, migrated: Callable[[str], Path]) -> Iterator[tuple[Tenant, Tenant]]:
    opened = []
    for word, other in (("alder", "birch"), ("birch", "alder")):
        data = tmp_path / word
        data.mkdir(mode=0o700)
        for service in SERVICES:
            shutil.copyfile(migrated(service), data / migrated(service).name)
        opened.append(Tenant(word, other, data))
    yield opened[0], opened[1]
    for tenant in opened:
        tenant.close()


def browser(tenant: Tenant, **headers: str) -> httpx.AsyncClient:
    """No cookies are kept: each test says which it sends."""
    transport = httpx.ASGITransport(tenant.app, client=("127.0.0.1", 5000))
    return httpx.AsyncClient(transport=transport, base_url=f"http://{tenant.word}.example", headers=headers)


def is_own(answer: httpx.Response, tenant: Tenant) -> None:
    said = answer.text + answer.headers.get("location", "")
    assert answer.status_code in (200, 301), answer.url
    assert tenant.word in said, answer.url
    assert tenant.other not in said, answer.url


def test_interleaved_reads_and_writes(tenants: tuple[Tenant, Tenant]) -> None:
    dice = random.Random(3)
    jobs = [(tenant, path) for tenant in tenants for path in PATHS * 6]
    dice.shuffle(jobs)

    async def ask() -> None:
        async with browser(tenants[0]) as first, browser(tenants[1]) as second:
            clients = {tenants[0].word: first, tenants[1].word: second}
            turns = asyncio.Semaphore(16)

            async def one(tenant: Tenant, path: str) -> None:
                async with turns:
                    is_own(await clients[tenant.word].get(path), tenant)

            await asyncio.gather(*(one(*job) for job in jobs))

    with ThreadPoolExecutor(2) as writers:
        writing = [
            writers.submit(lambda t=tenant: [t.publish([n], f"edition {n}") for n in range(0, POSTS, 2)])
            for tenant in tenants
        ]
        asyncio.run(ask())
        for done in writing:
            done.result()
    asyncio.run(ask())  # and once more out of the caches that were filled meanwhile


def test_a_write_here_changes_nothing_there(tenants: tuple[Tenant, Tenant]) -> None:
    """Neither revisions nor pages: what the other site has kept stays as it is, to the byte."""
    alder, birch = tenants

    async def pages(tenant: Tenant) -> list[tuple[bytes, str | None]]:
        async with browser(tenant) as client:
            answers = [await client.get(path) for path in PATHS]
            return [(answer.content, answer.headers.get("etag")) for answer in answers]

    before = asyncio.run(pages(birch))
    revisions = {name: database.revision() for name, database in birch.parts.databases.items()}
    own = alder.parts.databases["posts"].revision()
    alder.publish(range(POSTS), "second")
    assert alder.parts.databases["posts"].revision() > own
    assert {name: database.revision() for name, database in birch.parts.databases.items()} == revisions
    assert asyncio.run(pages(birch)) == before
    assert "second" in asyncio.run(pages(alder))[2][0].decode()


def test_a_session_is_of_one_site(tenants: tuple[Tenant, Tenant]) -> None:
    """The same person, the same address, another password; and a cookie of one opens nothing at the other."""

    async def sign_in(tenant: Tenant, password: str) -> httpx.Response:
        async with browser(tenant, origin=f"http://{tenant.word}.example") as client:
            form = urlencode({"email": "alice@a.example", "password": password})
            kind = {"content-type": "application/x-www-form-urlencoded"}
            return await client.post("/admin/sign-in", content=form, headers=kind)

    async def desk(tenant: Tenant, cookie: str) -> httpx.Response:
        async with browser(tenant, cookie=cookie) as client:
            return await client.get("/admin/report")

    async def all_of_it() -> None:
        alder, birch = tenants
        for here, there in ((alder, birch), (birch, alder)):
            assert (await sign_in(there, here.password)).status_code == 422
            answer = await sign_in(here, here.password)
            assert answer.status_code == 303
            cookie = answer.headers["set-cookie"].partition(";")[0]
            inside, outside = await asyncio.gather(desk(here, cookie), desk(there, cookie))
            assert inside.status_code == 200
            assert re.search(rf"Alice.*{POSTS}", inside.text, re.DOTALL)
            assert outside.status_code == 303
            assert here.parts.services.sessions is not there.parts.services.sessions

    asyncio.run(all_of_it())


def test_what_is_queued_here_is_not_carried_out_there(tenants: tuple[Tenant, Tenant]) -> None:
    alder, birch = tenants
    alder.parts.services.drafts.unpublish(id_of(0))
    for tenant in tenants:
        for service in ("drafts", "inbox"):
            tenant.parts.worker.drain(tenant.parts.databases[service])
    assert alder.parts.services.posts.find_by_path("/post-0/") is None
    assert birch.parts.services.posts.find_by_path("/post-0/") is not None
