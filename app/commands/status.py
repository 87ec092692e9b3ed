"""`waypost status`: how the node on this data folder is doing."""

import json
from collections.abc import Iterator
from typing import Any

import click

from app.commands.server import NO_ANSWER, Server, find_server
from app.settings import Settings, from_env

NOT_WELL = 1


@click.command("status")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(as_json: bool) -> int:
    """Show role, epoch, sidecar, and how far the store is behind.

    Exit code 0: it serves, takes writes where it should, and the backup keeps up; 1: not all of that, or nothing runs.

    Example: waypost status --json
    """
    settings = from_env()
    server = find_server(settings)
    if server is None:
        if as_json:
            click.echo(json.dumps({"running": False, "ok": False, "problems": ["nothing runs"]}, indent=2))
        raise click.ClickException(f"nothing runs on {settings.data}; start it: waypost serve")
    status = look(server)
    if as_json:
        click.echo(json.dumps(status, ensure_ascii=False, indent=2))
    else:
        _print(settings, status)
    return 0 if status["ok"] else NOT_WELL


def look(server: Server) -> dict[str, Any]:
    """What node and supervisor say, and as `problems` what is not as it should be."""
    supervised = server.supervised()
    try:
        node = server.status()
    except NO_ANSWER:
        node = {"why": "the app does not answer", "sidecar": supervised.get("sidecar")}
    status = {"running": True, **node, "pid": server.pid, "port": server.port, "app": supervised.get("app")}
    problems = list(_problems(status))
    return status | {"ok": not problems, "problems": problems}


def _problems(status: dict[str, Any]) -> Iterator[str]:
    app, sidecar = status["app"] or {}, status.get("sidecar") or {}
    if app.get("state") == "stopped":
        yield f"the app has ended ({app.get('last_end')}) and is being started again; see the output of waypost serve"
    elif not status.get("ready"):
        yield f"no page is served yet: {status.get('why') or 'starting'}"
    if status.get("role") == "replica":
        return
    if status.get("ready") and not status.get("writable"):
        yield f"nothing can be changed: {status.get('why') or _overdue(status) or 'the right to write is not there'}"
    if status.get("writable") and sidecar.get("state") != "running":
        yield f"nothing is backed up: the sidecar is {sidecar.get('state')}, it ended with {sidecar.get('last_end')}"
    for name, file in (status.get("files") or {}).items():
        if file.get("error"):
            yield f"{name}.db is not backed up: {file['error']}"
    if overdue := _overdue(status):
        yield overdue
    if problem := (status.get("drill") or {}).get("problem"):
        yield f"the last drill of the backup failed: {problem}"


def _overdue(status: dict[str, Any]) -> str:
    behind_s = float(status.get("unreplicated_s") or 0)
    if behind_s <= float(status.get("max_unreplicated_s") or "inf"):
        return ""
    return f"the store is {behind_s:.0f} s behind"


def _print(settings: Settings, status: dict[str, Any]) -> None:
    rows = [
        ("address", settings.url or f"http://{settings.host}:{status['port']}"),
        ("process", f"{status['pid']}"),
        ("role", f"{status.get('role', 'not known')} in {settings.region}, epoch {status.get('epoch') or '-'}"),
        ("state", "; ".join(status["problems"]) or "ready"),
        ("data", str(settings.data)),
        ("store", _store(settings, status)),
    ]
    if status.get("role") != "replica":
        rows += [
            ("sidecar", _sidecar(status.get("sidecar") or {})),
            ("behind", _behind(status)),
            ("drill", _drill(status)),
        ]
    if waiting := status.get("pictures_waiting"):
        rows.append(("pictures", f"{waiting} imported ones wait for their smaller sizes"))
    for name, value in rows:
        click.echo(f"{name:10}{value}")


def _store(settings: Settings, status: dict[str, Any]) -> str:
    same = " (the same disk: safe from mistakes, not from a lost disk)" if status.get("same_disk") else ""
    return settings.replica_url.partition("?")[0] + same


def _sidecar(sidecar: dict[str, Any]) -> str:
    text = str(sidecar.get("state", "not known"))
    if sidecar.get("restarts"):
        text += f", started again {sidecar['restarts']} times, last: {sidecar.get('last_end')}"
    return text


def _behind(status: dict[str, Any]) -> str:
    behind_s = status.get("unreplicated_s")
    if behind_s is None or not status.get("files") or (status.get("sidecar") or {}).get("state") != "running":
        return "not known"
    return (
        "everything is in the store" if behind_s == 0 else f"the oldest change not in the store is {behind_s:.1f} s old"
    )


def _drill(status: dict[str, Any]) -> str:
    drill = status.get("drill")
    if drill is None:
        return "none yet; waypost backup drill"
    return f"{drill['at']}, " + (drill["problem"] or "every file was restored and says what the live one said")
