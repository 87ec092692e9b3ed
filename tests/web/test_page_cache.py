# ruff: noqa: E501
"""The page cache: from memory while true, never a moment longer, and never for anybody in particular."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest

from app.db import Revision
from app.web.exchange import exchange_of
from app.web.middleware.page_cache import PageCache
from app.web.pages_kept import OVERHEAD_BYTES, Kept, PagesKept
from tests.services.making import id_of
from tests.web.world import World

Handler = Callable[[Any, Any, Any], Awaitable[None]]


class Origin:
    """An app behind the cache: counts its calls, answers what the test says."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.revision = Revision(1, 1)
        self.status = 200
        self.body = b"<p>" + b"hello " * 200
        self.headers: list[tuple[bytes, bytes]] = [(b"content-type", b"text/html")]
        self.reads: tuple[str, ...] = ("page",)
        self.keeps = True
        self.pause_s = 0.0
        self.cache = PageCache(self, lambda _name: self.revision)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        exchange = exchange_of(scope)
        revision = self.revision
        self.calls.append(scope["path"] + "?" + scope["query_string"].decode())
        if self.pause_s:
            await asyncio.sleep(self.pause_s)
        for name in self.reads:
            exchange.parameter(name)
        if self.keeps:
            exchange.depends_on({"Posts": revision})
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
        await send({"type": "http.response.body", "body": self.body, "more_body": False})

    def get(self, *urls: str, **headers: str) -> list[httpx.Response]:
        async def all_of() -> list[httpx.Response]:
            transport = httpx.ASGITransport(self.cache)
            plain = {"accept-encoding": "identity"}
            async with httpx.AsyncClient(transport=transport, base_url="http://x", headers=plain) as client:
                given = {name.replace("_", "-"): value for name, value in headers.items()}
                return await asyncio.gather(*(client.get(url, headers=given) for url in urls))

        return asyncio.run(all_of())


@pytest.fixture
def origin() -> Origin:
    return Origin()


def test_second_answer_comes_from_memory(origin: Origin) -> None:
    first, second = origin.get("/a")[0], origin.get("/a")[0]
    assert first.content == second.content == origin.body
    assert first.headers == second.headers
    assert origin.calls == ["/a?"]


def test_a_write_makes_a_new_page(origin: Origin) -> None:
    origin.get("/a")
    origin.body, origin.revision = b"changed", Revision(1, 2)
    assert origin.get("/a")[0].content == b"changed"
    origin.revision = Revision(2, 0)
    origin.get("/a")
    assert len(origin.calls) == 3


def test_a_write_while_the_page_is_made(origin: Origin) -> None:
    """It is kept under the revision it was read at, so the next one makes it anew."""

    async def meanwhile() -> None:
        origin.pause_s = 0.05
        transport = httpx.ASGITransport(origin.cache)
        async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
            making = asyncio.ensure_future(client.get("/a"))
            await asyncio.sleep(0.02)
            origin.revision = Revision(1, 2)
            late = asyncio.ensure_future(client.get("/a"))
            await asyncio.gather(making, late)

    asyncio.run(meanwhile())
    assert len(origin.calls) == 2  # who came after the write did not get what was begun before it


def test_many_at_once_are_one(origin: Origin) -> None:
    origin.pause_s = 0.02
    answers = origin.get(*["/a"] * 40)
    assert {answer.content for answer in answers} == {origin.body}
    assert len(origin.calls) == 1


def test_what_may_not_be_kept_is_nobody_elses(origin: Origin) -> None:
    origin.keeps, origin.pause_s = False, 0.01
    origin.get(*["/a"] * 3)
    assert len(origin.calls) == 3


@pytest.mark.parametrize(
    "header", [(b"set-cookie", b"a=b"), (b"cache-control", b"no-store"), (b"Set-Cookie", b"a=b"), (b"cache-control", b"private, no-store")]
)  # fmt: skip
def test_never_kept(origin: Origin, header: tuple[bytes, bytes]) -> None:
    origin.headers.append(header)
    origin.get("/a")
    origin.get("/a")
    assert len(origin.calls) == 2


@pytest.mark.parametrize("status", [201, 206, 303, 401, 403, 410, 422, 500, 503])
def test_errors_are_not_kept(origin: Origin, status: int) -> None:
    origin.status = status
    origin.get("/a")
    assert origin.get("/a")[0].status_code == status
    assert len(origin.calls) == 2


def test_a_session_goes_past(origin: Origin) -> None:
    origin.get("/a")
    for name in ("waypost_session", "__Host-waypost_session"):
        origin.get("/a", cookie=f"x=y; {name}=token")
    assert len(origin.calls) == 3
    origin.get("/a", cookie="theme=dark")
    assert len(origin.calls) == 3


def test_only_declared_parameters_count(origin: Origin) -> None:
    origin.get("/a?page=2", "/a?page=2&utm_source=x", "/a?x=1&page=2")
    origin.get("/a?page=2&page=3")
    origin.get("/a", "/a?x=1", "/a?q=1")
    assert origin.calls == ["/a?page=2", "/a?"]


def test_search_keeps_each_query(origin: Origin) -> None:
    origin.reads = ("q", "page")
    origin.get("/search?q=a")
    origin.get("/search?q=b", "/search?q=a")
    assert origin.calls == ["/search?q=a", "/search?q=b"]


def test_a_parameter_nobody_read_makes_no_second_entry(origin: Origin) -> None:
    origin.reads = ()
    for number in range(20):
        origin.get(f"/a?page={number}")
    assert origin.cache.statistics()["pages"] == 1


@pytest.mark.parametrize(("accept", "encoding"), [("br, gzip", "br"), ("gzip, deflate", "gzip"), ("zstd", "zstd"),
                                                  ("*", "br"), ("br;q=0, gzip", "gzip"), ("identity", ""), ("deflate", ""),
                                                  ("BR ; q=0 , zstd;q=0.5", "zstd")])  # fmt: skip
def test_encodings(origin: Origin, accept: str, encoding: str) -> None:
    for _ in range(2):
        answer = origin.get("/a", accept_encoding=accept)[0]
        assert answer.headers.get("content-encoding", "") == encoding
        assert answer.headers["vary"] == "Accept-Encoding"
        assert answer.content == origin.body
        assert answer.headers["etag"].endswith(f'-{encoding}"' if encoding else '"')
    assert len(origin.calls) == 1


def test_each_encoding_has_its_own_strong_etag(origin: Origin) -> None:
    tags = [
        origin.get("/a", accept_encoding=accept)[0].headers["etag"] for accept in ("br", "gzip", "zstd", "identity")
    ]
    assert len(set(tags)) == 4
    assert origin.get("/a", accept_encoding="br", if_none_match=tags[0])[0].status_code == 304
    assert origin.get("/a", accept_encoding="gzip", if_none_match=tags[0])[0].status_code == 200
    assert origin.get("/a", accept_encoding="br", if_none_match=f'W/{tags[0]}, "x"')[0].status_code == 304
    assert origin.get("/a", if_none_match="*")[0].status_code == 304
    assert origin.get("/a", if_none_match='"other"')[0].status_code == 200


def test_small_and_binary_bodies_travel_as_they_are(origin: Origin) -> None:
    origin.body = b"tiny"
    assert "content-encoding" not in origin.get("/a", accept_encoding="br")[0].headers
    origin.body, origin.headers = b"x" * 5000, [(b"content-type", b"image/png")]
    assert "content-encoding" not in origin.get("/b", accept_encoding="br")[0].headers


def test_junk_pushes_out_junk_only(origin: Origin) -> None:
    origin.get("/page")
    origin.status = 404
    for number in range(0, 3000, 100):
        origin.get(*(f"/nothing/{n}" for n in range(number, number + 100)))
    origin.get("/page")
    assert origin.calls.count("/page?") == 1
    assert origin.cache.statistics()["bytes"] < 2 * 2**20 + 10_000


def test_least_recently_used_go_first() -> None:
    pages = PagesKept(20 * (OVERHEAD_BYTES + 1000))
    for number in range(18):
        pages.keep((f"/{number}", "", False), _kept(1000))
    pages.find(("/0", "", False))
    for number in range(100, 110):
        pages.keep((f"/{number}", "", False), _kept(1000))
    assert pages.find(("/0", "", False)) is not None
    assert pages.find(("/1", "", False)) is None
    assert pages.size_bytes <= pages.limit_bytes


def test_one_huge_page_does_not_empty_the_rest() -> None:
    pages = PagesKept(1_000_000)
    pages.keep(("/a", "", False), _kept(1000))
    pages.keep(("/huge", "", False), _kept(900_000))
    assert len(pages) == 1


def test_bytes_are_counted_with_the_variants() -> None:
    pages = PagesKept(1_000_000)
    kept = _kept(10_000)
    pages.keep(("/a", "", False), kept)
    before = pages.size_bytes
    kept.variant("gzip")
    pages.keep(("/a", "", False), kept)
    assert pages.size_bytes > before
    pages.drop(("/a", "", False))
    assert pages.size_bytes == 0


def _kept(size: int) -> Kept:
    return Kept(200, [], b"x" * size, {}, compressible=True)


# With the real site


def test_a_page_changes_with_the_post(world: World) -> None:
    client = world.client()
    assert "Small files" in client.get("/").text
    world.services.drafts.save(replace(world.services.drafts.get(id_of("files")), title="Large files"))
    for path in ("/", "/2015/01/small-files/", "/feed.xml", "/search?q=large", "/archive/2015/"):
        assert "Large files" in client.get(path).text, path


def test_a_page_changes_with_the_site_and_its_comments(world: World) -> None:
    client = world.client()
    client.get("/")
    world.services.site.update(title="Another Name")
    assert "Another Name" in client.get("/").text
    path = "/2015/02/the-map-is-a-promise/"
    assert "Not approved" not in client.get(path).text
    world.services.inbox.decide([id_of("comment 31")], "approved")
    assert "Not approved" in client.get(path).text


def test_a_post_that_is_taken_back_is_gone_at_once(world: World) -> None:
    client = world.client()
    path = "/2015/01/small-files/"
    assert client.get(path).status_code == 200
    world.services.drafts.unpublish(id_of("files"))
    assert client.get(path).status_code in (301, 404)
    assert "Small files" not in client.get("/").text
    world.services.drafts.publish(id_of("files"))
    assert client.get(path).status_code == 200


def test_a_404_becomes_a_page_when_it_is_published(world: World) -> None:
    client = world.client()
    assert client.get("/secret/").status_code == 404
    world.services.drafts.publish(id_of("draft"))
    assert client.get("/secret/").status_code == 200
    assert "location" not in client.get("/secret/").headers


def test_a_draft_changes_no_public_page(world: World) -> None:
    client = world.client()
    client.get("/")
    misses = _statistics(world)["misses"]
    world.services.drafts.save(replace(world.services.drafts.get(id_of("draft")), title="Still secret"))
    client.get("/")
    assert _statistics(world)["misses"] == misses


def test_a_commit_of_another_process_is_seen(world: World) -> None:
    """By `PRAGMA data_version`: no counter of this process moved."""
    client = world.client()
    client.get("/")
    other = type(world.databases["site"])(world.folder / "Site.db")
    try:
        type(world.services.site)(other).update(title="Written elsewhere")
    finally:
        other.close()
    assert "Written elsewhere" in client.get("/").text


def _statistics(world: World) -> dict[str, int]:
    app = world.app
    while not isinstance(app, PageCache):
        app = app.app
    return app.statistics()
