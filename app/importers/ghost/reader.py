"""One Ghost export as the neutral stream."""

from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from app.importers.ghost.document import read_document
from app.importers.ghost.entries import Entries
from app.importers.ghost.export import Export
from app.importers.ghost.leftovers import leftovers
from app.importers.ghost.media import Uploads, note_all
from app.importers.ghost.people import People
from app.importers.ghost.redirecting import redirects
from app.importers.ghost.routes import Routes
from app.importers.ghost.site import PICTURES, Settings
from app.importers.ghost.sources import Sources, find_sources
from app.importers.ghost.tags import Tags
from app.importers.items import Item, Options, Warned
from app.importers.redirects import read_redirects_file

_TEXTS = ("html", "lexical", "mobiledoc", "markdown", "feature_image", "image", "og_image", "twitter_image")


class GhostReader:
    format = "ghost"

    def __init__(self, sources: Sources, options: Options) -> None:
        """Raises: Unreadable: the document is no Ghost export, or the named redirects are none."""
        self._sources = sources
        self._redirects = list(read_redirects_file(options.redirects)) if options.redirects else []
        self._export = Export(read_document(sources.document.read(), sources.document.name), options.site_url)

    def total(self) -> int | None:
        return self._export.count("posts")

    def items(self) -> Iterator[Item]:
        export = self._export
        settings = Settings(export)
        documents = [file.read() for file in self._sources.routes if file.size < 1 << 20]
        routes = Routes(export.prefix, settings.first("permalinks"), documents)
        people, tags = People(export, routes.author), Tags(export, routes.tag)
        yield from settings.items()
        yield from (Warned(self._sources.document.name, repair) for repair in export.repairs)
        yield from (Warned("routes.yaml", warning) for warning in routes.warnings)
        yield from people.items
        yield from tags.items
        yield from self._uploads(settings).items()
        yield from Entries(export, settings, routes, people, tags).items()
        yield from self._redirects
        yield from redirects(self._sources.redirects, export.prefix, routes.index_pages())
        yield from leftovers(export)

    def _uploads(self, settings: Settings) -> Uploads:
        export = self._export
        uploads = Uploads(export.origin, export.prefix, self._sources.uploads, self._sources.beside)
        for row in chain(export.rows("posts"), export.rows("posts_meta"), export.rows("tags")):
            note_all(uploads, (row.get(name) for name in _TEXTS))
        for row in export.rows("users"):
            note_all(uploads, (row.get(name) for name in ("profile_image", "image")))
        note_all(uploads, (settings.first(key) for key in PICTURES))
        return uploads


def read(paths: Sequence[Path], options: Options) -> GhostReader:
    return GhostReader(find_sources(paths, options), options)
