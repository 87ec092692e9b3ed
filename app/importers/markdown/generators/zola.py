"""Zola: TOML front matter, sections, page bundles, dates in file names and paths, root-relative aliases."""

from collections.abc import Sequence
from typing import Any

from app.importers.items import Redirect, Site
from app.importers.markdown.addresses import as_folder, ascii_dashed, dashed, join, local
from app.importers.markdown.data import dig, first_of, load_table
from app.importers.markdown.dates import name_date, path_date
from app.importers.markdown.documents import Document, Role, Term
from app.importers.markdown.facts import local_day
from app.importers.markdown.generators.base import Generator, is_index
from app.importers.markdown.keys import as_flag, as_text, unique
from app.importers.markdown.tree import is_text


class Zola(Generator):
    name = "zola"
    relative_to_file = False
    templates = "zola"
    static_roots = ("static",)
    guesses_addresses = False

    def read_config(self) -> dict[str, Any]:
        path = first_of(self.tree, "zola", (".toml",)) or first_of(self.tree, "config", (".toml",))
        found = load_table(self.tree, path, self.warnings) if path else {}
        table = found.get("languages")
        self._languages = frozenset(table) if isinstance(table, dict) else frozenset()
        slugify = found.get("slugify")
        mode = slugify.get("paths") if isinstance(slugify, dict) else slugify
        self._slug_mode = {"true": "on", "false": "off"}.get(as_text(mode), as_text(mode) or "on")
        return found

    def url(self) -> str | None:
        own = as_text(self.config.get("base_url")).rstrip("/")
        return own if "//" in own and "example.com" not in own else super().url()

    def site(self) -> Site:
        base = super().site()
        return Site(
            title=as_text(self.config.get("title")) or None,
            tagline=as_text(self.config.get("description")) or None,
            url=base.url,
            language=as_text(self.config.get("default_language")) or None,
            aliases=base.aliases,
        )

    def role(self, path: str) -> Role | None:
        if not path.startswith("content/") or not is_text(path):
            return None
        name = path.rpartition("/")[2]
        if name.startswith("_index."):
            return "section"
        return None if name[0] in "._" else "entry"

    def place(self, document: Document) -> None:
        inner = document.ref.removeprefix("content/")
        stem, _, suffix = inner.rpartition(".")
        code = stem.rpartition(".")[2]
        if code in self._languages and "." in stem.rpartition("/")[2]:
            document.language = code
            inner = f"{stem[: -len(code) - 1]}.{suffix}"
        document.inner = inner
        if document.stem in ("index", "_index"):
            document.bundle = document.folder

    def describe(self, document: Document) -> None:
        super().describe(document)
        if document.moment is None and document.role == "entry":
            day = path_date(as_text(document.keys.peek("path"))) or path_date(document.inner)
            if day:
                document.moment = self.moment_of_name(day.isoformat())
                document.day = local_day(document.moment, self.clock)
                document.kind = self.kind_of(document)
                if document.moment.at > self.clock.now and document.status == "published":
                    document.status = "scheduled"
        if as_flag(document.keys.peek("render")) is False:
            document.status = "draft"

    def slug_of(self, document: Document, stem: str) -> str:
        written = as_text(document.keys.peek("path")).strip("/").rpartition("/")[2]
        return super().slug_of(document, written or self._slugged(stem))

    def _slugged(self, text: str) -> str:
        if self._slug_mode == "off":
            return text
        return dashed(text, "_.~", lower=False) if self._slug_mode == "safe" else ascii_dashed(text)

    def _prefix(self, document: Document) -> str:
        return f"/{document.language}" if document.language in self._languages else ""

    def written_address(self, document: Document) -> str | None:
        path = local(document.keys.text("path"))
        return join(self.base, self._prefix(document), path.strip("/"), "/") if path and path != "/" else None

    def default_address(self, document: Document) -> str:
        folders = [folder for folder in document.inner_folder.split("/") if folder]
        if document.stem == "_index":
            return join(self._prefix(document), *map(self._slugged, folders), "/")
        name = folders.pop() if is_index(document) and folders else document.stem
        slug = document.keys.text("slug").strip("/") or self._slugged(name_date(name)[1])
        return join(self._prefix(document), *map(self._slugged, folders), slug, "/")

    def alias(self, document: Document, path: str) -> str:
        """Aliases start at the root, with or without a slash (Zola: they are files of the output folder)."""
        return join(self.base, as_folder(path.lstrip("/")))

    def public_address(self, path: str) -> str:
        return (
            join(self.base, path.removeprefix("content/"))
            if path.startswith("content/")
            else super().public_address(path)
        )

    def term_paths(self, term: Term) -> list[str]:
        return [join(self.base, ascii_dashed(term.taxonomy), self._slugged(term.name), "/")]

    def redirects(self, documents: Sequence[Document]) -> list[Redirect]:
        names = (
            dig(self.config, "feed_filenames")
            or dig(self.config, "feed_filename")
            or ["atom.xml", "rss.xml", "feed.xml"]
        )
        names = [as_text(name) for name in (names if isinstance(names, list) else [names])]
        sections = sorted({one.inner.split("/", 1)[0] for one in documents if one.kind == "post" and "/" in one.inner})
        folders = [section for section in sections if f"content/{section}/_index.md" in self.tree.files]
        own = [] if self.base else [name for name in names if name not in ("feed.xml", "atom.xml", "rss.xml")]
        wanted = [*own, *(f"{self._slugged(folder)}/{name}" for folder in folders for name in names)]
        return super().redirects(documents) + [Redirect(join(self.base, name), "/feed.xml") for name in unique(wanted)]

    def variables(self, document: Document) -> dict[str, Any]:
        return {"page": document.keys.all(), "config": self.config}
