"""Posting to a server that somebody else named: a hub, a webhook. Never to our own network, never for long."""

import http.client
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from app.network import Allowed, PrivateAddress, connect, deadline, is_public
from app.services.jobs import NotDone, Refused

AGENT = "Waypost"
CONNECT_S = 5.0
MOST_S = 15.0  # from connecting to the end of the answer
MOST_BYTES = 65_536  # of the answer that are read
MOST_SENT_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Posted:
    """`body`: the beginning of the answer."""

    status: int
    body: bytes


def post(
    url: str,
    body: bytes,
    content_type: str,
    *,
    headers: Mapping[str, str] | None = None,
    allowed: Allowed = is_public,
) -> Posted:
    """Send once, in this thread; a redirect is not followed.

    Raises: NotDone: it did not get there, or the server says "later" (429, 5xx): try again. Refused: the address or
    the server's answer makes trying again useless. TimeoutError, OSError, HTTPException: nobody knows whether it
    arrived.
    """
    if len(body) > MOST_SENT_BYTES:
        raise Refused(f"{url}: {len(body)} bytes are too many to post; {MOST_SENT_BYTES} are allowed")
    connection = _connected(url, allowed)
    try:
        with deadline(lambda: connection.sock, MOST_S):
            connection.request("POST", _target(url), body, {"Content-Type": content_type, **_ours(headers)})
            answer = connection.getresponse()
            posted = Posted(answer.status, answer.read(MOST_BYTES))
    finally:
        connection.close()
    return _accepted(url, posted)


def _connected(url: str, allowed: Allowed) -> http.client.HTTPConnection:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        raise Refused(f"{url!r} is not an http or https address without a password")
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    connection = http.client.HTTPConnection(parts.hostname, port, timeout=CONNECT_S)
    connection.default_port = 443 if secure else 80  # what the Host header leaves out
    try:
        connection.sock = connect(parts.hostname, port, secure=secure, allowed=allowed, timeout_s=CONNECT_S)
    except PrivateAddress as error:
        raise Refused(str(error)) from None
    except (OSError, UnicodeError) as error:
        raise NotDone(f"{parts.hostname} does not answer: {error or type(error).__name__}") from None
    return connection


def _accepted(url: str, posted: Posted) -> Posted:
    if 200 <= posted.status < 300:
        return posted
    problem = f"{url} answered {posted.status}"
    if posted.status == 429 or posted.status >= 500:
        raise NotDone(problem)
    raise Refused(problem)


def _target(url: str) -> str:
    parts = urlsplit(url)
    query = f"?{quote(parts.query, safe='%/:=&?~+!$,;()*@')}" if parts.query else ""
    return quote(parts.path or "/", safe="%/:=&~+!$,;'@()*") + query


def _ours(headers: Mapping[str, str] | None) -> dict[str, str]:
    return {"User-Agent": AGENT, "Accept": "*/*", "Connection": "close", **(headers or {})}
