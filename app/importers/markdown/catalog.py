"""All entries of a tree, found by whatever templates and links name them by."""

from collections.abc import Iterable

from app.importers.markdown.documents import Document
from app.importers.markdown.tree import decoded, fold, is_text, lookup_path


class Catalog:
    def __init__(self) -> None:
        self.documents: list[Document] = []
        self._by_ref: dict[str, Document] = {}
        self._by_inner: dict[tuple[str, str], Document] = {}  # (language, path without suffix and "/index")
        self._by_name: dict[tuple[str, str], Document | None] = {}  # (language, name); None: more than one has it

    def add(self, document: Document) -> None:
        self.documents.append(document)
        self._by_ref[fold(document.ref)] = document
        language, inner = document.language or "", _plain(document.inner)
        self._by_inner.setdefault((language, inner), document)
        name = (language, inner.rpartition("/")[2])
        self._by_name[name] = None if name in self._by_name else document

    def find(self, name: str, near: Document) -> Document | None:
        """Find by a path beside the file that asks or from the root, else by a name only one entry has.

        A text in the language of the one that asks comes first.
        """
        path = decoded(name).removeprefix("@/").strip()
        if not path:
            return None
        inner = _joined(path, near.inner_folder)
        found = self._spoken(inner, near.language) if near.language else None
        found = found or self._written(_joined(path, near.folder)) or self._spoken(inner, "")
        if found is not None:
            return found
        last = _plain(path).rpartition("/")[2]
        return (self._by_name.get((near.language, last)) if near.language else None) or self._by_name.get(("", last))

    def find_file(self, name: str, near: Document) -> Document | None:
        """Find by the name of a text file, which only texts have: `../x.md`, or Zola's `@/x.md` from the root."""
        path = decoded(name)
        if not is_text(path):
            return None
        if path.startswith("@/"):
            return self._spoken([path[2:]], near.language or "") or self._spoken([path[2:]], "")
        inner = _joined(path, near.inner_folder)
        found = self._spoken(inner, near.language) if near.language else None
        return found or self._written(_joined(path, near.folder)) or self._spoken(inner, "")

    def _written(self, paths: Iterable[str]) -> Document | None:
        return next((self._by_ref[fold(path)] for path in paths if fold(path) in self._by_ref), None)

    def _spoken(self, paths: Iterable[str], language: str) -> Document | None:
        """Look below the content folder, where suffixes and marks of languages are no part of a path."""
        found = (self._by_inner.get((language, _plain(path))) for path in paths)
        return next((document for document in found if document), None)

    def under(self, folder: str) -> Iterable[Document]:
        start = folder + "/" if folder else ""
        return (document for document in self.documents if document.ref.startswith(start))


def _joined(path: str, folder: str) -> list[str]:
    """Return the paths an address may mean, inside the tree."""
    folders = [""] if path.startswith("/") else [folder, ""]
    return [joined for joined in (lookup_path(one, path) for one in folders) if joined]


def _plain(path: str) -> str:
    folded = fold(path)
    stem = folded.rsplit(".", 1)[0] if is_text(folded) or folded.endswith((".html", ".htm")) else folded
    for index in ("/index", "/_index"):
        stem = stem.removesuffix(index)
    return stem.strip("/")


def fragment_of(address: str) -> str:
    _, mark, fragment = address.partition("#")
    return mark + fragment
