"""Rendering of bodies, half of the work of an import: here, and for a large blog beside in a second process."""

import ctypes
import signal
import sys
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from app.content import Rendered, render_html, render_markdown
from app.importers.files import Files
from app.importers.items import Entry, Site
from app.importers.old_site import OldSite
from app.importers.rewriting import Rewriter

WORTH_A_PROCESS = 150  # posts and pages: starting another process costs as much as rendering these
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Body:
    """One entry's body, and the addresses of files in it that are not here."""

    rendered: Rendered
    missing: tuple[str, ...]


Result = Callable[[], Body]  # waits for it; raises what rendering raised


@dataclass(slots=True, eq=False)
class _Asked:
    """An entry that was given to the other process; `body` is set where it was rendered here after all."""

    entry: Entry
    future: Future[Body]
    body: Body | None = None


class Renderer:
    """Renders in this process, or where that pays in another one and in this one while it would wait for that."""

    def __init__(self, total: int | None) -> None:
        """`total`: how many posts and pages there will be, about; None where nobody knows."""
        self._pool: ProcessPoolExecutor | None = None
        self._asked: deque[_Asked] = deque()
        self._worth_it = total is not None and total >= WORTH_A_PROCESS
        self._has_begun = False

    def start(self) -> None:
        """Start the other process, which takes as long as reading some hundred posts."""
        if self._worth_it:
            self._pool = ProcessPoolExecutor(1, get_context("spawn"), initializer=_live_with_parent)
            self._pool.submit(_nothing)

    def know(self, site: Site, files: Files) -> None:
        self._site, self._files = site, files

    def submit(self, entry: Entry) -> Result:
        """The files must be known by now: the other process gets them with the first entry."""
        if self._pool is None:
            body = self._render(entry)
            return lambda: body
        if not self._has_begun:
            self._has_begun = True
            self._pool.submit(_know, self._site, self._files.paths())
        asked = _Asked(entry, self._pool.submit(_render_beside, entry))
        self._asked.append(asked)
        return lambda: self._wait_for(asked)

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def _wait_for(self, asked: _Asked) -> Body:
        """Meanwhile render what the other process has not begun, the last first."""
        while not asked.body and not asked.future.done() and self._asked:
            other = self._asked.pop()
            if other.future.cancel():
                other.body = self._render(other.entry)
        if self._asked and self._asked[0] is asked:
            self._asked.popleft()
        return asked.body or asked.future.result()

    def _render(self, entry: Entry) -> Body:
        return render(entry, Rewriter(OldSite(self._site), self._files))


def render(entry: Entry, rewriter: Rewriter) -> Body:
    """What readers saw in the old blog, where the export has it; else the source, rendered."""
    rewrite = rewriter.known if entry.exact else rewriter
    if entry.html is not None:
        rendered = render_html(entry.html, rewrite=rewrite)
    elif entry.source_format == "markdown":
        rendered = render_markdown(entry.source, rewrite=rewrite)
    else:
        rendered = render_html(entry.source, rewrite=rewrite)
    return Body(rendered, tuple(rewriter.missing))


class _Beside:
    """What the other process knows; nothing of it lives in the first."""

    site: OldSite
    files: Files


def _live_with_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":  # no process may be left when the import is killed
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _nothing() -> None:
    """What makes the pool start its process."""


def _know(site: Site, paths: dict[str, str]) -> None:
    _Beside.site = OldSite(site)
    _Beside.files = Files(_Beside.site)
    _Beside.files.load(paths)


def _render_beside(entry: Entry) -> Body:
    return render(entry, Rewriter(_Beside.site, _Beside.files))
