"""`waypost serve`: holds the data folder and the port, keeps app and sidecar running, stops them in order.

A process of its own with one thread and standard-library code only, so that nothing the app does can take it down. The
sidecar is started at the app's word only, which has looked at the files first (RULES 1), and again only at its word.

When the app dies the sidecar is killed, before another app starts. An app killed inside COMMIT leaves frames in the WAL
that SQLite does not count yet and Litestream does. With nobody left on the file the next to open it counts them too;
beside a living sidecar it would write over them, and the backup would go wrong silently [measured].
"""

import json
import os
import selectors
import signal
import site
import socket
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from app.replication.children import AppProcess, Sidecar
from app.replication.folders import SIDECAR_LOCK, lock_data_folder, make_runtime_folder, write_holder
from app.replication.listener import listen
from app.replication.processes import changed_environment
from app.replication.signals import SignalPipe
from app.replication.status_file import remove_status, write_status

if TYPE_CHECKING:
    from app.settings import Settings

REFUSED = 78  # the app's exit code for "I have said why I can't start; don't try again" (EX_CONFIG of sysexits.h)
AGAIN = 75  # the app's exit code for "start me once more, at once" (EX_TEMPFAIL)
APP_STOP_S = 30.0
SIDECAR_STOP_S = 10.0
SIDECAR_END_S = 0.02  # how often to look whether the sidecar has ended, before the app is started again


class Plan(NamedTuple):
    """What `serve` hands to the process it becomes."""

    data: str
    host: str
    port: int
    runtime: str
    command: list[str]


def serve(settings: "Settings", command: Sequence[str]) -> NoReturn:
    """Become the supervisor: this process is replaced by a smaller one, under the same pid.

    `command` is the app; it finds the listening socket in WAYPOST_LISTEN_FD, the control socket in WAYPOST_CONTROL_FD.
    What keeps it from starting is told by the new process, in one line on stderr and exit code 1.
    """
    plan = Plan(str(settings.data), settings.host, settings.port, str(settings.runtime_dir), list(command))
    environment = changed_environment({**python_path(), "WAYPOST_DATA": plan.data, "WAYPOST_ROLE": settings.role})
    arguments = [sys.executable, "-m", "app.replication", json.dumps(plan._asdict())]
    sys.stdout.flush()
    os.execve(sys.executable, arguments, environment)  # noqa: S606


def supervise(plan: Plan) -> int:
    """Run until told to stop; the exit code. Raises: StartRefused: the folder or the port can't be had."""
    os.umask(0o077)
    lock = lock_data_folder(Path(plan.data))
    listener = listen(plan.host, plan.port)
    make_runtime_folder(Path(plan.runtime))
    write_holder(lock, listener.getsockname()[1])
    return Supervisor(plan, lock, listener).run()


class Supervisor:
    """The two children, and what to do when a signal, a message, an exit or a moment comes."""

    def __init__(self, plan: Plan, lock: int, listener: socket.socket) -> None:
        self._plan = plan
        self._port: int = listener.getsockname()[1]
        self._selector = selectors.DefaultSelector()
        self._signals = SignalPipe((signal.SIGTERM, signal.SIGINT, signal.SIGHUP))
        self._selector.register(self._signals, selectors.EVENT_READ)
        self._app = AppProcess(plan.command, str(self._port), listener, lock, self._selector)
        self._sidecar = Sidecar(Path(plan.data) / SIDECAR_LOCK)
        self._stopping = False
        self._exit_code = 0
        self._written: dict[str, object] | None = None

    def run(self) -> int:
        sys.stdout.write(f"waypost: listening on {self._plan.host} port {self._port}\n")
        sys.stdout.flush()
        self._app.start()
        while not self._is_over():
            self._write_status()
            self._wait()
        remove_status(Path(self._plan.runtime))
        return self._exit_code

    def _wait(self) -> None:
        moments = [m for m in (self._app.due, self._sidecar.due) if m is not None]
        timeout = max(0.0, min(moments) - time.monotonic()) if moments else None
        for key, _ in self._selector.select(timeout):
            if key.fileobj is self._signals:
                self._on_signals()
            else:
                self._on_messages()
        self._reap()
        self._on_time()

    def _on_signals(self) -> None:
        for number in self._signals.read():
            if number == signal.SIGCHLD:
                continue
            if self._stopping:
                self._app.kill()
                self._sidecar.kill()
            self._stop(exit_code=0)

    def _stop(self, exit_code: int) -> None:
        """The app first: it closes the files and waits for the last sync while the sidecar is there (RULES 3)."""
        if self._stopping:
            return
        self._stopping = True
        self._exit_code = exit_code
        if self._app.is_running:
            self._app.terminate(APP_STOP_S)
        else:
            self._sidecar.terminate(SIDECAR_STOP_S)

    def _on_messages(self) -> None:
        for message in self._app.receive():
            match message:
                case {"sidecar": "start", "command": [*command]}:
                    self._sidecar.want([str(part) for part in command])
                case {"sidecar": "stop"}:
                    self._sidecar.terminate(SIDECAR_STOP_S)
                case {"sidecar": "kill"}:
                    self._sidecar.kill()
                case {"app": dict(told)}:
                    self._app.told = told
            self._app.send({"sidecar": self._sidecar.state(), "answer_to": message.get("number", 0)})

    def _reap(self) -> None:
        """As process 1 of a container there are orphans to collect too."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            code = os.waitstatus_to_exitcode(status)
            if pid == self._app.pid:
                self._on_app_end(code)
            elif pid == self._sidecar.pid:
                self._on_sidecar_end(code)

    def _on_app_end(self, code: int) -> None:
        self._on_messages()
        self._app.ended(code, again_at_once=code == AGAIN)
        if code == 0:
            self._sidecar.terminate(SIDECAR_STOP_S)
        else:
            self._sidecar.kill()
        if code == REFUSED:
            self._stop(exit_code=1)
        if self._stopping:
            self._app.due = None
        elif code != AGAIN:
            self._say(f"the app ended ({self._app.last_end}); starting it again")

    def _on_sidecar_end(self, code: int) -> None:
        expected = self._sidecar.ended(code)
        if not expected and not self._stopping:
            self._say(f"the sidecar ended ({self._sidecar.last_end}); starting it again")
        self._app.send({"sidecar": self._sidecar.state()})

    def _on_time(self) -> None:
        now = time.monotonic()
        if self._app.due is not None and now >= self._app.due:
            if self._app.is_running:
                self._app.kill()
            elif not self._sidecar.is_running:
                self._app.start()
            else:
                self._app.due = now + SIDECAR_END_S
        if self._sidecar.due is not None and now >= self._sidecar.due:
            self._sidecar.on_time(ask=lambda: self._app.send({"sidecar_wanted": True}))
            self._app.send({"sidecar": self._sidecar.state()})

    def _is_over(self) -> bool:
        return self._stopping and not self._app.is_running and not self._sidecar.is_running

    def _write_status(self) -> None:
        status: dict[str, object] = {
            "pid": os.getpid(),
            "port": self._port,
            "data": self._plan.data,
            "stopping": self._stopping,
            "app": self._app.state(),
            "sidecar": self._sidecar.state(),
        }
        if status != self._written:
            write_status(Path(self._plan.runtime), status)
            self._written = status

    @staticmethod
    def _say(text: str) -> None:
        sys.stderr.write(f"waypost: {text}\n")
        sys.stderr.flush()


def python_path() -> dict[str, str | None]:
    """Let `python -m app` find this program and never an `app` folder in the directory somebody stands in."""
    root = str(Path(__file__).resolve().parents[2])
    installed = root in (*site.getsitepackages(), site.getusersitepackages())
    return {"PYTHONSAFEPATH": "1"} if installed else {"PYTHONSAFEPATH": "1", "PYTHONPATH": root}
