"""A progress bar on stderr for people, a line now and then for logs."""

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

Bar = Callable[[int], None]  # gets how many are done
LINE_EVERY_S = 10.0
WRITE_EVERY_S = 0.5


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


@contextmanager
def written(path: Path, total: int | None) -> Iterator[Bar]:
    """Into a file, for whoever has started this command: {"done": …, "total": …}, replaced as a whole."""
    last = 0.0

    def write(done: int) -> None:
        nonlocal last
        if time.monotonic() - last >= WRITE_EVERY_S:
            last = time.monotonic()
            draft = path.with_suffix(".new")
            draft.write_text(json.dumps({"done": done, "total": max(total, done) if total else None}))
            draft.replace(path)

    write(0)
    yield write


def _lines(what: str) -> Bar:
    last = time.monotonic()

    def show(done: int) -> None:
        nonlocal last
        if time.monotonic() - last >= LINE_EVERY_S:
            last = time.monotonic()
            click.echo(f"{done} {what} …", err=True)

    return show
