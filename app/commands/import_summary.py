"""The report of an import as a person reads it in a terminal."""

from collections import Counter

import click

from app.importers.grouping import Group, grouped
from app.importers.items import KINDS
from app.importers.report import Left, Report

EXAMPLES = 3
MOST_ROWS = 15


def print_summary(report: Report) -> None:
    verb = "would be imported" if report.dry_run else "imported"
    click.echo(f"Read as {report.format} in {report.seconds:.1f} s{' (dry run: nothing was written)' * report.dry_run}")
    click.echo()
    _table(report, verb)
    if report.held_back:
        parts = ", ".join(f"{count} {status}" for status, count in sorted(report.held_back.items()))
        click.echo(f"\nKept as drafts, not public: {parts}")
    _left("Skipped", report.skipped)
    _left("Failed", report.failed)
    _rows("To look at", grouped(report.warnings))
    _missing(report)
    _last_line(report)


def _table(report: Report, verb: str) -> None:
    skipped = Counter(left.kind for left in report.skipped)
    failed = Counter(left.kind for left in report.failed)
    width = max(len(verb), 8)
    click.echo(f"{'':14}{'read':>8}  {verb:>{width}}  {'skipped':>8}  {'failed':>7}")
    others = sorted(set(report.read) - set(KINDS))
    for kind in (*KINDS, *others):
        if report.read[kind]:
            numbers = f"{report.read[kind]:>8}  {report.imported[kind]:>{width}}"
            click.echo(f"{kind:14}{numbers}  {skipped[kind]:>8}  {failed[kind]:>7}")


def _left(title: str, left: list[Left]) -> None:
    _rows(title, grouped((one.ref, f"{one.kind}: {one.reason}") for one in left))


def _rows(title: str, groups: list[Group]) -> None:
    if not groups:
        return
    click.echo(f"\n{title}")
    for group in groups[:MOST_ROWS]:
        click.echo(f"{group.count:>6}  {group.text}")
        shown = ", ".join(group.refs[:EXAMPLES])
        if shown:
            more = f" and {group.count - EXAMPLES} more" if group.count > EXAMPLES else ""
            click.echo(f"{'':8}{shown}{more}")
    if len(groups) > MOST_ROWS:
        click.echo(f"{'':8}… and {len(groups) - MOST_ROWS} more kinds; --json lists every one")


def _missing(report: Report) -> None:
    if report.missing_media:
        count = len(report.missing_media)
        click.echo(f"\n{count} files are not here; bodies keep their old address. To bring them: waypost media fetch")


def _last_line(report: Report) -> None:
    click.echo()
    if report.failed:
        click.echo(f"{len(report.failed)} items failed, see above; everything else is in.")
    elif report.changed_nothing:
        click.echo("Nothing has changed since the last import.")
    else:
        posts, pages = report.imported["posts"], report.imported["pages"]
        click.echo(f"{posts} posts and {pages} pages {'would come' if report.dry_run else 'are'} in.")
