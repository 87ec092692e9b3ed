"""Files that texts name: found in the tree or beside it, under the address readers knew."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from app.importers.items import Media, Unreadable
from app.importers.markdown.addresses import join
from app.importers.markdown.documents import Document
from app.importers.markdown.generators.base import Generator
from app.importers.markdown.keys import unique
from app.importers.markdown.links import quoted
from app.importers.markdown.opening import open_tree
from app.importers.markdown.tree import Tree, decoded, fold, lookup_path

_FILE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?|ico|heic|pdf|mp3|m4a|ogg|oga|opus|wav|flac|mp4|m4v|webm|mov|ogv|avi|zip|gz|tgz|"
    r"tar|7z|epub|docx?|xlsx?|pptx?|odt|ods|odp|csv|ics|key|vtt|srt)$",
    re.IGNORECASE,
)
IMAGE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp|heic)$", re.IGNORECASE)
# Roots a file may lie under whatever made the site: an export is not always complete.
_USUAL_ROOTS = ("", "static", "public", "assets", "src", "source", "site", "docs", "app", "src/static", "src/assets")


class MediaBook:
    """Every file some text names, once. Addresses in texts are replaced by the ones kept here."""

    def __init__(self, generator: Generator, extra: tuple[Path, ...]) -> None:
        self._generator = generator
        self._tree = generator.tree
        self._extra = [_Extra(tree) for tree in map(_open, extra)]
        self._found: dict[str, Media] = {}  # address -> media
        self._aliases: dict[str, list[str]] = {}
        self._bundles: dict[str, Document] = {}  # folder -> the entry that stands for it
        self._bundle_folders: dict[str, str] = {}  # address of an entry -> its folder
        self._known: dict[tuple[str, str], str | None] = {}
        roots = (*generator.static_roots, *_USUAL_ROOTS)
        self._roots = unique(roots)
        self.warnings: dict[str, str] = {}  # address -> what was odd about it

    def add_bundle(self, document: Document) -> None:
        if document.bundle is not None and document.path:
            self._bundles[document.bundle] = document
            self._bundle_folders[document.path.rstrip("/")] = document.bundle

    def address(self, written: str, document: Document | None) -> str | None:
        """Return the address to write for a file, or None where this names no file. Missing files are noted, too."""
        key = (written, document.ref if document else "")
        if key not in self._known:
            self._known[key] = self._look(written, document)
        return self._known[key]

    def exists(self, address: str) -> bool:
        return self._in_tree(decoded(address), "") is not None

    def items(self) -> Iterator[Media]:
        for address, media in self._found.items():
            aliases = tuple(alias for alias in unique(self._aliases.get(address, [])) if alias != address)
            yield Media(media.ref, media.url, media.name, media.open, media.alt, media.caption, aliases)

    # -- looking

    def _look(self, written: str, document: Document | None) -> str | None:
        path = decoded(self._local(written))
        if not path or path.endswith("/"):
            return None
        folder = document.folder if document else ""
        found = self._in_tree(path, folder, document)
        if found is not None:
            return self._keep(found, written, path)
        if not _FILE.search(path):
            return None
        public = self._public_guess(path, document)
        beside = next((file for file in (extra.find(public) for extra in self._extra) if file), None)
        if beside is not None:
            return self._put(public, public, beside)
        return self._put(public, f"missing:{public}", None)

    def _local(self, written: str) -> str:
        """Cut the own origin off."""
        match = re.match(r"https?://[^/]+(/.*)", written, re.IGNORECASE)
        return match[1] if match else written

    def _in_tree(self, path: str, folder: str, document: Document | None = None) -> str | None:
        for candidate in self._candidates(path, folder, document):
            found = self._tree.find(candidate)
            if found is not None and not found.lower().endswith((".md", ".markdown", ".mdx", ".html", ".htm")):
                return found
        return None

    def _candidates(self, path: str, folder: str, document: Document | None) -> Iterator[str]:
        base = self._generator.base
        if path.startswith("/"):
            inside = path[len(base) :] if base and path.startswith(base + "/") else path
            yield from self._rooted(inside.lstrip("/"))
            yield from self._in_bundle(path)
            return
        beside = lookup_path(folder, path)
        if beside:
            yield beside
        if document and document.path:
            from_page = lookup_path(
                document.path if document.path.endswith("/") else document.path.rpartition("/")[0], path
            )
            if from_page:
                yield from self._rooted(from_page.removeprefix(base.strip("/") + "/") if base else from_page)
        yield from self._rooted(lookup_path("", path) or "")

    def _rooted(self, path: str) -> Iterator[str]:
        plain = lookup_path("", path)
        if plain:
            for root in self._roots:
                yield f"{root}/{plain}" if root else plain

    def _in_bundle(self, path: str) -> Iterator[str]:
        """`/post/x/a.png` is a.png in the folder whose entry was at /post/x/."""
        parent, _, name = path.rpartition("/")
        folder = self._bundle_folders.get(parent)
        if folder is not None:
            yield f"{folder}/{name}"

    def _public_guess(self, path: str, document: Document | None) -> str:
        if path.startswith("/"):
            return join(path)
        if document and document.bundle is not None and document.path:
            return join(document.path, path) if not path.startswith("..") else self._from_page(path, document)
        if self._generator.relative_to_file and document:
            beside = lookup_path(document.folder, path)
            if beside:
                return self._generator.public_address(beside)
        return self._from_page(path, document)

    def _from_page(self, path: str, document: Document | None) -> str:
        """Resolve as a browser would on the old page."""
        page = document.path if document and document.path else "/"
        folder = page if page.endswith("/") else page.rpartition("/")[0]
        return "/" + (lookup_path(folder, path) or path.replace("../", "").lstrip("./"))

    # -- keeping

    def _keep(self, found: str, written: str, path: str) -> str:
        public = self._public(found)
        if fold(path.rpartition("/")[2]) == fold(found.rpartition("/")[2]) and not found.endswith(
            path.rpartition("/")[2]
        ):
            self.warnings.setdefault(written, f"{written} names a file that is spelled {found.rpartition('/')[2]}")
        address = self._put(public, found, self._tree.files[found].open)
        alias = file_address(path)
        if path.startswith("/") and alias != address:
            self._aliases.setdefault(address, []).append(alias)
        return address

    def _public(self, found: str) -> str:
        folder = found.rpartition("/")[0]
        while folder:
            document = self._bundles.get(folder)
            if document is not None and document.path:
                return join(
                    document.path if document.path.endswith("/") else document.path + "/", found[len(folder) + 1 :]
                )
            folder = folder.rpartition("/")[0]
        return self._generator.public_address(found)

    def _put(self, public: str, ref: str, opener: Callable[[], BinaryIO] | None) -> str:
        address = file_address(public)
        if address not in self._found or (self._found[address].open is None and opener):
            self._found[address] = Media(ref, address, public.rpartition("/")[2] or "file", opener)
        return address


def file_address(path: str) -> str:
    """Encode a path whose percent, hash and question marks are part of file names."""
    path = path.replace("%23", "#")  # as `addresses.join` left it
    return quoted(path.replace("%", "%25").replace("#", "%23").replace("?", "%3F"))


class _Extra:
    """A folder of uploads: its layout may start anywhere in the address, so the longest tail that fits is taken."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        names: dict[str, list[str]] = {}
        for path in tree.files:
            names.setdefault(fold(path.rpartition("/")[2]), []).append(path)
        self._names = names

    def find(self, address: str) -> Callable[[], BinaryIO] | None:
        parts = [part for part in address.split("/") if part]
        for start in range(len(parts) - 1):
            found = self._tree.find("/".join(parts[start:]))
            if found:
                return self._tree.files[found].open
        alike = self._names.get(fold(parts[-1]), []) if parts else []
        if not alike:
            return None
        best = max(alike, key=lambda path: _common_tail(path.split("/"), parts))
        unclear = len(alike) > 1 and _common_tail(best.split("/"), parts) < 2
        return None if unclear else self._tree.files[best].open


def _common_tail(first: list[str], second: list[str]) -> int:
    count = 0
    for a, b in zip(reversed(first), reversed(second), strict=False):
        if fold(a) != fold(b):
            break
        count += 1
    return count


def _open(path: Path) -> Tree:
    if not path.exists():
        raise Unreadable(f"{path} does not exist; check --media")
    return open_tree(path)
