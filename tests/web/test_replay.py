"""Who answers: every decision of the outermost middleware, and that no request can speak through its headers."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.settings import from_env
from app.web.middleware.replay import (
    LARGEST_REPLAYED_BYTES,
    NO_PRIMARY,
    NOT_THE_PRIMARY,
    READ_ONLY,
    TOO_LARGE,
    Asked,
    Here,
    Pass,
    Replay,
    ReplayMiddleware,
    decide,
    decision_of,
    replay_for,
)

REGIONS = ("fra", "ewr", "syd")
SYDNEY = Here("syd", False, "fra", frozenset(REGIONS), replays=True)
FRANKFURT = replace(SYDNEY, region="fra", is_primary=True)
AFTER = ";timeout=10s;fallback=force_self"
Headers = list[tuple[bytes, bytes]]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PURGE", "get", "", "PRI"])
@pytest.mark.parametrize("region", [None, "syd", "ewr", "nowhere"])
def test_a_change_goes_to_the_primary_whatever_the_address_says(method: str, region: str | None) -> None:
    assert decide(SYDNEY, Asked(method, region)) == Replay("region=fra" + AFTER)
    assert decide(FRANKFURT, Asked(method, region)) == Pass()


def test_a_change_goes_to_the_machine_where_it_is_known() -> None:
    here = replace(SYDNEY, primary_machine="3d8d9d14b27e89")
    assert decide(here, Asked("POST")) == Replay("instance=3d8d9d14b27e89" + AFTER)


@pytest.mark.parametrize("machine", ["", "a;app=other", "x y", "A", "a\r\nset-cookie: b", "é"])
def test_a_machine_with_a_strange_name_is_not_named(machine: str) -> None:
    assert decide(replace(SYDNEY, primary_machine=machine), Asked("POST")) == Replay("region=fra" + AFTER)


def test_a_replica_beside_the_primary_does_not_get_it_back() -> None:
    assert decide(replace(SYDNEY, region="fra"), Asked("POST")) == Replay("region=fra;elsewhere=true" + AFTER)


def test_a_change_is_replayed_once() -> None:
    assert decide(SYDNEY, Asked("POST", was_replayed=True)) == NOT_THE_PRIMARY
    assert decide(FRANKFURT, Asked("POST", was_replayed=True)) == Pass()
    assert decide(SYDNEY, Asked("POST", was_replayed=True, replay_failed=True)) == NO_PRIMARY


@pytest.mark.parametrize("size", [LARGEST_REPLAYED_BYTES + 1, None])
def test_a_body_the_proxy_can_not_replay_is_refused(size: int | None) -> None:
    assert decide(SYDNEY, Asked("POST", size_bytes=size)) == TOO_LARGE
    assert decide(FRANKFURT, Asked("POST", size_bytes=size)) == Pass()
    assert isinstance(decide(SYDNEY, Asked("POST", size_bytes=LARGEST_REPLAYED_BYTES)), Replay)


def test_without_a_proxy_a_replica_refuses_changes() -> None:
    assert decide(replace(SYDNEY, replays=False), Asked("POST")) == READ_ONLY


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_reading_is_answered_here_or_in_the_region_asked_for(method: str) -> None:
    assert decide(SYDNEY, Asked(method)) == Pass()
    assert decide(SYDNEY, Asked(method, "syd")) == Pass(this_copy=True)
    assert decide(SYDNEY, Asked(method, "ewr")) == Replay("region=ewr" + AFTER)
    assert decide(FRANKFURT, Asked(method, "ewr")) == Replay("region=ewr" + AFTER)
    for unknown in ("", "xyz", "EWR", "ewr,syd", "ewr;app=x", "ewr\r\nx: y", " ewr"):
        assert decide(SYDNEY, Asked(method, unknown)) == Pass()


def test_reading_is_replayed_once_and_then_answered_here() -> None:
    assert decide(SYDNEY, Asked("GET", "ewr", was_replayed=True)) == Pass(unreached=True)
    assert decide(SYDNEY, Asked("GET", "ewr", replay_failed=True)) == Pass(unreached=True)
    assert decide(replace(SYDNEY, replays=False), Asked("GET", "ewr")) == Pass(unreached=True)


POSSIBLE = {Replay(f"region={name}{AFTER}") for name in REGIONS} | {
    Replay("instance=abc123" + AFTER),
    Replay("region=fra;elsewhere=true" + AFTER),
}
texts = st.one_of(st.sampled_from([*REGIONS, "GET", "POST", "fra;x", "fra\n"]), st.text(max_size=20))


@given(
    here=st.builds(
        Here,
        region=st.sampled_from(REGIONS),
        is_primary=st.booleans(),
        primary_region=st.just("fra"),
        regions=st.just(frozenset(REGIONS)),
        replays=st.booleans(),
        primary_machine=st.sampled_from([None, "abc123"]),
    ),
    asked=st.builds(
        Asked,
        method=texts,
        region=st.none() | texts,
        size_bytes=st.none() | st.integers(0, 2 * LARGEST_REPLAYED_BYTES),
        was_replayed=st.booleans(),
        replay_failed=st.booleans(),
    ),
)
def test_no_request_makes_a_header_of_its_own_or_a_second_hop(here: Here, asked: Asked) -> None:
    decision = decide(here, asked)
    if isinstance(decision, Replay):
        assert decision in POSSIBLE
        assert not asked.was_replayed
        assert not asked.replay_failed
    if asked.method not in ("GET", "HEAD", "OPTIONS"):
        assert isinstance(decision, Pass) == here.is_primary  # nothing that may change anything passes on a replica


# The middleware


async def hello(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"5")]})
    await send({"type": "http.response.body", "body": b"hello", "more_body": False})


def ask(
    app: Any, method: str = "GET", query: bytes = b"", headers: Iterable[tuple[bytes, bytes]] = ()
) -> tuple[int, dict[bytes, list[bytes]], bytes]:
    """Status, header name -> values, body."""
    sent: list[Any] = []

    async def receive() -> Any:
        raise AssertionError("the body is not to be read")

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": method, "path": "/", "query_string": query, "headers": list(headers)}
    asyncio.run(app(scope, receive, send))
    found: dict[bytes, list[bytes]] = {}
    for name, value in sent[0]["headers"]:
        found.setdefault(name, []).append(value)
    return sent[0]["status"], found, b"".join(m.get("body", b"") for m in sent[1:])


def around(here: Here, app: Any = hello, refused: Any = None) -> ReplayMiddleware:
    return ReplayMiddleware(app, lambda: here, refused)


def test_a_replay_is_an_empty_answer_that_is_no_success() -> None:
    status, headers, body = ask(around(SYDNEY), "POST", headers=[(b"content-length", b"12")])
    assert (status, body) == (409, b"")
    assert headers[b"fly-replay"] == [b"region=fra" + AFTER.encode()]
    assert headers[b"cache-control"] == [b"no-store"]
    assert headers[b"content-length"] == [b"0"]


@pytest.mark.parametrize(
    ("here", "method", "query", "status"),
    [
        (SYDNEY, "GET", b"", 200),
        (SYDNEY, "GET", b"region=ewr", 409),
        (SYDNEY, "PUT", b"", 409),
        (FRANKFURT, "PUT", b"", 200),
    ],
)
def test_every_answer_says_its_region(here: Here, method: str, query: bytes, status: int) -> None:
    found, headers, _ = ask(around(here), method, query)
    assert found == status
    assert headers[b"waypost-region"] == [here.region.encode()]


def test_sizes_are_read_from_the_headers() -> None:
    for headers, status in (
        ([(b"content-length", b"1000001")], 413),
        ([(b"transfer-encoding", b"chunked")], 413),
        ([(b"content-length", b"12, 13")], 413),
        ([(b"content-length", b"9" * 5000)], 413),
        ([(b"content-length", b"1000000")], 409),
        ([], 409),
    ):
        assert ask(around(SYDNEY), "POST", headers=headers)[0] == status


def test_a_refusal_says_when_to_come_back_and_is_not_kept() -> None:
    status, headers, body = ask(around(SYDNEY), "POST", headers=[(b"fly-replay-failed", b"x;reason=timeout")])
    assert status == 503
    assert headers[b"retry-after"] == [b"5"]
    assert headers[b"cache-control"] == [b"no-store"]
    assert body.startswith(b"Nothing was saved")


def test_a_page_may_answer_a_refusal_and_knows_why() -> None:
    reasons = []

    async def page(scope: Any, receive: Any, send: Any) -> None:
        reasons.append(decision_of(scope))
        await hello(scope, receive, send)

    ask(around(SYDNEY, refused=page), "POST", headers=[(b"fly-replay-src", b"instance=x;region=syd")])
    assert reasons == [NOT_THE_PRIMARY]


def test_a_handler_knows_that_this_copy_was_asked_for() -> None:
    seen = []

    async def page(scope: Any, receive: Any, send: Any) -> None:
        seen.append(decision_of(scope))
        await hello(scope, receive, send)

    for query in (b"region=syd", b"", b"region=syd&region=ewr", b"%72egion=%73yd", b"region=xyz"):
        ask(around(SYDNEY, page), query=query)
    assert seen == [Pass(this_copy=True), Pass(), Pass(this_copy=True), Pass(this_copy=True), Pass()]


@given(
    query=st.binary(max_size=60),
    headers=st.lists(
        st.tuples(
            st.sampled_from([b"fly-replay", b"fly-replay-src", b"fly-region", b"host", b"content-length", b"x"]),
            st.binary(max_size=30),
        ),
        max_size=5,
    ),
    method=st.sampled_from(["GET", "POST", "HEAD", "BREW"]),
)
def test_hostile_requests_never_reach_a_header(query: bytes, headers: Headers, method: str) -> None:
    _, found, _ = ask(around(SYDNEY), method, query, headers)
    replays = found.get(b"fly-replay", [])
    assert all(Replay(value.decode()) in POSSIBLE for value in replays)
    assert found[b"waypost-region"] == [b"syd"]
    assert set(found) <= {
        b"fly-replay",
        b"waypost-region",
        b"cache-control",
        b"content-type",
        b"content-length",
        b"retry-after",
        b"connection",
    }


def test_other_protocols_pass() -> None:
    seen = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope["type"])

    asyncio.run(around(SYDNEY, app)({"type": "lifespan"}, lambda: None, lambda message: None))  # type: ignore[arg-type]
    assert seen == ["lifespan"]


def test_takes_what_it_needs_from_the_settings() -> None:
    settings = from_env(
        {
            "WAYPOST_REGION": "syd",
            "WAYPOST_PRIMARY_REGION": "fra",
            "WAYPOST_REGIONS": "fra,syd",
            "WAYPOST_REPLAY": "fly",
            "WAYPOST_SECRET": "x" * 32,
        }
    )
    machine: Callable[[], str | None] = iter([None, "abc123"]).__next__
    app = replay_for(settings, machine)(hello)
    assert ask(app, "POST")[1][b"fly-replay"] == [b"region=fra" + AFTER.encode()]
    assert ask(app, "POST")[1][b"fly-replay"] == [b"instance=abc123" + AFTER.encode()]
