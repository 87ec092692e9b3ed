"""`waypost import`: an old blog in, while the site goes on serving."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from app.commands.addresses import OLD_ADDRESS
from app.commands.import_summary import print_summary
from app.commands.pace import Pace
from app.commands.progress import Bar, bar, written
from app.commands.running import require_primary, running_server
from app.importers.alone import alone
from app.importers.detect import FORMATS, open_source
from app.importers.items import Options, Unreadable
from app.importers.report import Report
from app.importers.run import Importer
from app.main import open_import_services
from app.settings import Settings, from_env

SOME_FAILED = 1


class CannotRead(click.ClickException):
    exit_code = 2


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH…")
@click.option("--format", "format_name", type=click.Choice(["auto", *FORMATS]), default="auto", show_default=True)
@click.option(
    "--media", multiple=True, type=click.Path(exists=True, path_type=Path), help="Folder or zip with the old uploads."
)
@click.option(
    "--redirects", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="The old blog's own redirects."
)
@click.option(
    "--custom-types",
    type=click.Choice(["as-posts", "as-pages", "skip"]),
    default="skip",
    show_default=True,
    help="What to do with WordPress's custom types.",
)
@click.option("--site-url", type=OLD_ADDRESS, help="The old blog's address, where its export doesn't say.")
@click.option("--dry-run", is_flag=True, help="Read everything, write nothing, say what would happen.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.option("--progress-file", type=click.Path(path_type=Path), hidden=True)
def command(
    paths: tuple[Path, ...],
    format_name: str,
    media: tuple[Path, ...],
    redirects: Path | None,
    custom_types: Any,
    site_url: str | None,
    dry_run: bool,
    as_json: bool,
    progress_file: Path | None,
) -> int:
    """Bring in an old blog: WordPress (.xml), Ghost (.json, .zip) or a folder of Markdown.

    Exit code 0: nothing failed; 1: some items failed; 2: the input can't be read.

    Example: waypost import my-blog.xml --media uploads.zip
    """
    settings = from_env()
    options = Options(media=media, redirects=redirects, custom_types=custom_types, site_url=site_url)
    try:
        reader = open_source(paths, format_name, options)
        shown = bar(reader.total(), "posts and pages", hidden=as_json)
        with written(progress_file, reader.total()) if progress_file else shown as progress:
            report = _run(settings, reader, paths[0].resolve().stem, dry_run=dry_run, progress=progress)
    except Unreadable as error:
        raise CannotRead(f"import failed: {error}") from error
    if redirects and not report.read["redirects"]:
        report.warn(str(redirects), "no redirect was found in this file; docs/import.md says which forms are read")
    if as_json:
        click.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    else:
        print_summary(report)
    return SOME_FAILED if report.failed else 0


def _run(settings: Settings, reader: Any, name: str, *, dry_run: bool, progress: Bar) -> Report:
    if dry_run:
        return Importer(None, reader, name).run(progress)
    with _prepared(settings) as (services, pace):
        report = Importer(services, reader, name).run(progress, pace)
        pace.look()
    return report


@contextmanager
def _prepared(settings: Settings) -> Iterator[tuple[Any, Pace]]:
    """Give services to write to, beside a running server: the one that is there, or one for the time being."""
    require_primary(settings)
    with alone(settings.data), running_server(settings) as server, open_import_services(settings) as services:
        yield services, Pace(settings, server)
