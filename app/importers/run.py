"""The runner: takes the neutral stream of one old blog and writes it to the services, in short transactions."""

from collections.abc import Callable

from app.importers import guide
from app.importers.addresses import Addresses
from app.importers.context import Run, Services
from app.importers.convert import utc_now
from app.importers.entries import EntryWriter
from app.importers.items import (
    Author,
    Comment,
    Entry,
    Failed,
    Item,
    Media,
    Reader,
    Redirect,
    Site,
    Skipped,
    Tag,
    Warned,
)
from app.importers.names import People, TagBook
from app.importers.redirecting import RedirectWriter
from app.importers.report import Report
from app.importers.settle import adopt_site
from app.importers.talk import CommentWriter
from app.importers.uploads import MediaWriter

Progress = Callable[[int], None]  # gets the number of posts and pages done so far


class Importer:
    """One run over one source."""

    def __init__(self, services: Services | None, reader: Reader, name: str, *, is_guide: bool = False) -> None:
        """`name` stands for the old blog where its export names no address; services None: a dry run.

        `is_guide`: these are Waypost's own pages, which neither name the site nor push others aside.
        """
        self._reader = reader
        self._name = name
        self._is_guide = is_guide
        report = Report(reader.format, dry_run=services is None)
        source = guide.SOURCE if is_guide else f"{reader.format}:{name}"
        self._run = Run(services, report, source, utc_now(), Addresses({}), reader.total())
        self._redirects = RedirectWriter(self._run)
        self._tags = TagBook(self._run, self._redirects)
        self._people = People(self._run, self._redirects)
        self._media = MediaWriter(self._run)
        self._entries = EntryWriter(self._run, self._tags, self._people)
        self._comments = CommentWriter(self._run)

    def run(self, progress: Progress = lambda done: None, pause: Callable[[], None] = lambda: None) -> Report:
        """Read everything. `pause` is called between items and may wait, for the store to catch up.

        Raises: Unreadable: the input turned out to be broken beyond repair; what was read before it is kept.
        """
        done = 0
        self._run.renderer.start()
        try:
            for item in self._reader.items():
                self._take(item)
                if isinstance(item, Entry):
                    done += 1
                    progress(done)
                    pause()
        finally:
            self._flush()
            self._run.renderer.close()
        self._media.finish()
        self._tags.finish()
        return self._run.report

    def _take(self, item: Item) -> None:
        report = self._run.report
        match item:
            case Site():
                self._learn(item)
            case Author():
                self._people.take(item)
            case Tag():
                self._tags.take(item)
            case Media():
                self._media.take(item)
            case Entry():
                self._entries.take(item)
            case Comment():
                self._comments.take(item)
            case Redirect():
                self._redirects.take(item)
            case Skipped():
                report.skip(item.kind, item.ref, item.reason)
            case Failed():
                report.fail(item.kind, item.ref, item.reason)
            case Warned():
                report.warn(item.ref, item.message)

    def _learn(self, site: Site) -> None:
        """The first item of every stream: what is known of the old blog decides ids, addresses and names."""
        run, services = self._run, self._run.services
        run.learn_site(site)
        if not self._is_guide:
            name = site.own.name if site.own else site.url or site.title
            run.source = f"{self._reader.format}:{name or self._name}"
        if services and not self._is_guide:
            guide.step_aside(services, staying=site.own.ids if site.own else ())
            for refused in adopt_site(services.site, site, run.source):
                run.report.warn("", refused)
        if services:
            if not run.is_exact:
                run.files.load(services.media.all_addresses())  # brought by an earlier run, or fetched since
            run.addresses = Addresses(services.drafts.published_paths())

    def _flush(self) -> None:
        self._people.flush()
        self._entries.flush()
        self._comments.flush()
        self._redirects.flush()
