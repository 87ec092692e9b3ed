"""Brings the files of an epoch from the store into a data folder: restored beside, verified, renamed into place."""

import contextlib
import json
import subprocess
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from app.db.damage import find_damage
from app.errors import StartRefused, Unavailable
from app.replication.identity import sync_folder
from app.replication.keeper import forget_sidecar
from app.replication.processes import changed_environment
from app.replication.sidecar import binary, replica
from app.replication.wal import wal_path
from app.store import Location

AT_ONCE = 4
TIMEOUT_S = 3600.0


class RestoreFailed(Unavailable):
    """One file could not be brought from the store; it may go well another time."""


def fetch(location: Location, epoch: int, txids: Mapping[str, int | None], data: Path) -> dict[str, int]:
    """Restore and verify each file beside its place. `txids` says up to where, None is as far as there is.

    Returns file name -> TXID it was restored to. Raises: RestoreFailed; StartRefused: what came is damaged.
    """
    discard(data)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = pool.map(lambda item: _fetch_one(location, epoch, data, *item), txids.items())
        return dict(zip(txids, found, strict=True))


def put_in_place(data: Path, files: Sequence[str]) -> None:
    """Rename what `fetch` brought; old files of these names and all that belongs to them are removed."""
    for file in files:
        database = data / f"{file}.db"
        forget_sidecar([database])
        for rest in (database.with_name(database.name + "-shm"), wal_path(database)):
            rest.unlink(missing_ok=True)
        restored_path(data, file).replace(database)
    sync_folder(data)


def discard(data: Path) -> None:
    """Remove what a restore that was cut short has left."""
    for left in data.glob(".restore-*"):
        left.unlink(missing_ok=True)


def _fetch_one(location: Location, epoch: int, data: Path, file: str, txid: int | None) -> int:
    target = restored_path(data, file)
    reached = _run_restore(location, epoch, file, txid, target)
    target.chmod(0o600)
    _verify(target, file)
    return reached


def _run_restore(location: Location, epoch: int, file: str, txid: int | None, target: Path) -> int:
    configuration = target.with_suffix(".yml")
    source = {"path": str(target), "replica": replica(location, epoch, file)}
    configuration.write_text(json.dumps({"logging": {"stderr": True}, "dbs": [source]}), encoding="utf-8")
    wanted = [] if txid is None else ["-txid", f"{txid:016x}"]
    command = [str(binary()), "restore", "-config", str(configuration), "-no-expand-env", "-json", *wanted, str(target)]
    try:
        done = subprocess.run(
            command,
            env=changed_environment({"AWS_CA_BUNDLE": None}),
            capture_output=True,
            check=False,
            timeout=TIMEOUT_S,
        )
    except subprocess.TimeoutExpired:
        raise RestoreFailed(f"{file}.db could not be restored: it took longer than {TIMEOUT_S:.0f} s") from None
    finally:
        configuration.unlink(missing_ok=True)
    if done.returncode:
        why = done.stderr.decode(errors="replace").strip().rsplit("\n", 1)[-1].removeprefix("Error: ")
        raise RestoreFailed(f"{file}.db could not be restored from epoch {epoch}: {why}")
    return int(json.loads(done.stdout)["txid"], 16)


def _verify(restored: Path, file: str) -> None:
    """Raises: StartRefused: SQLite finds the file damaged."""
    damage = find_damage(restored)
    if damage:
        raise StartRefused(
            f"{file}.db from the store is damaged ({damage}); nothing was put in place; "
            "restore an earlier time, or bring the old data folder back"
        )
    for rest in ("-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            restored.with_name(restored.name + rest).unlink()


def restored_path(data: Path, file: str) -> Path:
    """Where `fetch` leaves a file."""
    return data / f".restore-{file}.db"
