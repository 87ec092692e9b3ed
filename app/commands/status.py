"""`waypost status`: how the node on this data folder is doing."""

import http.client
import json
from typing import Any

import click

from app.commands.running import find_server
from app.settings import Settings, from_env

NOT_RUNNING = 1


@click.command("status")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(as_json: bool) -> int:
    """Show role, epoch, sidecar, and how far the store is behind. Exit code 1 when nothing runs or it is not ready.

    Example: waypost status --json
    """
    settings = from_env()
    server = find_server(settings)
    if server is None:
        click.echo(f"waypost: nothing runs on {settings.data}; start it: waypost serve", err=True)
        return NOT_RUNNING
    try:
        status = server.status()
    except (OSError, http.client.HTTPException, ValueError):
        click.echo(f"waypost: the server on port {server.port} does not answer; look at its output", err=True)
        return NOT_RUNNING
    if as_json:
        click.echo(json.dumps(status, ensure_ascii=False, indent=2))
    else:
        _print(settings, server.port, status)
    return 0 if status.get("ok") else NOT_RUNNING


def _print(settings: Settings, port: int, status: dict[str, Any]) -> None:
    rows = [
        ("address", f"{settings.url or f'http://{settings.host}:{port}'}"),
        ("role", f"{status.get('role')} in {status.get('region')}, epoch {status.get('epoch', '-')}"),
        ("state", "ready" if status.get("ok") else f"not ready: {status.get('why', '')}"),
        ("data", str(settings.data)),
        ("store", _store(settings, status)),
        ("sidecar", _sidecar(status.get("sidecar") or {})),
        ("behind", _behind(status)),
    ]
    for name, value in rows:
        click.echo(f"{name:10}{value}")


def _store(settings: Settings, status: dict[str, Any]) -> str:
    same = " (the same disk: safe from mistakes, not from a lost disk)" if status.get("same_disk") else ""
    return settings.replica_url + same


def _sidecar(sidecar: dict[str, Any]) -> str:
    text = str(sidecar.get("state", "none"))
    if sidecar.get("restarts"):
        text += f", started again {sidecar['restarts']} times, last: {sidecar.get('last_end')}"
    return text


def _behind(status: dict[str, Any]) -> str:
    behind_s = status.get("unreplicated_s")
    if behind_s is None:
        return "not known"
    return (
        "everything is in the store" if behind_s == 0 else f"the oldest change not in the store is {behind_s:.1f} s old"
    )
