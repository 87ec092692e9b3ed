"""The app behind the real server, on loopback, with less patience than it has for people."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

from app.web.patience import PatientProtocol


class Hasty(PatientProtocol):
    head_s = look_s = write_s = linger_s = 0.3


@contextmanager
def serving(app: Any, protocol: type[PatientProtocol] = Hasty) -> Iterator[tuple[str, int]]:
    """Yields where it listens."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        app, loop="uvloop", http=protocol, lifespan="off", ws="none", log_config=None, server_header=False
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    try:
        yield listener.getsockname()
    finally:
        server.should_exit = True
        thread.join()


def answer_of(connection: socket.socket) -> bytes:
    """Everything until the server hangs up."""
    connection.settimeout(20)
    parts = []
    try:
        while part := connection.recv(65_536):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)
