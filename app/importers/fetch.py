"""Brings files of an old blog over the network: only when asked, never from a private address, checked on arrival."""

import http.client
import tempfile
from contextlib import ExitStack
from typing import IO, BinaryIO, cast
from urllib.parse import quote, urljoin, urlsplit

from app.errors import WaypostError
from app.network import Allowed, PrivateAddress, connect, is_public

TIMEOUT_S = 20.0
MOST_REDIRECTS = 5
MOST_BYTES = 100_000_000
CHUNK = 1 << 16
AGENT = "Waypost media fetch"


class FetchFailed(WaypostError):
    """The file could not be brought; the text says why, for the list of missing files."""


def fetch(url: str, allowed: Allowed = is_public) -> BinaryIO:
    """Download to a temporary file, open at its start.

    Raises: FetchFailed: no such host, a private one, not found, too large, too slow, or too many redirects.
    """
    for _ in range(MOST_REDIRECTS + 1):
        try:
            connection, response = _ask(url, allowed)
        except PrivateAddress as error:
            raise FetchFailed(str(error)) from None
        except (OSError, http.client.HTTPException) as error:
            raise FetchFailed(f"{url}: {error or type(error).__name__}") from None
        try:
            if response.status in (301, 302, 303, 307, 308):
                url = urljoin(url, quote(response.headers.get("Location", ""), safe="%/:=&?~#+!$,;'@()*[]"))
                continue
            return _body(url, response)
        except (OSError, http.client.HTTPException) as error:
            raise FetchFailed(f"{url}: {error or type(error).__name__}") from None
        finally:
            connection.close()
    raise FetchFailed(f"{url}: more than {MOST_REDIRECTS} redirects")


def _ask(url: str, allowed: Allowed) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise FetchFailed(f"{url}: not an http or https address")
    host, secure = parts.hostname, parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT_S)
    connection.default_port = 443 if secure else 80  # what the Host header leaves out
    connection.sock = connect(host, port, secure=secure, allowed=allowed, timeout_s=TIMEOUT_S)
    target = quote(parts.path or "/", safe="%/:=&~+!$,;'@()*") + (f"?{parts.query}" if parts.query else "")
    connection.request("GET", target, headers={"User-Agent": AGENT, "Accept": "image/*,video/*,audio/*,*/*;q=0.5"})
    return connection, connection.getresponse()


def _body(url: str, response: http.client.HTTPResponse) -> BinaryIO:
    if response.status != 200:
        raise FetchFailed(f"{url}: the server says {response.status} {response.reason}")
    kind = response.headers.get_content_type()
    if kind in ("text/html", "application/xhtml+xml"):
        raise FetchFailed(f"{url}: a web page, not a file")
    with ExitStack() as stack:
        file = stack.enter_context(tempfile.TemporaryFile())
        _copy(url, response, file)
        file.seek(0)
        stack.pop_all()  # from here on it is the caller's to close
        return cast(BinaryIO, file)


def _copy(url: str, response: http.client.HTTPResponse, file: IO[bytes]) -> None:
    size_bytes, length = 0, response.length
    while chunk := response.read(CHUNK):
        size_bytes += len(chunk)
        if size_bytes > MOST_BYTES:
            raise FetchFailed(f"{url}: larger than {MOST_BYTES // 1_000_000} MB")
        file.write(chunk)
    if length is not None and size_bytes != length:
        raise FetchFailed(f"{url}: only {size_bytes} of {length} bytes arrived")
