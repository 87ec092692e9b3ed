"""How fast a bulk load may write beside a server, and whether it still may (RULES 10)."""

import time

import click

from app.commands.running import SAY_EVERY_S, await_writable
from app.commands.server import NO_ANSWER, Server
from app.errors import ReadOnlyReplica
from app.settings import Settings

LOOK_EVERY_S = 1.0
LOOK_AGAIN_S = 0.2


class Pace:
    """Call it between items: it waits while the store falls behind, and while the server starts again."""

    def __init__(self, settings: Settings, server: Server) -> None:
        self._settings, self._server = settings, server
        self._most_s = settings.max_unreplicated_s / 2
        self._epoch = server.status().get("epoch")
        self._next = time.monotonic() + LOOK_EVERY_S

    def __call__(self) -> None:
        if time.monotonic() >= self._next:
            self.look()

    def look(self) -> None:
        """Return once more may be written.

        Raises: ReadOnlyReplica: another node writes now. Unavailable: the server has gone.
        """
        say_at = time.monotonic() + SAY_EVERY_S
        while (behind_s := self._behind_s()) > self._most_s:
            if time.monotonic() > say_at:
                say_at += SAY_EVERY_S
                click.echo(f"waypost: waiting for the store, which is {behind_s:.0f} s behind", err=True)
            time.sleep(LOOK_AGAIN_S)
        self._next = time.monotonic() + LOOK_EVERY_S

    def _behind_s(self) -> float:
        try:
            status = self._server.status()
        except NO_ANSWER:
            status = {}
        if not status.get("writable"):
            self._server, status = await_writable(self._settings)
        if status.get("epoch") != self._epoch:
            raise ReadOnlyReplica("another node may have written meanwhile; run this again: it goes on where it was")
        return float(status.get("unreplicated_s") or 0)
