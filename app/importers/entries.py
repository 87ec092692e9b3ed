"""Posts and pages of the old blog, into Drafts.db; what was public follows into Posts.db by the outbox."""

from dataclasses import dataclass

from app.importers.context import Run
from app.importers.convert import item_id, plain_entry, render, to_item
from app.importers.items import Entry
from app.importers.names import People, TagBook
from app.importers.report import UNCHANGED
from app.services.drafts import ImportedItem
from app.services.posts import Tag

BATCH_BYTES = 1_000_000  # of HTML: keeps a transaction far below 20 ms
BATCH_ITEMS = 25
KINDS = {"post": "posts", "page": "pages"}


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
        self._waiting: list[_Waiting] = []
        self._bytes = 0

    def take(self, entry: Entry) -> None:
        if entry.status == "trash":
            self._leave(entry, "in the trash of the old blog")
            return
        try:
            self._convert(plain_entry(entry))
        except (ValueError, RecursionError) as error:
            self._leave(entry, "")
            self._run.report.fail(KINDS[entry.kind], entry.ref, f"could not be converted: {error}")
        if len(self._waiting) >= BATCH_ITEMS or self._bytes >= BATCH_BYTES:
            self.flush()

    def _leave(self, entry: Entry, reason: str) -> None:
        self._run.left_out[entry.ref] = reason
        if reason:
            self._run.report.skip(KINDS[entry.kind], entry.ref, reason)

    def _convert(self, entry: Entry) -> None:
        run = self._run
        made_id = item_id(run.source, "entry", entry.ref)
        path, why = run.addresses.give(made_id, entry)
        rendered = render(entry, run.rewrite)
        tags = self._tags.of(entry.tags)
        item = to_item(
            entry,
            rendered,
            item=made_id,
            path=path,
            now=run.now,
            tags=tags,
            authors=self._people.of(entry.authors),
            rewrite=run.rewrite,
        )
        if rendered.removed:
            run.report.warn(entry.ref, "removed for safety: " + ", ".join(rendered.removed))
        if why and entry.status == "published":
            run.report.warn(entry.ref, why)
        self._waiting.append(_Waiting(entry, item, tags))
        self._bytes += len(rendered.html) + len(entry.source)

    def flush(self) -> None:
        """Write what waits in one transaction, and let Posts.db follow."""
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
        self._run.services.follow()
        return {o.id: o.outcome for o in outcomes}

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
