"""The corpora beside the checkout: third-party blogs with counts and items an independent script has found in them.

Nothing of them is in this repository. Each is imported once for all tests that look at what arrived.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from app.importers.convert import item_id
from app.importers.detect import open_source
from app.importers.items import Options, Unreadable
from app.importers.report import Report
from app.importers.run import Importer
from app.main import Parts, import_services, open_parts
from app.services.drafts import Draft
from app.services.inbox import Decision, Submission
from app.settings import from_env
from app.web.services import Services
from tests.importers.sites import make_site
from tests.web.world import World, open_world

CORPORA = Path(__file__).resolve().parents[3] / "shared" / "corpora"
DECISIONS: tuple[Decision, ...] = ("pending", "approved", "rejected", "spam")
IS_HERE = CORPORA.is_dir()
MISSING = f"LOUDLY: the corpora are not beside the checkout ({CORPORA}); nothing was proved"


@dataclass(frozen=True)
class Source:
    """One thing a person would import. `facts`: what expected.json says of it."""

    name: str  # "wxr-hexo/wordpress.xml", "md-18f"
    paths: tuple[Path, ...]
    facts: dict[str, Any]

    @property
    def family(self) -> str:
        return self.name.partition("-")[0]

    @property
    def items(self) -> list[dict[str, Any]]:
        return self.facts.get("items", [])


def _sources() -> list[Source]:
    found = []
    for path in sorted(CORPORA.glob("*/expected.json")):
        known = json.loads(path.read_text("utf-8"))
        if "posts" in known:
            found.append(Source(path.parent.name, (path.parent,), known["posts"]))
        for name, facts in known["files"].items():
            found.append(Source(f"{path.parent.name}/{name}", (path.parent / name,), facts))
    return found


SOURCES: list[Source] = _sources()
NAMES = [source.name for source in SOURCES]


@dataclass
class Imported:
    """What arrived. `refused`: why nothing did."""

    source: Source
    data: Path
    report: Report
    refused: str = ""

    def again(self, paths: Sequence[Path] | None = None) -> Report:
        """Import the same thing once more."""
        parts = open_parts(from_env({"WAYPOST_DATA": str(self.data)}), writable=True)
        try:
            return _run(parts, paths or self.source.paths)
        finally:
            parts.close()

    @cached_property
    def blog(self) -> str:
        """What ids of this blog's items are made from."""
        with self.services() as services:
            return services.site.site().imported_from or ""

    @cached_property
    def drafts(self) -> dict[str, Draft]:
        """Id -> everything in Drafts.db, in the order of the ids."""
        with self.services() as services:
            return {one.id: one for one in services.drafts.drafts_after("", 1_000_000)}

    @cached_property
    def submissions(self) -> list[Submission]:
        with self.services() as services:
            found = [services.inbox.list_submissions(decision, 1, 1_000_000) for decision in DECISIONS]
            return [one for part in found for one in part]

    def find(self, ref: str) -> Draft | None:
        """Find by the id it had in the old blog."""
        return self.drafts.get(item_id(self.blog, "entry", ref))

    def match(self, ref: str, title: str, slug: str = "") -> Draft | None:
        """Find by the id; where there is none, or several items share it, by title and slug."""
        draft = self.find(ref)
        if draft is not None and (draft.title == title or not title):
            return draft
        alike = [one for one in self.drafts.values() if (one.title, one.slug) == (title, slug or one.slug)]
        return alike[0] if len(alike) == 1 else draft

    def revisions(self) -> dict[str, Any]:
        """File -> what each write changes."""
        parts = open_parts(from_env({"WAYPOST_DATA": str(self.data)}), writable=False)
        try:
            return {name: database.revision() for name, database in parts.databases.items()}
        finally:
            parts.close()

    @contextmanager
    def services(self) -> Iterator[Services]:
        """The services alone, read-only."""
        parts = open_parts(from_env({"WAYPOST_DATA": str(self.data)}), writable=False)
        try:
            yield parts.services
        finally:
            parts.close()

    @contextmanager
    def open(self) -> Iterator[World]:
        """The site behind the web app; nothing can be written."""
        world = open_world(self.data, writable=False)
        try:
            yield world
        finally:
            world.close()


class Library:
    """Imports each source at its first use."""

    def __init__(self, folder: Path, migrated: Callable[[str], Path]) -> None:
        self._folder = folder
        self._migrated = migrated
        self._imported: dict[str, Imported] = {}

    def get(self, source: Source) -> Imported:
        if source.name not in self._imported:
            self._imported[source.name] = self._bring_in(source)
        return self._imported[source.name]

    def _bring_in(self, source: Source) -> Imported:
        folder = self._folder / source.name.replace("/", "-")
        parts = make_site(folder, self._migrated)
        try:
            return Imported(source, folder / "data", _run(parts, source.paths))
        except Unreadable as refused:
            return Imported(source, folder / "data", Report("none"), str(refused))
        finally:
            parts.close()


def _run(parts: Parts, paths: Sequence[Path]) -> Report:
    return Importer(import_services(parts), open_source(paths, "auto", Options()), "corpus").run()
