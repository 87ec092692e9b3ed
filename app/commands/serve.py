"""`waypost serve`: the supervisor, standard library only."""

import sys

import click

from app.replication.supervisor import serve
from app.settings import from_env


@click.command("serve")
@click.option("--port", type=click.IntRange(0, 65535), help="Listen here instead of WAYPOST_PORT.")
@click.option("--data", type=click.Path(file_okay=False), help="Use this folder instead of WAYPOST_DATA.")
@click.option(
    "--role", type=click.Choice(["auto", "primary", "replica"]), help="Use this role instead of WAYPOST_ROLE."
)
def command(port: int | None, data: str | None, role: str | None) -> int:
    """Start the site: create and migrate its databases, replicate them, listen.

    Example: waypost serve --port 8080
    """
    overrides = {"WAYPOST_PORT": port, "WAYPOST_DATA": data, "WAYPOST_ROLE": role}
    settings = from_env(overrides={name: str(value) for name, value in overrides.items() if value is not None})
    return serve(settings, [sys.executable, "-m", "app", "serve-app"])
