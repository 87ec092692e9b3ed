"""`waypost doctor`: looks at everything a site needs, and says what to do about what is wrong."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial

import click

from app.db import Database
from app.db.connect import LIBRARY
from app.errors import WaypostError
from app.main import SERVICES, file_of
from app.settings import Settings, from_env
from app.store import Finding, check_store, open_store

LEAST_FREE_BYTES = 500_000_000


class Damaged(WaypostError):
    """A database does not pass SQLite's own check."""


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(as_json: bool) -> int:
    """Check settings, data folder, every database and the store. Exit code 1 when something is wrong.

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
    yield _folder(settings)
    for service in SERVICES:
        yield _asked(file_of(service, settings.data).name, partial(_database, settings, service))
    yield from _store(settings)


def _folder(settings: Settings) -> Finding:
    if not settings.data.is_dir():
        return Finding("data folder", ok=False, detail=f"{settings.data} does not exist; waypost serve makes it")
    if settings.data.stat().st_mode & 0o077:
        return Finding("data folder", ok=False, detail=f"others may read it; run: chmod 700 {settings.data}")
    free = shutil.disk_usage(settings.data).free
    if free < LEAST_FREE_BYTES:
        return Finding("data folder", ok=False, detail=f"only {free // 1_000_000} MB are free; make room")
    return Finding("data folder", ok=True, detail=f"{settings.data}, {free // 1_000_000_000} GB free")


def _asked(check: str, ask: Callable[[], str]) -> Finding:
    try:
        return Finding(check, ok=True, detail=ask())
    except WaypostError as error:
        return Finding(check, ok=False, detail=str(error))


def _database(settings: Settings, service: str) -> str:
    """Raises: WaypostError: the file is missing or damaged."""
    database = Database(file_of(service, settings.data), writable=False)
    try:
        with database.read() as conn:
            (answer,) = conn.raw.execute("PRAGMA main.quick_check(1)").fetchone()
        if answer != "ok":
            raise Damaged(f"damaged ({answer}); stop the site, move the data folder away, start: it is restored")
        revision = database.revision()
    finally:
        database.close()
    return f"sound, epoch {revision.epoch}, revision {revision.number}"


def _store(settings: Settings) -> Iterator[Finding]:
    try:
        store = open_store(settings.replica_url, data=settings.data)
    except WaypostError as error:
        yield Finding("store", ok=False, detail=str(error))
        return
    yield from check_store(store)
    if settings.replica_url.startswith("file://"):
        yield Finding("store", ok=True, detail="a folder: safe from mistakes, not from a lost disk")
