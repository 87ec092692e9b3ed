"""`waypost media`: the files of an old blog that its export did not bring."""

import json
from functools import partial

import click

from app.commands.addresses import OLD_ADDRESS
from app.commands.pace import Pace
from app.commands.progress import Bar, bar
from app.commands.running import require_primary, running_server
from app.importers.alone import alone
from app.importers.fetching import Fetching
from app.main import open_import_services
from app.settings import from_env


@click.group("media")
def command() -> None:
    """List missing files, and bring them.

    Example: waypost media fetch
    """


@command.command("missing")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def missing(as_json: bool) -> int:
    """List the files bodies use that are not here.

    Example: waypost media missing --json
    """
    with open_import_services(from_env(), writable=False) as services:
        found = services.media.missing()
    if as_json:
        click.echo(json.dumps([{"url": one.url, "error": one.error} for one in found], ensure_ascii=False, indent=2))
        return 0
    if not found:
        click.echo("No file is missing.")
    for one in found:
        click.echo(f"{one.url}{'  (' + one.error + ')' if one.error else ''}")
    return 0


@command.command("fetch")
@click.option("--site-url", type=OLD_ADDRESS, help="The old blog's address, for files named without a host.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def fetch(site_url: str | None, as_json: bool) -> int:
    """Download the missing files and let the posts point to them. Can be stopped and run again.

    Never asks private addresses; takes files up to 100 MB, and only what is an image, audio, video or document.

    Example: waypost media fetch --site-url https://old.example
    """
    settings = from_env()
    require_primary(settings)
    with alone(settings.data), running_server(settings) as server, open_import_services(settings) as services:
        origin = site_url or _origin(services.site.site().imported_from)
        pace = Pace(settings, server)
        with bar(len(services.media.missing()), "files", hidden=as_json) as progress:
            result = Fetching(services, origin).run(partial(_step, progress, pace))
        pace.look()
    if as_json:
        failed = [{"url": url, "reason": why} for url, why in result.failed]
        click.echo(json.dumps({"files": result.files, "bodies": result.bodies, "failed": failed}, indent=2))
        return 1 if failed else 0
    click.echo(f"{result.files} files are here now, {result.bodies} posts and pages point to them.")
    for _, why in result.failed:
        click.echo(f"waypost: media fetch failed: {why}", err=True)
    return 1 if result.failed else 0


def _step(progress: Bar, pace: Pace, done: int) -> None:
    progress(done)
    pace()


def _origin(imported_from: str | None) -> str | None:
    """Return the address in "wordpress:https://old.example"; None where the old blog had a name only."""
    address = (imported_from or "").partition(":")[2]
    return address if address.startswith(("http://", "https://")) else None
