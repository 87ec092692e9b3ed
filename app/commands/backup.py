"""`waypost backup`: what the store holds, and whether it can be relied on."""

import json
import time
from datetime import UTC, datetime
from typing import Any

import click

from app.commands.running import running_server
from app.errors import Unavailable, WaypostError
from app.main import open_parts
from app.replication.epochs import Epochs
from app.services.audit import AuditService, Event
from app.serving.drills import ACTION, KIND, NOW
from app.settings import from_env
from app.store import open_store

LOOK_EVERY_S = 0.1
PATIENCE_S = 3600.0


class DrillFailed(WaypostError):
    """The backup is not what it should be."""


@click.group("backup")
def command() -> None:
    """Look at the backup, and prove that it is one.

    Example: waypost backup drill
    """


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_backups(as_json: bool) -> int:
    """List the reigns in the store, the newest first, with how far each of their files is.

    Example: waypost backup list
    """
    settings = from_env()
    epochs = Epochs(open_store(settings.replica_url, data=settings.data))
    newest = epochs.newest()
    rows = [_reign(epochs, epoch) for epoch in range(newest.epoch if newest else 0, 0, -1)]
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return 0
    if not rows:
        click.echo("The store holds no backup yet: waypost serve begins one.")
    for row in rows:
        files = ", ".join(f"{name}.db {txid}" for name, txid in row["files"].items())
        state = "" if row["complete"] else " (never complete)"
        click.echo(f"epoch {row['epoch']}{state}, since {row['since']}, by {row['node']} in {row['region']}")
        click.echo(f"    {files or 'nothing'}")
    return 0


@command.command("drill")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def drill(as_json: bool) -> int:
    """Restore every file elsewhere, check it, and compare it with the live one, while the site goes on.

    Exit code 1: a file does not come back as it is. The server does this once a day by itself.

    Example: waypost backup drill
    """
    settings = from_env()
    with running_server(settings):
        parts = open_parts(settings, writable=True)
        try:
            before = parts.services.audit.find_latest_of(ACTION)
            parts.services.jobs.put(KIND, NOW, datetime.now(UTC))
            event = _await(parts.services.audit, before)
        finally:
            parts.close()
    if as_json:
        click.echo(json.dumps({"at": event.at.isoformat(), **event.detail}, ensure_ascii=False, indent=2))
    elif not event.detail["problem"]:
        files, rows, seconds = (event.detail[name] for name in ("files", "rows", "seconds"))
        click.echo(f"{files} files with {rows} rows were restored and say what the live ones say ({seconds} s)")
    if event.detail["problem"]:
        raise DrillFailed(f"drill failed: {event.detail['problem']}; start the server again: it begins a new backup")
    return 0


def _await(audit: AuditService, before: Event | None) -> Event:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        event = audit.find_latest_of(ACTION)
        if event is not None and (before is None or event.id > before.id):
            return event
        time.sleep(LOOK_EVERY_S)
    raise Unavailable("the server has not drilled the backup within an hour; look at waypost status")


def _reign(epochs: Epochs, epoch: int) -> dict[str, Any]:
    claim, manifest = epochs.claim(epoch), epochs.manifest(epoch)
    files = manifest.files if manifest else []
    return {
        "epoch": epoch,
        "since": claim.claimed_at,
        "node": claim.node,
        "region": claim.region,
        "complete": manifest is not None,
        "files": epochs.txids(epoch, files) if files else {},
    }
