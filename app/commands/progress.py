"""A progress bar on stderr for people, a line now and then for logs."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

Bar = Callable[[int], None]  # gets how many are done
LINE_EVERY_S = 10.0


@contextmanager
def bar(total: int | None, what: str, *, hidden: bool = False) -> Iterator[Bar]:
    if hidden:
        yield lambda done: None
    elif sys.stderr.isatty():
        with _drawn(total, what) as show:
            yield show
    else:
        yield _lines(what)


@contextmanager
def _drawn(total: int | None, what: str) -> Iterator[Bar]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, refresh_per_second=5) as progress:
        task = progress.add_task(what, total=total)
        yield lambda done: progress.update(task, completed=done, total=max(total, done) if total else None)


def _lines(what: str) -> Bar:
    last = time.monotonic()

    def show(done: int) -> None:
        nonlocal last
        if time.monotonic() - last >= LINE_EVERY_S:
            last = time.monotonic()
            click.echo(f"{done} {what} …", err=True)

    return show
