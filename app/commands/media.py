"""`waypost media`: the files of an old blog that its export did not bring."""

import json

import click

from app.commands.progress import bar
from app.commands.running import running_server
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
@click.option("--site-url", metavar="URL", help="The old blog's address, for files named without a host.")
def fetch(site_url: str | None) -> int:
    """Download the missing files and let the posts point to them. Can be stopped and run again.

    Never asks private addresses; takes files up to 100 MB, and only what is an image, audio, video or document.

    Example: waypost media fetch --site-url https://old.example
    """
    settings = from_env()
    with running_server(settings), open_import_services(settings) as services:
        origin = site_url or _origin(services.site.site().imported_from)
        with bar(len(services.media.missing()), "files") as progress:
            result = Fetching(services, origin).run(progress)
    click.echo(f"{result.files} files are here now, {result.bodies} posts and pages point to them.")
    for _, why in result.failed:
        click.echo(f"waypost: media fetch failed: {why}", err=True)
    return 1 if result.failed else 0


def _origin(imported_from: str | None) -> str | None:
    """Return the address in "wordpress:https://old.example"; None where the old blog had a name only."""
    address = (imported_from or "").partition(":")[2]
    return address if address.startswith(("http://", "https://")) else None
