"""Every text of a tree, read once and described by the generator; bodies stay as far as memory allows."""

from collections.abc import Iterator

from app.importers.items import Failed, Skipped
from app.importers.markdown.documents import Document, Markup, Role
from app.importers.markdown.generators.base import HTML_SUFFIXES, Generator
from app.importers.markdown.matter import BadMatter, Matter, read_matter
from app.importers.markdown.text import decode
from app.importers.markdown.tree import TooLarge, Tree

KEPT_CHARS = 192 * 1024 * 1024  # of bodies; beyond, texts are read again when they are needed


class Intake:
    def __init__(self, tree: Tree, generator: Generator) -> None:
        self._tree = tree
        self._generator = generator
        self._kept = 0
        self._dropped: set[str] = set()
        self._folders: dict[str, list[str]] | None = None

    def total(self) -> int:
        return sum(1 for path in self._tree.files if self._generator.role(path))

    def read(self) -> Iterator[Document | Skipped | Failed]:
        """Yield everything that is or was meant to be an entry."""
        for path in sorted(self._tree.files, key=lambda path: (not self._generator.reads_first(path), path)):
            role = self._generator.role(path)
            if role is not None:
                found = self._one(path, role)
                if found is not None:
                    yield found

    def _one(self, path: str, role: Role) -> Document | Skipped | Failed | None:
        kind = "pages" if role in ("page", "section", "author", "term") else "posts"
        try:
            matter, notes = self._matter(path)
        except (OSError, TooLarge, BadMatter) as error:
            return Failed(kind, path, str(error) or type(error).__name__)
        reason = self._generator.ignored(path, matter.keys, matter.language)
        if reason is not None:
            return None if path.endswith(HTML_SUFFIXES) else Skipped("files", path, reason)
        keys = self._generator.keys_of(path, matter.keys)
        document = Document(path, role, keys, matter.body, matter.language, _markup(path), notes + matter.notes)
        self._generator.describe(document)
        self._generator.leave_out(document)
        self._shelve(document)
        return document

    def _matter(self, path: str) -> tuple[Matter, list[str]]:
        text, notes = decode(self._tree.read(path))
        return read_matter(text), notes

    def find(self, path: str) -> str | None:
        return self._tree.find(path)

    def bytes(self, path: str) -> bytes:
        return self._tree.read(path)

    def beside(self, folder: str) -> list[str]:
        """Return the files of a folder and those below it."""
        if self._folders is None:
            self._folders = {}
            for path in self._tree.files:
                parts = path.split("/")
                for depth in range(1, len(parts)):
                    self._folders.setdefault("/".join(parts[:depth]) + "/", []).append(path)
        return self._folders.get(folder, [])

    def _shelve(self, document: Document) -> None:
        """Let go of a body once too many are held."""
        self._kept += len(document.body)
        if self._kept > KEPT_CHARS and document.body:
            self._dropped.add(document.ref)
            document.tail = len(document.body)
            document.body = ""

    def body(self, document: Document) -> str:
        """Return the body, read again if it was let go."""
        if document.ref not in self._dropped:
            return document.body
        try:
            return self._matter(document.ref)[0].body[-document.tail :]
        except (OSError, TooLarge, BadMatter):  # the file changed while it was imported
            return ""


def _markup(path: str) -> Markup:
    if path.lower().endswith(".mdx"):
        return "mdx"
    return "html" if path.endswith(HTML_SUFFIXES) else "markdown"
