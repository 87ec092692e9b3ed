"""All entries of a tree, found by whatever templates and links name them by."""

from collections.abc import Iterable

from app.importers.markdown.documents import Document
from app.importers.markdown.tree import decoded, fold, is_text, lookup_path


class Catalog:
    def __init__(self) -> None:
        self.documents: list[Document] = []
        self._by_ref: dict[str, Document] = {}
        self._by_inner: dict[str, Document] = {}  # without suffix, and without "/index"
        self._by_name: dict[str, Document | None] = {}  # None: more than one has it

    def add(self, document: Document) -> None:
        self.documents.append(document)
        self._by_ref[fold(document.ref)] = document
        inner = _plain(document.inner)
        if document.language is None or inner not in self._by_inner:
            self._by_inner[inner] = document
        name = inner.rpartition("/")[2]
        same = self._by_name.get(name)
        self._by_name[name] = document if name not in self._by_name or ((same and document.language) and same) else None

    def find(self, name: str, near: Document | None = None) -> Document | None:
        """Find by a path from the root or beside the file that asks, else by a name only one entry has."""
        path = decoded(name).removeprefix("@/").strip()
        if not path:
            return None
        folders = [""] if near is None or path.startswith("/") else [near.folder, ""]
        for folder in folders:
            joined = lookup_path(folder, path)
            if joined is not None and fold(joined) in self._by_ref:
                return self._by_ref[fold(joined)]
        inner_folders = [""] if near is None or path.startswith("/") else [near.inner_folder, ""]
        for folder in inner_folders:
            joined = lookup_path(folder, path)
            found = self._by_inner.get(_plain(joined)) if joined else None
            if found is not None:
                return found
        return self._by_name.get(_plain(path).rpartition("/")[2])

    def find_file(self, name: str, near: Document) -> Document | None:
        """Find by the name of a text file: `../x.md`, from its folder or from the root."""
        path = decoded(name)
        if not is_text(path):
            return None
        if path.startswith("@/"):  # Zola's way to start at the content folder
            return self._by_inner.get(_plain(path[2:]))
        for folder in ("",) if path.startswith("/") else (near.folder, ""):
            joined = lookup_path(folder, path)
            if joined is None:
                continue
            found = self._by_ref.get(fold(joined)) or self._by_inner.get(_plain(joined))
            if found is not None:
                return found
        return None

    def under(self, folder: str) -> Iterable[Document]:
        start = folder + "/" if folder else ""
        return (document for document in self.documents if document.ref.startswith(start))


def _plain(path: str) -> str:
    folded = fold(path)
    stem = folded.rsplit(".", 1)[0] if is_text(folded) or folded.endswith((".html", ".htm")) else folded
    for index in ("/index", "/_index"):
        stem = stem.removesuffix(index)
    return stem.strip("/")


def fragment_of(address: str) -> str:
    _, mark, fragment = address.partition("#")
    return mark + fragment
