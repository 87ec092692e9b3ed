"""The server a command writes beside: the one that is running, or one for the time being (decision 4)."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from app.commands.server import NO_ANSWER, Server, find_server
from app.errors import ReadOnlyReplica, StartRefused, Unavailable
from app.replication.processes import changed_environment
from app.replication.supervisor import python_path
from app.settings import Settings

READY_S = 600.0  # restoring a large site takes its time
STOP_S = 60.0
SAY_SOON_S = 2.0
SAY_EVERY_S = 10.0


class Gone(Unavailable):
    """The server ended while a command was at work beside it."""


def require_primary(settings: Settings) -> None:
    """Raises: ReadOnlyReplica: nothing may be written on this node."""
    if not settings.is_primary:
        raise ReadOnlyReplica(
            f"this node ({settings.region}) is a replica and may not write; run it in {settings.primary_region}"
        )


@contextmanager
def running_server(settings: Settings) -> Iterator[Server]:
    """Yield a server that accepts writes; one that was started here stops with the block.

    Raises: ReadOnlyReplica: this node may not write. StartRefused, Unavailable: it does not become ready.
    """
    require_primary(settings)
    server = _beside(settings)
    if server is not None:
        yield server
        return
    server, started = _start(settings)
    try:
        yield server
    finally:
        started.stop()


def _beside(settings: Settings) -> Server | None:
    """Return the server that runs; None where none does, or it was just stopping."""
    try:
        return await_writable(settings)[0] if find_server(settings) else None
    except Gone:
        return None


def _start(settings: Settings) -> "tuple[Server, Started]":
    started = Started(settings)
    try:
        return await_writable(settings, started)[0], started
    except BaseException as error:
        started.stop()
        if isinstance(error, StartRefused) and find_server(settings):
            return await_writable(settings)[0], started  # another command was faster; that one's is as good
        raise


def await_writable(settings: Settings, started: "Started | None" = None) -> tuple[Server, dict[str, Any]]:
    """Return the server and its status once it takes writes. `started` is one of our own.

    Raises: StartRefused, Unavailable: it ended, or waits for something for too long. ReadOnlyReplica: it is none.
    """
    say_at = time.monotonic() + (SAY_SOON_S if sys.stderr.isatty() else SAY_EVERY_S)
    give_up_at = time.monotonic() + READY_S
    while True:
        server = _find(settings, started)
        status = _status(server)
        if server is not None and status.get("writable"):
            return server, status
        if status.get("role") == "replica":
            raise ReadOnlyReplica("the server that is running is a replica and may not write; see waypost status")
        why = status.get("why") or "it is starting"
        now = time.monotonic()
        if now > give_up_at:
            raise Unavailable(f"the server does not take writes: {why}; look at waypost status")
        if now > say_at:
            say_at = now + SAY_EVERY_S
            click.echo(f"waypost: waiting for the server: {why}", err=True)
        time.sleep(0.02)


def _find(settings: Settings, started: "Started | None") -> Server | None:
    """Return None while the one that was started here has not got as far. Raises: StartRefused, Unavailable."""
    if started is not None:
        started.refuse_ended()
    server = find_server(settings)
    if server is None and started is None:
        raise Gone("the server has gone; start it again, then run this again: it goes on where it was")
    return server


def _status(server: Server | None) -> dict[str, Any]:
    try:
        return server.status() if server is not None else {}
    except NO_ANSWER:
        return {"why": "it does not answer"}


class Started:
    """A server for the time being. It ends with this process, however this one ends."""

    def __init__(self, settings: Settings) -> None:
        """In its own session: a Ctrl-C is for the command, which then stops the server in order."""
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - closed by stop
        arguments = [sys.executable, "-m", "app", "serve", "--port", "0", "--while", str(os.getpid())]
        environment = changed_environment({**python_path(), "WAYPOST_DATA": str(settings.data)})
        self._process = subprocess.Popen(
            arguments, stdout=subprocess.DEVNULL, stderr=self._said, env=environment, start_new_session=True
        )

    def refuse_ended(self) -> None:
        """Raises: StartRefused: it has ended; its last words."""
        if self._process.poll() is not None:
            self._said.seek(0)
            lines = self._said.read().decode(errors="replace").strip().splitlines()
            raise StartRefused(lines[-1].removeprefix("waypost: ") if lines else "the server ended; try waypost serve")

    def stop(self) -> None:
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(timeout=STOP_S)
        except subprocess.TimeoutExpired:
            self._process.kill()  # its children end with it
            self._process.wait()
        self._said.close()
