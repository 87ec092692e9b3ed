"""Rendering of bodies, half of the work of an import: here, or beside in a second process for a large blog."""

import ctypes
import signal
import sys
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from app.content import Rendered, render_html, render_markdown
from app.importers.addresses import OldSite
from app.importers.files import Files
from app.importers.items import Entry, Site
from app.importers.rewriting import Rewriter

WORTH_A_PROCESS = 150  # posts and pages: starting another process costs as much as rendering these
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Body:
    """One entry's body, and the addresses of files in it that are not here."""

    rendered: Rendered
    missing: tuple[str, ...]


Result = Callable[[], Body]  # waits for it; raises what rendering raised


class Renderer:
    """Renders in this process, or in another where that pays."""

    def __init__(self, site: Site, files: Files, total: int | None) -> None:
        """`total`: how many posts and pages there will be, about; None where nobody knows."""
        self._site, self._files = site, files
        self._pool: ProcessPoolExecutor | None = None
        self._worth_it = total is not None and total >= WORTH_A_PROCESS

    def submit(self, entry: Entry) -> Result:
        """The files must be known by now: the other process gets them when it starts."""
        if not self._worth_it:
            return _kept(render(entry, Rewriter(OldSite(self._site), self._files)))
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                1, get_context("spawn"), initializer=_begin, initargs=(self._site, self._files.paths())
            )
        future: Future[Body] = self._pool.submit(_render_beside, entry)
        return future.result

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)


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


def _kept(body: Body) -> Result:
    return lambda: body


class _Beside:
    """What the other process knows; nothing of it lives in the first."""

    site: OldSite
    files: Files


def _begin(site: Site, paths: dict[str, str]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":  # no process may be left when the import is killed
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    _Beside.site = OldSite(site)
    _Beside.files = Files(_Beside.site)
    _Beside.files.load(paths)


def _render_beside(entry: Entry) -> Body:
    return render(entry, Rewriter(_Beside.site, _Beside.files))
