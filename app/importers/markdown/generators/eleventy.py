"""Eleventy: addresses from file paths, permalink templates, data files of folders."""

import re
from collections.abc import Mapping
from typing import Any

from app.importers.items import Site
from app.importers.markdown.addresses import as_folder, join, local
from app.importers.markdown.data import first_of, load_table
from app.importers.markdown.dates import name_date
from app.importers.markdown.documents import Document, Role, Term
from app.importers.markdown.generators.base import HTML_SUFFIXES, Generator, is_index
from app.importers.markdown.keys import Keys, as_text
from app.importers.markdown.templates.liquid import fill_in
from app.importers.markdown.text import decode
from app.importers.markdown.tree import is_text

CONFIGS = tuple(
    f"{name}{suffix}" for name in (".eleventy", "eleventy.config") for suffix in (".js", ".cjs", ".mjs", ".ts")
)
_INPUT = re.compile(r"""\binput\s*:\s*["'](?:\./)?([\w./-]+)["']|setInputDirectory\(\s*["'](?:\./)?([\w./-]+)["']""")
_SETTING = re.compile(r"""["']?(permalink|layout|tags|lang|author)["']?\s*:\s*(["'`])([^"'`\n]*)\2""")
_COLLECTIONS = frozenset({"all", "nav", "post", "posts", "page", "pages", "blog", "article", "articles"})


class Eleventy(Generator):
    name = "eleventy"
    relative_to_file = False
    static_roots: tuple[str, ...] = ("", "public", "static", "src", "assets", "src/assets", "src/public")

    def read_config(self) -> dict[str, Any]:
        path = next((name for name in CONFIGS if name in self.tree.files), None)
        text = decode(self.tree.read(path))[0] if path else ""
        match = _INPUT.search(text)
        self._input = ((match[1] or match[2]) if match else "").strip("./")
        if self._input:
            self.static_roots = (self._input, *self.static_roots)
        self._folder_data: dict[str, dict[str, Any]] = {}
        metadata = first_of(self.tree, join(self._input, "_data/metadata")[1:]) or first_of(
            self.tree, join(self._input, "_data/site")[1:]
        )
        return load_table(self.tree, metadata, self.warnings) if metadata else {}

    def url(self) -> str | None:
        own = as_text(self.config.get("url")).rstrip("/")
        return own if "//" in own and "example." not in own else super().url()

    def site(self) -> Site:
        base, keys = super().site(), Keys(self.config)
        return Site(
            title=keys.text("title", "name") or None,
            tagline=keys.text("description", "tagline") or None,
            url=base.url,
            language=keys.text("language", "lang", "locale") or None,
            aliases=base.aliases,
        )

    def _inside(self, path: str) -> str:
        return path.removeprefix(self._input + "/") if self._input else path

    def role(self, path: str) -> Role | None:
        if self._input and not path.startswith(self._input + "/"):
            return None
        parts = self._inside(path).split("/")
        if any(part.startswith(("_", ".")) for part in parts) or parts[0] == "dist":
            return None
        return "entry" if is_text(path) or path.endswith(HTML_SUFFIXES) else None

    def keys_of(self, path: str, data: Mapping[str, Any]) -> Keys:
        return Keys(data, self._data_of(path.rpartition("/")[0]))

    def _data_of(self, folder: str) -> dict[str, Any]:
        """Merge `posts/posts.json`, `posts/posts.11tydata.json` and what is plain text in `posts/posts.11tydata.js`."""
        if folder in self._folder_data:
            return self._folder_data[folder]
        found = dict(self._data_of(folder.rpartition("/")[0])) if folder else {}
        name = folder.rpartition("/")[2]
        stem = f"{folder}/{name}" if folder else ""
        for suffix in (".json", ".11tydata.json"):
            if stem + suffix in self.tree.files:
                found.update(load_table(self.tree, stem + suffix, self.warnings))
        for suffix in (".11tydata.js", ".11tydata.cjs", ".11tydata.mjs"):
            if stem + suffix in self.tree.files:
                text = decode(self.tree.read(stem + suffix))[0]
                found.update({match[1]: match[3] for match in _SETTING.finditer(text)})
        self._folder_data[folder] = found
        return found

    def place(self, document: Document) -> None:
        document.inner = self._inside(document.ref)

    def describe(self, document: Document) -> None:
        super().describe(document)
        if document.keys.peek("permalink") is False:
            document.status = "draft"

    def terms_of(self, document: Document) -> list[Term]:
        """Tags are collections here; those that only say "this is a post" are left out."""
        return [term for term in super().terms_of(document) if term.taxonomy != "tags" or term.name not in _COLLECTIONS]

    def cut_words(self, text: str, key: str) -> list[str]:
        return [text]

    def kind_of(self, document: Document) -> Any:
        tags = Keys({"tags": document.keys.peek("tags")}).texts("tags")
        if {"post", "posts"} & set(tags):
            return "post"
        return super().kind_of(document)

    def address(self, document: Document) -> None:
        super().address(document)
        if document.keys.peek("permalink") is False:
            document.path = None
        slug_path = self._slug_address(document)
        if slug_path != document.path and document.kind == "post":
            document.old_paths.append(slug_path)

    def written_address(self, document: Document) -> str | None:
        written = document.keys.raw("permalink")
        if not isinstance(written, str) or not written.strip():
            return None
        made = fill_in(written, self.variables(document)) if "{" in written else written
        if made is None:
            document.notes.append(
                f"its permalink {written!r} is a program this reader does not run; guessed its address"
            )
            return None
        path = local(made.strip().removesuffix("index.html"), self.own_hosts)
        return join(self.base, as_folder(path) if path.rpartition("/")[2] else path) if path else None

    def default_address(self, document: Document) -> str:
        folder = document.inner_folder
        if is_index(document) or folder.rpartition("/")[2] == document.stem:
            return f"/{folder}/"
        return f"/{folder}/{document.stem}/"

    def _slug_address(self, document: Document) -> str:
        """Return the address with the date taken off the file name, which many sites configure."""
        name = name_date(self.name_of(document))[1]
        folder = document.inner_folder.rpartition("/")[0] if is_index(document) else document.inner_folder
        return join(self.base, folder, name, "/")

    def partial_folders(self, document: Document) -> list[str]:
        return [join(self._input, "_includes")[1:], document.folder]

    def variables(self, document: Document) -> dict[str, Any]:
        found = super().variables(document)
        day = document.day
        page = {
            "fileSlug": name_date(self.name_of(document))[1],
            "filePathStem": f"/{document.inner_folder}/{name_date(document.stem)[1]}".replace("//", "/"),
            "date": document.moment.at if document.moment else day,
            "url": document.path,
            "inputPath": f"./{document.ref}",
        }
        return {**found, "title": document.title, "page": {**page}, "date": page["date"], "metadata": self.config}
