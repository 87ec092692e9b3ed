"""Slow and endless requests, against the real server: each is ended, and others are served meanwhile."""

import http.client
import socket
import threading
from collections.abc import Iterator

import pytest

from app.web.patience import PatientProtocol
from tests.web.slow_clients import answer_of, serving
from tests.web.world import World

HEAD = b"POST /admin/sign-in HTTP/1.1\r\nhost: blog.test\r\ncontent-type: application/x-www-form-urlencoded\r\n"


@pytest.fixture(scope="module")
def where(shared: World) -> Iterator[tuple[str, int]]:
    with serving(shared.app) as address:
        yield address


def send(where: tuple[str, int], *parts: bytes) -> socket.socket:
    connection = socket.create_connection(where)
    for part in parts:
        connection.sendall(part)
    return connection


def test_a_head_that_never_ends(where: tuple[str, int]) -> None:
    """Slowloris: two hundred connections that say a little and wait; another reader does not notice."""
    slow = [send(where, b"GET / HTTP/1.1\r\nhost: x\r\nx-a: ") for _ in range(200)]
    reader = http.client.HTTPConnection(*where, timeout=20)
    reader.request("GET", "/about/", headers={"host": "blog.test"})
    assert reader.getresponse().status == 200
    reader.close()
    for connection in slow:
        assert answer_of(connection).startswith(b"HTTP/1.1 408 ")
        connection.close()


@pytest.mark.parametrize("said", [b"", b"\r\n", b"G"])
def test_a_connection_that_says_nothing(where: tuple[str, int], said: bytes) -> None:
    with send(where, said) as connection:
        assert answer_of(connection).startswith(b"HTTP/1.1 408 ")


def test_one_that_says_nothing_after_its_first_request(where: tuple[str, int]) -> None:
    """Empty lines between requests are allowed, and must not keep a connection for ever."""
    with send(where, b"GET /-/live HTTP/1.1\r\nhost: x\r\n\r\n") as connection:
        connection.settimeout(20)
        assert connection.recv(65_536).startswith(b"HTTP/1.1 200 ")
        connection.sendall(b"\r\n")
        assert answer_of(connection).startswith(b"HTTP/1.1 408 ")


def test_a_body_that_never_comes(where: tuple[str, int], caplog: pytest.LogCaptureFixture) -> None:
    with send(where, HEAD + b"content-length: 100\r\n\r\nemail=") as connection:
        assert answer_of(connection).startswith(b"HTTP/1.1 408 ")
    assert "failed" not in caplog.text, "a stranger's doing is no bug of ours"


def test_a_body_that_comes_in_time(where: tuple[str, int]) -> None:
    body = b"email=nobody@blog.test&password=" + b"x" * 60
    with send(where, HEAD + b"connection: close\r\ncontent-length: %d\r\n\r\n" % len(body), body[:20]) as connection:
        connection.sendall(body[20:])
        assert answer_of(connection).startswith(b"HTTP/1.1 422 ")


@pytest.mark.parametrize("head", [b"GET / HTTP/1.1\r\n" + b"x-a: " + b"y" * 1000 + b"\r\n", b"GET /" + b"a" * 100_000])
def test_a_head_that_is_too_large(where: tuple[str, int], head: bytes) -> None:
    with socket.create_connection(where) as connection:
        try:
            for _ in range(200):
                connection.sendall(head)
                head = head.partition(b"\r\n")[2] or head
        except OSError:
            pass  # it has hung up already
        answer = answer_of(connection)
    assert answer.startswith((b"HTTP/1.1 431 ", b"HTTP/1.1 400 ")) or not answer


def test_a_body_that_is_too_large_by_its_own_account(where: tuple[str, int]) -> None:
    with send(where, HEAD + b"content-length: 70000\r\n\r\n") as connection:
        assert answer_of(connection).startswith(b"HTTP/1.1 413 "), "and it hangs up: nobody reads the rest"


def test_a_body_that_is_too_large_and_does_not_say_so(where: tuple[str, int]) -> None:
    chunk = b"8000\r\n" + b"x" * 0x8000 + b"\r\n"
    with send(where, HEAD + b"transfer-encoding: chunked\r\n\r\n", chunk, chunk, chunk) as connection:
        assert answer_of(connection).startswith(b"HTTP/1.1 413 ")


def test_an_answer_nobody_takes(shared: World) -> None:
    """The buffers of both sides fill; then it hangs up, and what it was working at ends."""
    done = threading.Event()

    async def endless(scope: object, receive: object, send: object) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})  # type: ignore[operator]
        for _ in range(1000):
            await send({"type": "http.response.body", "body": b"x" * 100_000, "more_body": True})  # type: ignore[operator]
        done.set()

    with serving(endless) as address, send(address, b"GET / HTTP/1.1\r\nhost: x\r\n\r\n") as connection:
        assert connection.recv(10)
        assert done.wait(20)
        assert len(answer_of(connection)) < 50_000_000


def test_what_people_get() -> None:
    assert (PatientProtocol.head_s, PatientProtocol.write_s, PatientProtocol.largest_head_bytes) == (10, 60, 65_536)
