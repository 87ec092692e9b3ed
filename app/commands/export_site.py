"""`waypost export`: the whole site as files, for Hugo, for Waypost, for a shelf."""

import json
from pathlib import Path

import click

from app.commands.progress import bar, written
from app.exporters.context import INCLUDES, Choice, Include
from app.exporters.run import Exporter, Report
from app.exporters.targets import open_target
from app.main import open_export_services
from app.settings import from_env

SOME_FAILED = 1


@click.command("export")
@click.argument("to", type=click.Path(path_type=Path), metavar="TO_FOLDER|FILE.zip")
@click.option("--format", "format_name", type=click.Choice(["markdown"]), default="markdown", show_default=True)
@click.option(
    "--include",
    type=click.Choice(INCLUDES),
    default="drafts",
    show_default=True,
    help="How much: what is published; drafts too, marked as such; also what is private, in a folder of its own.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.option("--progress-file", type=click.Path(path_type=Path), hidden=True)
def command(to: Path, format_name: str, include: Include, as_json: bool, progress_file: Path | None) -> int:
    """Write the whole site as Markdown with its files, comments, redirects and settings: a folder Hugo builds.

    Can run beside the server. `waypost import` takes the result in again. Nothing is written but a whole export.

    Exit code 0: everything is in it; 1: some files are not, and it says which.

    Example: waypost export my-site.zip
    """
    settings = from_env()
    with open_export_services(settings) as services, open_target(to.absolute()) as target:
        exporter = Exporter(services, settings.origin, target, Choice(include))
        total = exporter.total()
        shown = bar(total, "posts and pages", hidden=as_json)
        with written(progress_file, total) if progress_file else shown as progress:
            report = exporter.run(progress)
    if as_json:
        click.echo(json.dumps({"to": str(to), "include": include, **report.as_json()}, ensure_ascii=False, indent=2))
    else:
        _print(report, to)
    return SOME_FAILED if report.failed else 0


def _print(report: Report, to: Path) -> None:
    width = max((len(kind) for kind in report.counts), default=0)
    for kind, number in report.counts.items():
        click.echo(f"{kind:{width}}  {number:>7}")
    click.echo(f"\nIt is in {to}. Build it with Hugo, or take it in with: waypost import {to}")
    if report.as_html:
        click.echo(f"{len(report.as_html)} Markdown texts are in it as HTML: Hugo would not show them as Waypost does.")
    for path in report.elsewhere:
        click.echo(f"Hugo can't build {path} at this address; Waypost can.")
    for path, why in report.failed.items():
        click.echo(f"waypost: export left out {path}: {why}; run waypost doctor", err=True)
