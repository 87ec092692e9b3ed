"""Posting to other servers: only to public addresses, with an end, and with a clear account of what happened."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from app.outbound import posting
from app.outbound.posting import post
from app.services.jobs import NotDone, Refused

SEEN: list[tuple[str, dict[str, str], bytes]] = []


class Hub(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        SEEN.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
        if self.path == "/hangs-up":
            self.close_connection = True
        elif self.path == "/drips":
            self._drip()
        elif self.path == "/huge":
            self._answer(200, b"x" * 1_000_000)
        elif self.path == "/inside":
            self.send_response(302)
            self.send_header("Location", "http://10.0.0.1/")
            self.end_headers()
        else:
            status = self.path.strip("/").partition("?")[0]
            self._answer(int(status) if status.isdigit() else 204, b"")

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.end_headers()
        self.wfile.write(body)

    def _drip(self) -> None:
        try:
            for _ in range(200):
                self.wfile.write(b"H")
                time.sleep(0.05)
        except OSError:
            pass

    def log_message(self, format: str, *args: object) -> None:
        """Tests are quiet."""


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def loopback(address: str) -> bool:
    return address == "127.0.0.1"


def send(url: str) -> posting.Posted:
    return post(url, b"hub.mode=publish", "application/x-www-form-urlencoded", allowed=loopback)


def test_works(origin: str) -> None:
    SEEN.clear()
    assert send(f"{origin}/204?a=b c").status == 204
    ((path, headers, body),) = SEEN
    assert (path, body) == ("/204?a=b%20c", b"hub.mode=publish")
    assert headers["content-type"] == "application/x-www-form-urlencoded"
    assert headers["host"] == origin.removeprefix("http://")


def test_only_the_beginning_of_an_answer_is_read(origin: str) -> None:
    assert len(send(f"{origin}/huge").body) == posting.MOST_BYTES


@pytest.mark.parametrize("path", ["/500", "/503", "/429"])
def test_later(origin: str, path: str) -> None:
    with pytest.raises(NotDone, match=f"answered {path[1:]}"):
        send(origin + path)


@pytest.mark.parametrize("path", ["/400", "/404", "/410", "/inside"])
def test_never(origin: str, path: str) -> None:
    with pytest.raises(Refused, match="answered"):
        send(origin + path)


def test_nobody_there() -> None:
    with pytest.raises(NotDone, match="does not answer"):
        send("http://127.0.0.1:9/")


def test_our_own_network_is_never_asked(origin: str) -> None:
    SEEN.clear()
    with pytest.raises(Refused, match="private address"):
        post(origin, b"", "text/plain")
    assert SEEN == []


@pytest.mark.parametrize("url", ["ftp://hub.example/", "hub.example", "http://", "http://u:p@hub.example/"])
def test_bad_addresses(url: str) -> None:
    with pytest.raises(Refused, match="not an http or https address"):
        send(url)


def test_what_is_too_large(origin: str) -> None:
    with pytest.raises(Refused, match="too many"):
        post(origin, b"x" * (posting.MOST_SENT_BYTES + 1), "text/plain", allowed=loopback)


def test_no_answer_is_neither_yes_nor_no(origin: str) -> None:
    with pytest.raises(OSError, match="closed"):
        send(f"{origin}/hangs-up")


def test_an_answer_that_never_ends_is_cut_off(origin: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "MOST_S", 0.3)
    with pytest.raises(TimeoutError, match=r"0\.3 s"):
        send(f"{origin}/drips")
