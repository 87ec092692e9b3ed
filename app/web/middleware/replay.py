"""Outermost: does this node answer, or another? Changes go to the primary, ?region=x to that region (DESIGN 6).

By Fly's replay: an empty answer with a `fly-replay` header, upon which the proxy delivers the request again elsewhere
(fly.io/docs/networking/dynamic-request-routing). What is put into that header comes from the configuration and from the
store only, never from the request; and a request that has been replayed once is never replayed again.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from app.settings import Settings
from app.web.asgi import ASGIApp, Message, Receive, Scope, Send
from app.web.exchange import parse_query
from app.web.respond import send_bytes

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})  # everything else changes something, known or not
LARGEST_REPLAYED_BYTES = 1_000_000
REPLAY_STATUS = 409  # no success where nobody acts on the header; what Fly's own client answers (superfly/fly-ruby)
TIMEOUT = "10s"
RETRY_AFTER_S = 5
_MACHINE = re.compile(r"[0-9a-z]{1,32}")
_KEY = "waypost.replay"


@dataclass(frozen=True, slots=True)
class Here:
    """What a decision needs to know of this node."""

    region: str
    is_primary: bool
    primary_region: str
    regions: frozenset[str]
    replays: bool  # False where no proxy acts on the header
    primary_machine: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a decision needs to know of a request. `size_bytes` is None where it is not known beforehand."""

    method: str
    region: str | None = None
    size_bytes: int | None = 0
    was_replayed: bool = False
    replay_failed: bool = False


@dataclass(frozen=True, slots=True)
class Pass:
    """Answer here. `this_copy`: as this copy is, for somebody who asked for this region: no wait, no hop, a badge.

    `unreached`: another region was asked for, and can't be reached.
    """

    this_copy: bool = False
    unreached: bool = False


@dataclass(frozen=True, slots=True)
class Replay:
    """Let the proxy deliver the request again: the value of the header."""

    header: str


@dataclass(frozen=True, slots=True)
class Refuse:
    """Nobody may carry this change out now; no handler sees it. A page may keep what was typed and say `text`."""

    reason: Literal["no primary", "not the primary", "read only", "too large"]
    status: int
    text: str


Decision: TypeAlias = Pass | Replay | Refuse

NO_PRIMARY = Refuse("no primary", 503, "Nothing was saved: the node that saves does not answer. Try again shortly.")
NOT_THE_PRIMARY = Refuse("not the primary", 503, "Nothing was saved: this node only reads. Try again shortly.")
READ_ONLY = Refuse("read only", 503, "Nothing was saved: this node only reads. Send it to the primary's address.")
TOO_LARGE = Refuse("too large", 413, "Nothing was saved: from this region at most 1 MB can be sent at once.")


def decide(here: Here, asked: Asked) -> Decision:
    """The method decides first, whatever the address says."""
    return _reading(here, asked) if asked.method in SAFE else _changing(here, asked)


def _changing(here: Here, asked: Asked) -> Decision:
    if here.is_primary:
        return Pass()
    if asked.replay_failed:
        return NO_PRIMARY
    if asked.was_replayed:
        return NOT_THE_PRIMARY
    if not here.replays:
        return READ_ONLY
    if asked.size_bytes is None or asked.size_bytes > LARGEST_REPLAYED_BYTES:
        return TOO_LARGE
    return Replay(_header(_primary(here)))


def _reading(here: Here, asked: Asked) -> Decision:
    if asked.region is None or asked.region not in here.regions:
        return Pass()
    if asked.region == here.region:
        return Pass(this_copy=True)
    if asked.was_replayed or asked.replay_failed or not here.replays:
        return Pass(unreached=True)
    (wanted,) = (region for region in here.regions if region == asked.region)  # the configured text, not the request's
    return Replay(_header(f"region={wanted}"))


def _primary(here: Here) -> str:
    if here.primary_machine and _MACHINE.fullmatch(here.primary_machine):
        return f"instance={here.primary_machine}"
    if here.region == here.primary_region:
        return f"region={here.primary_region};elsewhere=true"
    return f"region={here.primary_region}"


def _header(target: str) -> str:
    return f"{target};timeout={TIMEOUT};fallback=force_self"


class ReplayMiddleware:
    """`refused` answers what nobody may carry out, a plain text where there is none; it finds why in `decision_of`."""

    def __init__(self, app: ASGIApp, here: Callable[[], Here], refused: ASGIApp | None = None) -> None:
        self.app = app
        self._here = here
        self._refused = refused or send_refusal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        here = self._here()
        decision = scope[_KEY] = decide(here, _asked(scope))
        send = _with_region(send, here.region)
        match decision:
            case Replay(header):
                own = [(b"fly-replay", header.encode("ascii")), (b"cache-control", b"no-store")]
                await send_bytes(send, REPLAY_STATUS, b"", b"text/plain; charset=utf-8", own)
            case Refuse():
                await self._refused(scope, receive, send)
            case Pass():
                await self.app(scope, receive, send)


def decision_of(scope: Scope) -> Decision:
    """What was decided about this request; outside the middleware, to answer it."""
    found: Decision = scope.get(_KEY, Pass())
    return found


def replay_for(settings: Settings, primary_machine: Callable[[], str | None]) -> Callable[..., ASGIApp]:
    """What `build_app` puts around everything. `primary_machine` may change while the process lives."""

    def here() -> Here:
        return Here(
            region=settings.region,
            is_primary=settings.is_primary,
            primary_region=settings.primary_region,
            regions=regions,
            replays=settings.replay == "fly",
            primary_machine=primary_machine(),
        )

    regions = frozenset(region.name for region in settings.regions)
    return lambda app, refused=None: ReplayMiddleware(app, here, refused)


def _asked(scope: Scope) -> Asked:
    headers: dict[bytes, bytes] = dict(scope["headers"])
    return Asked(
        method=scope["method"],
        region=parse_query(scope["query_string"]).get("region") if scope["query_string"] else None,
        size_bytes=_size(headers),
        was_replayed=b"fly-replay-src" in headers,
        replay_failed=b"fly-replay-failed" in headers,
    )


def _size(headers: dict[bytes, bytes]) -> int | None:
    if b"transfer-encoding" in headers:
        return None
    length = headers.get(b"content-length", b"0")
    return int(length) if length.isdigit() and len(length) < 19 else None


def _with_region(send: Send, region: str) -> Send:
    async def send_with_region(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message["headers"], (b"waypost-region", region.encode("ascii"))]}
        await send(message)

    return send_with_region


async def send_refusal(scope: Scope, _receive: Receive, send: Send) -> None:
    """Say in plain words what was decided about a change that nobody may carry out."""
    decision = decision_of(scope)
    assert isinstance(decision, Refuse)
    headers = [(b"cache-control", b"no-store"), (b"retry-after", b"%d" % RETRY_AFTER_S)]
    if decision.status == TOO_LARGE.status:
        headers = [(b"cache-control", b"no-store"), (b"connection", b"close")]
    await send_bytes(send, decision.status, f"{decision.text}\n".encode(), b"text/plain; charset=utf-8", headers)
