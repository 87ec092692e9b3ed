"""Bodies: template language resolved, addresses made clear, what could not be converted counted."""

from collections.abc import Iterable

from app.importers.markdown.catalog import Catalog, fragment_of
from app.importers.markdown.documents import Document
from app.importers.markdown.entries import with_more_mark
from app.importers.markdown.generators.base import Generator
from app.importers.markdown.intake import Intake
from app.importers.markdown.links import rewrite_links
from app.importers.markdown.matter import BadMatter, read_matter
from app.importers.markdown.media import IMAGE, MediaBook
from app.importers.markdown.templates.context import Context
from app.importers.markdown.templates.kramdown import convert_kramdown
from app.importers.markdown.templates.liquid import convert_liquid
from app.importers.markdown.templates.mdx import convert_mdx
from app.importers.markdown.templates.shortcodes import convert_hugo, convert_zola
from app.importers.markdown.text import decode
from app.importers.markdown.tree import TooLarge, lookup_path

KEPT_CHARS = 128 * 1024 * 1024  # of converted bodies; beyond, they are converted a second time


class Bodies:
    def __init__(self, generator: Generator, catalog: Catalog, media: MediaBook, intake: Intake) -> None:
        self._generator = generator
        self._catalog = catalog
        self._media = media
        self._intake = intake
        self._sources: dict[str, str] = {}
        self._kept = 0

    def scan(self, documents: Iterable[Document]) -> None:
        """Convert every body once, to learn which files they name."""
        for document in documents:
            source = self._convert(document)
            self._kept += len(source)
            if self._kept <= KEPT_CHARS:
                self._sources[document.ref] = source
                document.body = ""
            if document.bundle is not None and document.path:
                self._take_bundle(document)

    def source(self, document: Document) -> str:
        """Return the converted body, once."""
        source = self._sources.pop(document.ref, None)
        if source is None:
            notes = list(document.notes)
            source = self._convert(document)
            document.notes = notes
        return source

    def _take_bundle(self, document: Document) -> None:
        """Pictures in a page's own folder may be shown by its theme without being named."""
        folder = f"{document.bundle}/"
        if document.stem == "_index":
            return
        for path in self._intake.beside(folder):
            if IMAGE.search(path):
                self._media.address(path[len(folder) :], document)

    def _convert(self, document: Document) -> str:
        text = self._intake.body(document)
        context = self._context(document)
        text = self._without_templates(text, document, context)
        for name, count in context.unknown.items():
            times = "" if count == 1 else f" ({count} times)"
            document.notes.append(f"left as text: {name}{times}")
        text = with_more_mark(text, self._generator.excerpt_separator)
        return rewrite_links(text, lambda address: self._address(address, document), self._generator.own_hosts)

    def _without_templates(self, text: str, document: Document, context: Context) -> str:
        match self._generator.templates:
            case "liquid":
                text = convert_kramdown(convert_liquid(text, context))
            case "hugo":
                text = convert_hugo(text, context)
            case "zola":
                text = convert_zola(text, context)
        return convert_mdx(text, context) if document.markup == "mdx" else text

    def _context(self, document: Document) -> Context:
        generator = self._generator
        return Context(
            variables=generator.variables(document),
            find_post=lambda name: self._post(name, document),
            find_file=self._media.exists,
            include=lambda name: self._partial(name, document),
            base=generator.base,
            site_url=generator.url_of_site,
            whole=generator.name == "jekyll",
        )

    def _post(self, name: str, document: Document) -> str | None:
        if name.startswith("#"):
            return name
        plain, mark, fragment = name.partition("#")
        found = self._catalog.find(plain, document)
        if found is not None and found.path:
            return found.path + mark + fragment
        missing = self._generator.missing_address(plain)
        if missing:
            return missing + mark + fragment
        return self._media.address(plain, document) if "." in plain.rpartition("/")[2] else None

    def _partial(self, name: str, document: Document) -> str | None:
        """Return the text of an included file, without front matter."""
        for folder in self._generator.partial_folders(document):
            path = lookup_path(folder, name.lstrip("/"))
            found = self._intake.find(path) if path else None
            if found and found.lower().endswith((".md", ".markdown", ".html", ".htm", ".txt", ".liquid")):
                try:
                    return read_matter(decode(self._intake.bytes(found))[0]).body
                except (OSError, TooLarge, BadMatter):
                    return None
        return None

    def _address(self, address: str, document: Document) -> str | None:
        """Return what to write for an address of this site, or None to leave it."""
        linked = self._catalog.find_file(address, document)
        if linked is not None and linked.path:
            return linked.path + fragment_of(address)
        name = address.split("#", 1)[0].split("?", 1)[0].rpartition("/")[2]
        file = self._media.address(address, document) if "." in name else None
        if file is not None:
            return file
        if address.startswith(("/", "@", "?")) or document.path is None or "//" in address:
            return None
        page = document.path if document.path.endswith("/") else document.path.rpartition("/")[0]
        plain = address.split("#", 1)[0].split("?", 1)[0]
        joined = lookup_path(page, plain)
        if joined is None:
            return None
        slash = "/" if plain.endswith(("/", "..", ".")) and joined else ""
        return f"/{joined}{slash}{address[len(plain) :]}"
