"""One tree, read in three steps: what its files are, what their texts become, and the entries themselves."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from app.importers.items import Author, Entry, Failed, Item, Media, Options, Redirect, Site, Skipped, Tag, Warned
from app.importers.markdown.bodies import Bodies
from app.importers.markdown.catalog import Catalog
from app.importers.markdown.detect import generator_of
from app.importers.markdown.documents import Document
from app.importers.markdown.entries import to_entry
from app.importers.markdown.generators.base import OTHER_TEXTS
from app.importers.markdown.guess import guess_form
from app.importers.markdown.intake import Intake
from app.importers.markdown.kinds import settle_kinds
from app.importers.markdown.media import MediaBook
from app.importers.markdown.people import People
from app.importers.markdown.pictures import Picture, picture_of
from app.importers.markdown.redirects import redirects_of
from app.importers.markdown.sections import hold_empty, is_list, settle_list
from app.importers.markdown.taxonomy import Terms
from app.importers.markdown.tree import Tree, is_text

# Texts of a repository that never were content: its own papers, templates, themes and what is included elsewhere.
_BESIDE = re.compile(
    r"(?:^|/)(?:(?:README|LICEN[CS]E|CONTRIBUTING|CHANGELOG|CODE_OF_CONDUCT|SECURITY|SOURCES|HISTORY|NOTICE)(?:\.[\w-]+)*"
    r"|(?:_(?!posts|drafts)[\w-]+|\.[\w-]+|themes|archetypes|layouts|vendor|test|tests|node_modules)/.+|[_.#][^/]*)$",
    re.IGNORECASE,
)


class SiteReader:
    """`prefix` stands before every ref, where several trees are read at once."""

    def __init__(self, tree: Tree, options: Options, now: datetime, *, prefix: str = "", is_first: bool = True) -> None:
        self._tree = tree
        self._redirect_file = options.redirects if is_first else None
        self._prefix = prefix
        self._generator = generator_of(tree, options, now)
        self._intake = Intake(tree, self._generator)
        self._catalog = Catalog()
        self._media = MediaBook(self._generator, options.media if is_first else ())
        self._terms = Terms(self._generator)
        self._people = People(self._generator, self._media)
        self._bodies = Bodies(self._generator, self._catalog, self._media, self._intake)
        self._entries: list[Document] = []
        self._pictures: dict[str, Picture] = {}
        self._redirects: list[Item] = []
        self._authors: list[Author] = []

    def total(self) -> int:
        return self._intake.total()

    # -- learning

    def learn(self) -> Iterator[Item]:
        """Read every file, decide on addresses, convert every text; yield what was refused or looks odd."""
        for item in (*self._refused(), *self._read()):
            yield self._named(item)
        yield from map(self._named, self._overlooked())
        settle_kinds(self._entries)
        self._settle_addresses()
        self._settle_lists()
        self._terms.add(self._entries)
        self._people.add_tables(self._entries)
        self._authors = self._people.items(self._entries)
        self._bodies.scan(self._entries)
        self._pictures = {one.ref: picture_of(one, self._media, self._tree) for one in self._entries}
        self._redirects += self._generator.redirects(self._entries)
        self._redirects += redirects_of(self._tree, self._redirect_file)
        odd = (Warned(address, message) for address, message in self._media.warnings.items())
        for warning in (*self._generator.warnings, *odd):
            yield self._named(warning)

    def _refused(self) -> Iterator[Item]:
        yield from self._tree.refused
        for path in self._tree.files:
            name = OTHER_TEXTS.get(path[path.rfind(".") :].lower()) if "." in path else None
            if name and self._generator.role(path[: path.rfind(".")] + ".md"):
                yield Skipped("posts", path, f"{name} is not understood; convert it to Markdown first")

    def _overlooked(self) -> Iterator[Item]:
        """Name texts the generator would not have looked at: a folder may be set up wrongly, or given too high."""
        paths = [path for path in self._tree.files if is_text(path) and not self._generator.role(path)]
        paths = [path for path in paths if not _BESIDE.search(path)]
        if paths:
            shown = ", ".join(paths[:3]) + (", …" if len(paths) > 3 else "")
            where = f"where {self._generator.name} does not look for posts"
            yield Warned(self._tree.name, f"{len(paths)} Markdown files lie {where} and were not read: {shown}")

    def _read(self) -> Iterator[Item]:
        for found in self._intake.read():
            if not isinstance(found, Document):
                yield found
            elif found.left_out or found.role in ("author", "term"):
                yield self._leave_out(found)
            else:
                self._catalog.add(found)
                self._entries.append(found)

    def _leave_out(self, document: Document) -> Skipped:
        self._generator.address(document)
        reason = document.left_out or f"a page about {document.role}s; taken as the {document.role}'s description"
        if document.role == "author":
            self._people.add_page(document)
        elif document.role == "term":
            self._terms.add_page(document)
        if document.leads_to and document.path and document.path != "/":
            self._redirects.append(Redirect(document.path, document.leads_to))
        if document.leads_to:
            self._redirects += [Redirect(path, document.leads_to) for path in document.old_paths]
        return Skipped("posts" if document.kind == "post" else "pages", document.ref, reason)

    def _settle_addresses(self) -> None:
        form = guess_form(self._entries) if self._generator.guesses_addresses else None
        for document in self._entries:
            self._generator.address(document)
            guessed = form.address(document) if form and document.path and not document.is_written else None
            if guessed and document.path and guessed != document.path:
                document.old_paths.append(document.path)
                document.path = guessed
            self._media.add_bundle(document)

    def _settle_lists(self) -> None:
        posts = sum(document.kind == "post" for document in self._entries)
        for document in self._entries:
            if not is_list(document):
                hold_empty(document, among_posts=posts > 0)
        for document in filter(is_list, self._entries):
            redirect = settle_list(document, self._catalog, posts)
            hold_empty(document, among_posts=posts > 0)
            if redirect:
                self._redirects.append(redirect)

    # -- the stream

    def site(self) -> Site:
        return self._generator.site()

    def authors(self) -> list[Author]:
        return self._authors

    def tags(self) -> list[Tag]:
        return self._terms.items()

    def media(self) -> Iterator[Media]:
        return self._media.items()

    def entries(self) -> Iterator[Item]:
        """Yield each entry behind the warnings about it."""
        sections = {one.folder: one.ref for one in self._entries if one.role == "section"}
        for document in sorted(self._entries, key=lambda one: one.ref):
            source = self._bodies.source(document)
            parent = _parent(document, sections) if document.kind == "page" else None
            yield from (self._named(Warned(document.ref, note)) for note in document.notes)
            entry = to_entry(document, source, self._terms.refs(document), self._pictures[document.ref], parent)
            yield self._named(entry)

    def redirects(self) -> list[Item]:
        return self._redirects

    def _named(self, item: Item) -> Item:
        """Make refs of several trees differ."""
        if not self._prefix or not isinstance(item, Entry | Skipped | Failed | Warned):
            return item
        if isinstance(item, Entry) and item.parent_ref:
            item = replace(item, parent_ref=self._prefix + item.parent_ref)
        return replace(item, ref=self._prefix + item.ref)


def _parent(document: Document, sections: dict[str, str]) -> str | None:
    """Return the ref of the nearest section page above."""
    folder = document.folder
    if document.role == "section":
        folder = folder.rpartition("/")[0]
    while folder:
        if folder in sections:
            return sections[folder]
        folder = folder.rpartition("/")[0]
    return None
