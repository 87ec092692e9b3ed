"""The server that runs on the data folder, asked over the socket only its own user can open (RULES 10)."""

import http.client
import json
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.replication.folders import find_holder
from app.replication.listener import LOCAL
from app.replication.status_file import read_status
from app.settings import Settings

TIMEOUT_S = 5.0
NO_ANSWER = (OSError, http.client.HTTPException, ValueError)  # what `Server.status` raises


@dataclass(frozen=True, slots=True)
class Server:
    """`port` is None until it has one."""

    pid: int | None
    port: int | None
    runtime: Path

    def status(self) -> dict[str, Any]:
        """How the node is, in its own words. Raises: NO_ANSWER: the app is not there, or hangs."""
        connection = _Local(self.runtime / LOCAL)
        try:
            connection.request("GET", "/-/status")
            found = json.loads(connection.getresponse().read())
        finally:
            connection.close()
        return found if isinstance(found, dict) else {}

    def supervised(self) -> dict[str, Any]:
        """How its processes are, in the supervisor's words; empty where it has not said."""
        told = read_status(self.runtime) or {}
        return told if told.get("pid") == self.pid else {}


def find_server(settings: Settings) -> Server | None:
    """Return the server that has the data folder, ready or not, if one does."""
    holder = find_holder(settings.data)
    return Server(holder.pid, holder.port, settings.runtime_dir) if holder else None


class _Local(http.client.HTTPConnection):
    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=TIMEOUT_S)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self._path))
