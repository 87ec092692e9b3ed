"""The app's end of the control socket: has the sidecar started and stopped, and knows how it is."""

import os
import signal
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.errors import Unavailable
from app.replication.messages import Lines, Message, encode


@dataclass(frozen=True, slots=True)
class SidecarState:
    """`state` is stopped, running, stopping, or waiting (ended by itself, about to be started again)."""

    state: str = "stopped"
    pid: int | None = None
    restarts: int = 0
    last_end: str = ""


class Supervision:
    """Speaks with the supervisor, from a thread of its own once started."""

    def __init__(self, control_fd: int) -> None:
        self._socket = socket.socket(fileno=control_fd)
        self._socket.set_inheritable(False)
        self._changed = threading.Condition()
        self._sidecar = SidecarState()
        self._asked = self._answered = 0
        self._on_wanted: Callable[[], None] = lambda: None
        self._on_gone: Callable[[], None] = lambda: None
        self._thread = threading.Thread(target=self._listen, name="supervision", daemon=True)

    def start(self, *, on_wanted: Callable[[], None], on_gone: Callable[[], None]) -> None:
        """`on_wanted`: the sidecar ended by itself; look at the files and start it. `on_gone`: no supervisor any more.

        Both are called on the listening thread and must not wait for the sidecar.
        """
        self._on_wanted, self._on_gone = on_wanted, on_gone
        self._thread.start()
        self.tell(state="booting")

    @property
    def sidecar(self) -> SidecarState:
        """As last heard."""
        return self._sidecar

    def tell(self, **told: Any) -> None:
        """What `waypost status` shows of this process."""
        self._send({"app": told})

    def ask_sidecar(self, patience_s: float = 5.0) -> SidecarState:
        """As it is after everything asked for so far. Raises: Unavailable."""
        return self._wait(self._send({"sidecar": "tell"}), lambda state: True, patience_s)

    def start_sidecar(self, command: list[str]) -> None:
        """Have it run with this command; a running one with another command is stopped first."""
        self._send({"sidecar": "start", "command": command})

    def stop_sidecar(self, patience_s: float = 15.0) -> None:
        """Return once it has ended. Raises: Unavailable: it has not."""
        self._wait(self._send({"sidecar": "stop"}), lambda state: state.pid is None, patience_s)

    def kill_sidecar(self, patience_s: float = 5.0) -> None:
        """End one that hangs. Raises: Unavailable: it has not ended."""
        self._wait(self._send({"sidecar": "kill"}), lambda state: state.pid is None, patience_s)

    def _wait(self, number: int, condition: Callable[[SidecarState], bool], patience_s: float) -> SidecarState:
        """Until the message of this number is answered and the condition holds."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._answered >= number and condition(self._sidecar), patience_s):
                raise Unavailable("the supervisor did not do in time what it was asked to")
            return self._sidecar

    def _send(self, message: Message) -> int:
        """The number its answer will name: an answer may be under way to something sent before."""
        with self._changed:
            self._asked += 1
            try:
                self._socket.sendall(encode({**message, "number": self._asked}))
            except OSError:
                return self._asked  # the listening thread sees it too
            return self._asked

    def _listen(self) -> None:
        lines = Lines()
        while piece := self._receive():
            for message in lines.feed(piece):
                self._take(message)
        self._end_orphan()
        self._on_gone()

    def _receive(self) -> bytes:
        try:
            return self._socket.recv(65536)
        except OSError:
            return b""

    def _take(self, message: Message) -> None:
        match message:
            case {"sidecar": dict(state)}:
                with self._changed:
                    self._sidecar = SidecarState(**state)
                    self._answered = max(self._answered, message.get("answer_to", 0))
                    self._changed.notify_all()
            case {"sidecar_wanted": True}:
                self._on_wanted()

    def _end_orphan(self) -> None:
        """On Linux the sidecar died with the supervisor; elsewhere somebody has to end it."""
        pid = self.sidecar.pid
        if pid is not None:
            try:
                os.kill(pid, signal.SIGTERM)
            except ProcessLookupError:
                return
