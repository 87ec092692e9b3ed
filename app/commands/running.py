"""The server a command works beside: the one that is running, or one for the time being (decision 4)."""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from app.errors import ReadOnlyReplica, StartRefused, Unavailable
from app.replication.folders import is_locked
from app.replication.status_file import read_status
from app.settings import Settings

READY_S = 120.0
STOP_S = 60.0
LOOK_EVERY_S = 1.0
GONE_S = 30.0


@dataclass(frozen=True, slots=True)
class Server:
    """Where a running server answers, on this machine."""

    host: str
    port: int

    def get(self, path: str) -> tuple[int, bytes]:
        """Raises: OSError, HTTPException: it doesn't answer."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=5)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def status(self) -> dict[str, Any]:
        found = json.loads(self.get("/-/status")[1])
        return found if isinstance(found, dict) else {}


@contextmanager
def running_server(settings: Settings) -> Iterator[Server]:
    """Yield a server that accepts writes; one that was started here stops with the block.

    Raises: ReadOnlyReplica: this node may not write. StartRefused, Unavailable: it does not become ready.
    """
    if not settings.is_primary:
        raise ReadOnlyReplica(
            f"this node ({settings.region}) is a replica and may not write; run it in {settings.primary_region}"
        )
    server = find_server(settings)
    if server:
        _wait_until_ready(server, None)
        yield server
        return
    process = _start()
    try:
        server = _wait_for_port(settings, process)
        _wait_until_ready(server, process)
        yield server
    finally:
        _stop(process)


def find_server(settings: Settings) -> Server | None:
    """Return the server that runs on the data folder, if one does."""
    status = read_status(settings.runtime_dir)
    if status is None or status.get("data") != str(settings.data) or not is_locked(settings.data):
        return None
    host = settings.host if settings.host not in ("0.0.0.0", "::", "") else "127.0.0.1"  # noqa: S104
    return Server(host, int(status["port"]))


def _start() -> subprocess.Popen[bytes]:
    """Its own session: a Ctrl-C is for the command, which then stops the server in order."""
    arguments = [sys.executable, "-m", "app", "serve", "--port", "0"]
    return subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True)


def _wait_for_port(settings: Settings, process: subprocess.Popen[bytes]) -> Server:
    deadline = time.monotonic() + READY_S
    while time.monotonic() < deadline:
        _refuse_ended(process)
        server = find_server(settings)
        if server:
            return server
        time.sleep(0.02)
    raise Unavailable(f"the server did not start within {READY_S:.0f} s; look at `waypost serve`")


def _wait_until_ready(server: Server, process: subprocess.Popen[bytes] | None) -> None:
    deadline = time.monotonic() + READY_S
    why = "it does not answer"
    while time.monotonic() < deadline:
        if process:
            _refuse_ended(process)
        try:
            status, body = server.get("/-/ready")
        except (OSError, http.client.HTTPException):
            status, body = 0, b"it does not answer"
        if status == 200:
            return
        why = body.decode(errors="replace").strip()
        time.sleep(0.02)
    raise Unavailable(f"the server on port {server.port} is not ready: {why}; look at `waypost status`")


def _refuse_ended(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        return
    said = process.stderr.read().decode(errors="replace").strip() if process.stderr else ""
    last = said.splitlines()[-1].removeprefix("waypost: ") if said else "the server ended at once; try `waypost serve`"
    raise StartRefused(last)


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        process.communicate(timeout=STOP_S)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


class Pace:
    """Waits while the store falls behind: a bulk load must not stop everybody's writes (RULES 10)."""

    def __init__(self, server: Server, most_s: float) -> None:
        """`most_s`: how old the oldest change that is not in the store may be."""
        self._server = server
        self._most_s = most_s
        self._next = time.monotonic() + LOOK_EVERY_S

    def __call__(self) -> None:
        if time.monotonic() < self._next:
            return
        while self._behind():
            time.sleep(0.2)
        self._next = time.monotonic() + LOOK_EVERY_S

    def _behind(self) -> bool:
        status = self._status()
        if status.get("role") != "primary":
            raise ReadOnlyReplica("this node may not write any more; see `waypost status`")
        return not status.get("ok") or float(status.get("unreplicated_s") or 0) > self._most_s

    def _status(self) -> dict[str, Any]:
        """Ask until it answers: a server that restarts, or is busy, has not gone."""
        deadline = time.monotonic() + GONE_S
        while True:
            try:
                return self._server.status()
            except (OSError, http.client.HTTPException, ValueError):
                if time.monotonic() > deadline:
                    raise Unavailable(
                        "the server has gone; start it again, then run this again: it goes on where it was"
                    ) from None
                time.sleep(0.2)
