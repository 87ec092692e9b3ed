"""The supervisor's two children: the app, and the sidecar that never runs twice. Standard library only."""

import os
import selectors
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from app.replication.folders import try_lock
from app.replication.messages import Lines, Message, encode
from app.replication.processes import Backoff, how_it_ended, spawn

LOCK_RETRY_S = 0.1


class Child:
    """A process that may be running; `due` is the moment something has to be done about it."""

    def __init__(self) -> None:
        self.due: float | None = None
        self.restarts = 0
        self.last_end = ""
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._backoff = Backoff()

    @property
    def is_running(self) -> bool:
        return self._process is not None

    @property
    def pid(self) -> int | None:
        return None if self._process is None else self._process.pid

    def kill(self) -> None:
        self._signal(signal.SIGKILL)

    def _signal(self, number: int) -> None:
        if self._process is not None:
            os.kill(self._process.pid, number)  # not reaped yet, so the pid is still its own

    def _note_start(self, process: "subprocess.Popen[bytes]") -> None:
        self._process, self._started_at, self.due = process, time.monotonic(), None

    def _note_end(self, code: int) -> float:
        """Returns how long to wait before another start."""
        if self._process is not None:
            self._process.returncode = code
        self._process = None
        self.last_end = how_it_ended(code)
        return self._backoff.delay_s(time.monotonic() - self._started_at)


class AppProcess(Child):
    """The app: has the listening socket, the data folder's lock, and one end of the control socket."""

    def __init__(
        self,
        command: Sequence[str],
        port: str,
        listener: socket.socket,
        lock: int,
        selector: selectors.BaseSelector,
    ) -> None:
        super().__init__()
        self.told: Message = {}
        self._command, self._port, self._listener, self._lock = list(command), port, listener, lock
        self._selector = selector
        self._control: socket.socket | None = None
        self._lines = Lines()

    def start(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            changed = {
                "WAYPOST_PORT": self._port,
                "WAYPOST_LISTEN_FD": str(self._listener.fileno()),
                "WAYPOST_CONTROL_FD": str(theirs.fileno()),
            }
            fds = (self._listener.fileno(), theirs.fileno(), self._lock)
            self._note_start(spawn(self._command, changed, fds))
        ours.setblocking(False)
        self._selector.register(ours, selectors.EVENT_READ)
        self._control, self._lines, self.told = ours, Lines(), {}

    def terminate(self, patience_s: float) -> None:
        """Ask it to stop; killed when `patience_s` are over."""
        self._signal(signal.SIGTERM)
        self.due = time.monotonic() + patience_s

    def receive(self) -> list[Message]:
        messages: list[Message] = []
        while self._control is not None:
            try:
                piece = self._control.recv(65536)
            except BlockingIOError:
                break
            except ConnectionResetError:
                piece = b""
            if not piece:
                self._hang_up()
                break
            messages += self._lines.feed(piece)
        return messages

    def send(self, message: Message) -> None:
        """Lost where the app is gone or has not read for long: it asks again when it comes up."""
        if self._control is None:
            return
        try:
            self._control.send(encode(message))
        except OSError:
            return

    def ended(self, code: int, *, again_at_once: bool) -> None:
        delay_s = self._note_end(code)
        self._hang_up()
        self.told = {}
        self.restarts += 1
        self.due = time.monotonic() + (0.0 if again_at_once else delay_s)

    def state(self) -> Message:
        state = "running" if self.is_running else "stopped"
        return {"state": state, "pid": self.pid, "restarts": self.restarts, "last_end": self.last_end, **self.told}

    def _hang_up(self) -> None:
        if self._control is not None:
            self._selector.unregister(self._control)
            self._control.close()
            self._control = None


class Sidecar(Child):
    """Litestream. Holds a lock by a descriptor it inherits: while any copy of it lives, no other is started."""

    def __init__(self, lock: Path) -> None:
        super().__init__()
        self._lock_path = lock
        self._wanted: list[str] | None = None
        self._running: list[str] = []
        self._ending = False

    def want(self, command: list[str]) -> None:
        """Have this command running: started, or started anew where another is running."""
        self._wanted = command
        if not self.is_running:
            self._start()
        elif self._running != command:
            self._end()

    def terminate(self, patience_s: float) -> None:
        """Stop it and keep it stopped; killed when `patience_s` are over."""
        self._wanted = None
        if self.is_running:
            self._end(patience_s)
        else:
            self.due = None

    def kill(self) -> None:
        """End it at once and keep it ended."""
        self._wanted = None
        if self.is_running:
            self._ending = True
            super().kill()
        else:
            self.due = None

    def ended(self, code: int) -> bool:
        """True where it was told to end. Otherwise the app is asked, after a pause, to look at the files again."""
        delay_s = self._note_end(code)
        expected, self._ending = self._ending, False
        if self._wanted is not None and expected:
            self._start()
        elif self._wanted is not None:
            self.restarts += 1
            self._wanted = None
            self.due = time.monotonic() + delay_s
        return expected

    def on_time(self, ask: Callable[[], None]) -> None:
        self.due = None
        if self._ending:
            super().kill()
        elif self._wanted is not None:
            self._start()
        else:
            ask()

    def state(self) -> Message:
        if self.is_running:
            state = "stopping" if self._ending else "running"
        else:
            state = "stopped" if self.due is None else "waiting"
        return {"state": state, "pid": self.pid, "restarts": self.restarts, "last_end": self.last_end}

    def _end(self, patience_s: float = 10.0) -> None:
        if self._ending:
            return  # a second SIGTERM would make Litestream give up what it still has to send
        self._ending = True
        self._signal(signal.SIGTERM)
        self.due = time.monotonic() + patience_s

    def _start(self) -> None:
        assert self._wanted is not None
        lock = os.open(self._lock_path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            if try_lock(lock):
                self._note_start(spawn(self._wanted, {"AWS_CA_BUNDLE": None, "WAYPOST_SECRET": None}, (lock,)))
                self._running = self._wanted
            else:
                self.due = time.monotonic() + LOCK_RETRY_S
        finally:
            os.close(lock)
