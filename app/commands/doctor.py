"""`waypost doctor`: looks at everything a site needs, and says what to do about what is wrong."""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial

import click

from app.commands.server import find_server
from app.commands.status import look
from app.db import Database
from app.db.connect import LIBRARY
from app.errors import WaypostError
from app.main import SERVICES, file_of
from app.replication.epochs import Epochs
from app.replication.sidecar import binary
from app.settings import Settings, from_env
from app.store import Finding, Store, check_store, open_store

LEAST_FREE_BYTES = 500_000_000


class Wrong(WaypostError):
    """A check failed; the text says what to do."""


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(as_json: bool) -> int:
    """Check settings, server, sidecar, data folder, every database, the store, and the backup in it.

    Exit code 1 when something is wrong.

    Example: waypost doctor
    """
    findings = list(_look(from_env()))
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            click.echo(
                f"{'ok   ' if finding.ok else 'WRONG'} {finding.check}{': ' * bool(finding.detail)}{finding.detail}"
            )
    return 0 if all(finding.ok for finding in findings) else 1


def _look(settings: Settings) -> Iterator[Finding]:
    yield Finding("settings", ok=True, detail=f"{settings.region}, {'primary' if settings.is_primary else 'replica'}")
    yield Finding("SQLite", ok=True, detail=LIBRARY)
    yield _asked("sidecar program", _sidecar_program)
    yield _asked("server", partial(_server, settings))
    yield _asked("data folder", partial(_folder, settings))
    for service in SERVICES if settings.data.is_dir() else ():
        yield _asked(file_of(service, settings.data).name, partial(_database, settings, service))
    try:
        store = open_store(settings.replica_url, data=settings.data)
    except WaypostError as error:
        yield Finding("store", ok=False, detail=str(error))
        return
    yield from check_store(store)
    yield _asked("backup", partial(_backup, store))
    if store.location.same_disk(settings.data):
        yield Finding("store", ok=True, detail="on the disk of the data: safe from mistakes, not from a lost disk")


def _asked(check: str, ask: Callable[[], str]) -> Finding:
    try:
        return Finding(check, ok=True, detail=ask())
    except WaypostError as error:
        return Finding(check, ok=False, detail=str(error))


def _sidecar_program() -> str:
    found = subprocess.run([binary(), "version"], capture_output=True, text=True, check=False)
    if found.returncode:
        raise Wrong(f"{binary()} does not run ({found.stderr.strip() or found.returncode}); run make setup again")
    return f"Litestream {found.stdout.strip()}"


def _server(settings: Settings) -> str:
    server = find_server(settings)
    if server is None:
        return "does not run"
    problems = look(server)["problems"]
    if problems:
        raise Wrong("; ".join(problems))
    return f"runs (pid {server.pid}, port {server.port})"


def _folder(settings: Settings) -> str:
    if not settings.data.is_dir():
        raise Wrong(f"{settings.data} does not exist; waypost serve makes it")
    if settings.data.stat().st_mode & 0o077:
        raise Wrong(f"others may read it; run: chmod 700 {settings.data}")
    free = shutil.disk_usage(settings.data).free
    if free < LEAST_FREE_BYTES:
        raise Wrong(f"only {free // 1_000_000} MB are free; make room")
    return f"{settings.data}, {free // 1_000_000_000} GB free"


def _database(settings: Settings, service: str) -> str:
    """Raises: WaypostError: the file is missing or damaged."""
    database = Database(file_of(service, settings.data), writable=False)
    try:
        with database.read() as conn:
            (answer,) = conn.raw.execute("PRAGMA main.quick_check(1)").fetchone()
        if answer != "ok":
            raise Wrong(f"damaged ({answer}); stop the site, move the file and its -wal away, start: it is restored")
        revision = database.revision()
    finally:
        database.close()
    return f"sound, epoch {revision.epoch}, revision {revision.number}"


def _backup(store: Store) -> str:
    """Raises: WaypostError: this site can't be restored from the store."""
    epochs = Epochs(store)
    newest = epochs.newest()
    complete = epochs.newest_complete(newest.epoch) if newest else None
    if complete is None:
        raise Wrong("there is none in the store; waypost serve begins one")
    epoch, manifest = complete
    missing = [file for file, txid in epochs.txids(epoch, manifest.files).items() if not txid]
    if missing:
        raise Wrong(f"{missing[0]}.db has none in epoch {epoch}; start the site again: a new one begins")
    return f"{len(manifest.files)} files, epoch {epoch}"
