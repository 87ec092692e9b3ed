"""Bringing files over the network: only from public addresses, only files, only so large."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from app.importers import fetch as fetching
from app.importers.fetch import FetchFailed, fetch

PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 100


class OldBlog(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/a.png":
            self._answer(200, {"Content-Type": "image/png", "Content-Length": str(len(PNG))}, PNG)
        elif self.path == "/caf%C3%A9.png":
            self._answer(200, {"Content-Type": "image/png"}, PNG)
        elif self.path == "/moved.png":
            self._answer(301, {"Location": "/a.png"}, b"")
        elif self.path == "/loop":
            self._answer(302, {"Location": "/loop"}, b"")
        elif self.path == "/inside":
            self._answer(302, {"Location": "http://10.0.0.1/secret.png"}, b"")
        elif self.path == "/page":
            self._answer(200, {"Content-Type": "text/html"}, b"<html>")
        elif self.path == "/short":
            self._answer(200, {"Content-Type": "image/png", "Content-Length": "5000"}, PNG)
        elif self.path == "/large":
            self._answer(200, {"Content-Type": "image/png"}, b"x" * 5000)
        else:
            self._answer(404, {}, b"")

    def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Tests are quiet."""


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), OldBlog)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def loopback_only(address: str) -> bool:
    return address == "127.0.0.1"


@pytest.mark.parametrize("path", ["/a.png", "/moved.png", "/café.png", "/caf%C3%A9.png"])
def test_brings_a_file(origin: str, path: str) -> None:
    with fetch(origin + path, loopback_only) as file:
        assert file.read() == PNG


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/missing.png", "says 404"),
        ("/loop", "more than 5 redirects"),
        ("/inside", "private address"),
        ("/page", "a web page"),
        ("/short", "of 5000 bytes"),
    ],
)
def test_says_why_not(origin: str, path: str, why: str) -> None:
    with pytest.raises(FetchFailed, match=why):
        fetch(origin + path, loopback_only)


def test_too_large(origin: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "MOST_BYTES", 4000)
    with pytest.raises(FetchFailed, match="larger than"):
        fetch(origin + "/large", loopback_only)


def test_own_network_is_never_asked(origin: str) -> None:
    with pytest.raises(FetchFailed, match="private address"):
        fetch(origin + "/a.png")


@pytest.mark.parametrize("url", ["ftp://x/a", "file:///etc/passwd", "//", "http://", "javascript:1"])
def test_other_schemes_are_refused(url: str) -> None:
    with pytest.raises(FetchFailed):
        fetch(url, loopback_only)
