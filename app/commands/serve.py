"""`waypost serve`: the supervisor, standard library only."""

import sys

import click

from app.errors import StartRefused
from app.replication.processes import end_with_parent_too
from app.replication.supervisor import serve
from app.settings import from_env


@click.command("serve")
@click.option("--port", type=click.IntRange(0, 65535), help="Listen here instead of WAYPOST_PORT.")
@click.option("--data", type=click.Path(file_okay=False), help="Use this folder instead of WAYPOST_DATA.")
@click.option(
    "--role", type=click.Choice(["auto", "primary", "replica"]), help="Use this role instead of WAYPOST_ROLE."
)
@click.option(
    "--while", "parent", type=int, hidden=True, help="Stop when this process ends, which has to be the parent."
)
def command(port: int | None, data: str | None, role: str | None, parent: int | None) -> int:
    """Start the site: create and migrate its databases, replicate them, listen.

    Example: waypost serve --port 8080
    """
    overrides = {"WAYPOST_PORT": port, "WAYPOST_DATA": data, "WAYPOST_ROLE": role}
    settings = from_env(overrides={name: str(value) for name, value in overrides.items() if value is not None})
    if parent is not None and not end_with_parent_too(parent):
        raise StartRefused("the command this server was started for has ended")
    return serve(settings, [sys.executable, "-m", "app", "serve-app"])
