"""An end to a conversation, however slowly the other side talks: time limits of sockets are for each step only."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress


@contextmanager
def deadline(connection: Callable[[], socket.socket | None], seconds: float) -> Iterator[None]:
    """Shut the connection down when time is up: whoever reads from it or writes to it gets an error or the end.

    `connection` is asked for it then: TLS takes the place of what there was before.
    Raises: TimeoutError: time was up.
    """
    over = threading.Event()

    def end() -> None:
        over.set()
        with suppress(OSError):
            if (found := connection()) is not None:
                socket.socket.shutdown(found, socket.SHUT_RDWR)  # not TLS's own, which would talk first

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    except Exception as error:
        if over.is_set():
            raise TimeoutError(f"no end after {seconds:g} s") from error
        raise
    else:
        if over.is_set():  # what was read may be half of it
            raise TimeoutError(f"no end after {seconds:g} s")
    finally:
        timer.cancel()
