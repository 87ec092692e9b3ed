"""Posts and pages of the old blog, into Drafts.db; what was public follows into Posts.db by the outbox."""

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from app.importers.addresses import is_own, normal_path
from app.importers.context import Run, Services
from app.importers.convert import item_id, plain_entry, to_item
from app.importers.items import Entry
from app.importers.names import People, TagBook
from app.importers.rendering import Result
from app.importers.report import UNCHANGED
from app.services.drafts import ImportedItem
from app.services.posts import Byline, Tag

BATCH_BYTES = 1_000_000  # of HTML: keeps a transaction far below 20 ms
BATCH_ITEMS = 25
MOST_BEGUN = 60  # entries whose bodies may be under way at once
MOST_BEHIND = 4  # portions by which Posts.db may be behind Drafts.db
KINDS = {"post": "posts", "page": "pages"}


@dataclass(frozen=True, slots=True)
class _Begun:
    """An entry whose body is being rendered."""

    entry: Entry
    body: Result
    item_id: str
    path: str
    tags: tuple[Tag, ...]
    authors: tuple[Byline, ...]


@dataclass(frozen=True, slots=True)
class _Waiting:
    entry: Entry
    item: ImportedItem
    tags: tuple[Tag, ...]


class EntryWriter:
    def __init__(self, run: Run, tags: TagBook, people: People) -> None:
        self._run = run
        self._tags = tags
        self._people = people
        self._begun: deque[_Begun] = deque()
        self._waiting: list[_Waiting] = []
        self._bytes = 0
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="publish")
        self._following: Future[object] | None = None
        self._behind = 0  # portions written since the following began

    def take(self, entry: Entry) -> None:
        if entry.status == "trash":
            reason = "in the trash of the old blog"
            self._run.left_out[entry.ref] = reason
            self._run.report.skip(KINDS[entry.kind], entry.ref, reason)
            return
        if entry.status != "published":
            self._run.held_back.add(entry.ref)
        self._begin(plain_entry(entry))
        while len(self._begun) > MOST_BEGUN:
            self._finish_first()

    def flush(self) -> None:
        """Write everything taken so far."""
        while self._begun:
            self._finish_first()
        self._write_waiting()
        self._wait_for_posts()
        if self._run.services is not None:
            self._run.services.follow()

    def _begin(self, entry: Entry) -> None:
        """Decide here what depends on the order of the entries; rendering does not."""
        run = self._run
        made_id = item_id(run.source, "entry", entry.ref)
        path, why = run.addresses.give(made_id, entry)
        if why and entry.status == "published":
            run.report.warn(entry.ref, why)
        for old in entry.old_paths:
            if is_own(normal_path(old)):
                run.report.warn(entry.ref, f"its old address {old} is one of Waypost's own and can't lead to it")
        body = run.renderer.submit(entry)
        tags, authors = self._tags.of(entry.tags), self._people.of(entry.authors)
        self._begun.append(_Begun(entry, body, made_id, path, tags, authors))

    def _finish_first(self) -> None:
        begun, run = self._begun.popleft(), self._run
        body = begun.body()
        for address in body.missing:
            run.rewrite.miss(address)
        if body.rendered.removed:
            run.report.warn(begun.entry.ref, "removed for safety: " + ", ".join(body.rendered.removed))
        item = to_item(
            begun.entry,
            body.rendered,
            item=begun.item_id,
            path=begun.path,
            now=run.now,
            tags=begun.tags,
            authors=begun.authors,
            rewrite=run.rewrite,
        )
        self._waiting.append(_Waiting(begun.entry, item, begun.tags))
        self._bytes += len(body.rendered.html) + len(begun.entry.source)
        if len(self._waiting) >= BATCH_ITEMS or self._bytes >= BATCH_BYTES:
            self._write_waiting()

    def _write_waiting(self) -> None:
        """One transaction; then Posts.db follows."""
        waiting, self._waiting, self._bytes = self._waiting, [], 0
        if not waiting:
            return
        outcomes = self._write([one.item for one in waiting])
        for one in waiting:
            self._count(one, outcomes[one.item.draft.id])

    def _write(self, items: list[ImportedItem]) -> dict[str, str]:
        """Return id -> outcome."""
        if self._run.services is None:
            return {item.draft.id: "created" for item in items}
        outcomes = self._run.services.drafts.import_items(items)
        self._follow(self._run.services)
        return {o.id: o.outcome for o in outcomes}

    def _follow(self, services: Services) -> None:
        """Let Posts.db follow in a thread, some portions behind: SQLite works while the next bodies are prepared."""
        self._behind += 1
        if self._following is not None and not self._following.done() and self._behind < MOST_BEHIND:
            return  # it takes this portion too
        self._wait_for_posts()
        self._behind = 0
        self._following = self._thread.submit(services.follow)

    def _wait_for_posts(self) -> None:
        if self._following is not None:
            self._following.result()
            self._following = None

    def _count(self, one: _Waiting, outcome: str) -> None:
        kind, ref, report = KINDS[one.entry.kind], one.entry.ref, self._run.report
        written = outcome in ("created", "updated")
        self._tags.used(one.tags, written=written)
        if written:
            report.take(kind)
            if one.entry.status != "published":
                report.held_back[one.item.draft.status] += 1
        elif outcome == "unchanged":
            report.skip(kind, ref, UNCHANGED)
        elif outcome == "edited here":
            report.skip(kind, ref, "changed in Waypost since its import; Waypost's version is kept")
        else:
            report.skip(kind, ref, "deleted in Waypost since its import; it stays deleted")
