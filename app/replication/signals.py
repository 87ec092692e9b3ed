"""Signals as something a selector can wait for. Standard library only."""

import signal
import socket
from collections.abc import Iterable


class SignalPipe:
    """Catches the given signals, and SIGCHLD, in this process; `read` gives those that came."""

    def __init__(self, caught: Iterable[signal.Signals]) -> None:
        self._read, self._write = socket.socketpair()
        self._read.setblocking(False)
        self._write.setblocking(False)
        for number in (*caught, signal.SIGCHLD):
            signal.signal(number, _do_nothing)
        signal.set_wakeup_fd(self._write.fileno(), warn_on_full_buffer=False)

    def fileno(self) -> int:
        return self._read.fileno()

    def read(self) -> bytes:
        """The numbers of the signals, one a byte."""
        try:
            return self._read.recv(4096)
        except BlockingIOError:
            return b""


def _do_nothing(_number: int, _frame: object) -> None:
    """The byte in the pipe is enough."""
