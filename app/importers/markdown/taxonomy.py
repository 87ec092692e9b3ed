"""Tags, categories, topics and series: all of them are tags here, one for each slug."""

import re
from collections.abc import Iterable

from app.content import slugify
from app.importers.items import Tag
from app.importers.markdown.documents import Document, Term
from app.importers.markdown.generators.base import Generator
from app.importers.markdown.keys import unique

_PLUS = re.compile(r"(?<=[^\W_])\+|(?<=\+)\+")
_SHARP = re.compile(r"(?<=[^\W_])#(?![^\W_])")


class Terms:
    def __init__(self, generator: Generator) -> None:
        self._generator = generator
        self._terms: dict[str, list[Term]] = {}  # slug -> every way it is written
        self._pages: dict[str, Document] = {}  # slug -> its own page

    @staticmethod
    def slug(name: str) -> str:
        """Keep C, C++ and C# apart, of which a slug has only letters left."""
        return slugify(_PLUS.sub(" plus ", _SHARP.sub(" sharp ", name)))

    def add(self, documents: Iterable[Document]) -> None:
        for document in documents:
            for term in document.terms:
                spelled = self._terms.setdefault(self.slug(term.name), [])
                if term not in spelled:
                    spelled.append(term)

    def add_page(self, document: Document) -> None:
        """Take a term's own page for its name and description."""
        self._pages[self.slug(document.inner_folder.rpartition("/")[2])] = document

    def refs(self, document: Document) -> tuple[str, ...]:
        return tuple(unique(self.slug(term.name) for term in document.terms))

    def items(self) -> list[Tag]:
        return [self._tag(slug, terms) for slug, terms in self._terms.items()]

    def _paths(self, term: Term) -> list[str]:
        return self._generator.term_paths(term)

    def _tag(self, slug: str, terms: list[Term]) -> Tag:
        page = self._pages.get(slug)
        paths = unique(path for term in terms for path in self._paths(term))
        if page and page.path:
            paths = unique([page.path, *paths])
        return Tag(
            ref=slug,
            slug=slug,
            name=(page.title if page else "") or terms[0].name,
            description=page.keys.text("description") or page.body.strip()[:2000] if page else "",
            old_paths=tuple(path for path in paths if path != f"/tag/{slug}/"),
        )
