"""Jekyll (and Hexo, which keeps posts the same way): `_posts`, `_drafts`, collections, front matter defaults."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC
from fnmatch import fnmatchcase
from typing import Any

from app.importers.items import Redirect, Site
from app.importers.markdown.addresses import as_folder, join, local
from app.importers.markdown.data import dig, load_data, load_table
from app.importers.markdown.documents import Document, Role, Term
from app.importers.markdown.generators.base import HTML_SUFFIXES, Generator
from app.importers.markdown.generators.jekyll_config import Defaults, collections_of
from app.importers.markdown.generators.jekyll_paths import expand, pattern_of
from app.importers.markdown.keys import Keys, as_flag, as_text, unique
from app.importers.markdown.tree import is_text

_LISTING = re.compile(
    r"\{%-?\s*(?:for|tablerow)\s|\bpaginator\.|\bsite\.(?:posts|tags|categories|pages|related_posts)\b"
)


class Jekyll(Generator):
    name = "jekyll"
    relative_to_file = False
    static_roots: tuple[str, ...] = ("",)
    guesses_addresses = False

    def read_config(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name in ("_config.yml", "_config.yaml", "_config.toml"):
            if name in self.tree.files:
                found.update(load_table(self.tree, name, self.warnings))
        self._source = as_text(found.get("source") or found.get("source_dir")).strip("./")
        if self._source and not any(path.startswith(self._source + "/") for path in self.tree.files):
            self._source = ""  # what was given is the source folder itself
        if not self._source and any(path.startswith("source/_posts/") for path in self.tree.files):
            self._source = "source"
        self._hexo = self._source == "source" and ("theme" in found or "new_post_name" in found)
        if self._source:
            self.static_roots = (self._source, *self.static_roots)
        self._collections = collections_of(found.get("collections"))
        self._collections_dir = as_text(found.get("collections_dir")).strip("/")
        self._defaults = Defaults(found.get("defaults"))
        self._include = Keys(found).texts("include")
        self._exclude = Keys(found).texts("exclude")
        self.excerpt_separator = as_text(found.get("excerpt_separator"))
        return found

    def url(self) -> str | None:
        own = as_text(self.config.get("url")).rstrip("/")
        base = as_text(self.config.get("root") if self._hexo else self.config.get("baseurl")).strip("/")
        if not own:
            own = super().url() or ""
        if not own.startswith(("http://", "https://")):
            return None
        return own if not base or own.endswith("/" + base) else f"{own}/{base}"

    def configured_base(self) -> str:
        base = as_text(self.config.get("baseurl")).strip("/")
        return f"/{base}" if base else ""

    def timezone(self) -> str | None:
        return as_text(self.config.get("timezone")) or None

    def naive_zone(self) -> Any:
        """Jekyll's YAML takes a time without a zone for UTC (issues 1273, 3879); Hexo takes it for the site's."""
        return None if self._hexo else UTC

    def shows_future(self) -> bool:
        return as_flag(self.config.get("future")) is True

    def site(self) -> Site:
        config, base = self.config, super().site()
        return Site(
            title=as_text(config.get("title") or config.get("name")) or None,
            tagline=as_text(config.get("tagline") or config.get("subtitle") or config.get("description")) or None,
            url=base.url,
            language=as_text(config.get("lang") or config.get("locale") or config.get("language")) or None,
            timezone=base.timezone,
            navigation=self._navigation(),
            aliases=base.aliases,
        )

    def _navigation(self) -> tuple[tuple[str, str], ...]:
        """Read the file most themes keep their menu in."""
        path = next(
            (p for p in ("_data/navigation.yml", "_data/menu.yml", "_data/nav.yml") if p in self.tree.files), None
        )
        value = load_data(self.tree, path, self.warnings) if path else self.config.get("navigation")
        if isinstance(value, dict):
            value = value.get("main") or value.get("docs")
        links = [Keys(one) for one in value if isinstance(one, dict)] if isinstance(value, list) else []
        return tuple(
            (one.text("title", "name", "label"), one.text("url", "link", "href"))
            for one in links
            if one.text("url", "link", "href")
        )

    def data_authors(self) -> dict[str, dict[str, Any]]:
        found = super().data_authors()
        own = self.config.get("author")
        if isinstance(own, dict) and as_text(own.get("name")):
            found.setdefault(as_text(own.get("name")), own)
        return found

    # -- files

    def _inside(self, path: str) -> str | None:
        """Return the path below the source folder."""
        if not self._source:
            return path
        return path.removeprefix(self._source + "/") if path.startswith(self._source + "/") else None

    def role(self, path: str) -> Role | None:
        inside = self._inside(path)
        if inside is None or not (is_text(path) or path.endswith(HTML_SUFFIXES)):
            return None
        *folders, name = inside.split("/")
        if name[0] in "_.#" or name[-1] == "~" or (self._excluded(inside) and "_posts" not in folders):
            return None
        if "_posts" in folders:
            return "post"
        if "_drafts" in folders:
            return "draft"
        collection = self._collection(inside)
        if collection:
            return "author" if collection in ("authors", "author", "people") else "entry"
        hidden = [folder for folder in folders if folder[0] in "_." and not self._included(folder)]
        return None if hidden else "page"

    def _excluded(self, inside: str) -> bool:
        return inside.startswith(("vendor/", "node_modules/")) or any(
            fnmatchcase(inside, pattern) or inside.startswith(pattern.rstrip("/") + "/") for pattern in self._exclude
        )

    def _included(self, folder: str) -> bool:
        return folder == "_pages" or folder in self._include

    def _collection(self, inside: str) -> str | None:
        rest = inside.removeprefix(self._collections_dir + "/") if self._collections_dir else inside
        first = rest.split("/", 1)[0]
        name = first.removeprefix("_")
        if name == first or "/" not in rest or name in ("posts", "drafts"):
            return None
        return name if name in self._collections else None

    def ignored(self, path: str, keys: Mapping[str, Any], matter: str | None) -> str | None:
        if matter is None and self.role(path) == "page" and not self._hexo:
            return "no front matter: Jekyll copies such a file as it is"
        return super().ignored(path, keys, matter)

    def leave_out(self, document: Document) -> None:
        super().leave_out(document)
        if document.role == "page" and document.markup == "html" and _LISTING.search(document.body):
            document.left_out = "a template that lists posts, tags or pages; Waypost makes its own"
            document.leads_to = "/archive/" if document.stem in ("archive", "archives") else "/"

    def keys_of(self, path: str, data: Mapping[str, Any]) -> Keys:
        inside = self._inside(path) or path
        kind = {"post": "posts", "draft": "drafts", "page": "pages"}.get(self.role(path) or "", "")
        return Keys(data, self._defaults.behind(inside, kind or self._collection(inside) or "pages"))

    # -- entries

    def place(self, document: Document) -> None:
        document.inner = self._inside(document.ref) or document.ref

    def describe(self, document: Document) -> None:
        super().describe(document)
        if document.role == "post":
            document.kind = "post"
            if document.moment is None:
                document.status = "draft"
                document.notes.append("a file in _posts without a date in its name or front matter; kept as a draft")
        elif document.role == "draft":
            document.kind = "post"
        own = self.config.get("author")
        if not document.authors and document.kind == "post" and own:
            document.authors = [ref for ref in [self.author_ref(own)] if ref]

    def kind_of(self, document: Document) -> Any:
        collection = self._collection(document.inner)
        if collection and self._collections[collection].get("output") is not True and document.status == "published":
            document.status = "draft"
        return super().kind_of(document)

    def terms_of(self, document: Document) -> list[Term]:
        folders = document.inner_folder.split("/")
        above: list[str] = []
        for marker in ("_posts", "_drafts"):
            if marker in folders and not self._hexo:
                above = folders[: folders.index(marker)]
        from_folders = [Term(name, "categories") for name in above if name and name != self._collections_dir]
        found = super().terms_of(document)
        return list(dict.fromkeys(from_folders + found))

    def cut_words(self, text: str, key: str) -> list[str]:
        """`tags: a b` is two, `tag: a b` is one (Utils.pluralized_array_from_hash); commas cut where there are any."""
        if "," in text:
            return super().cut_words(text, key)
        return text.split() if key in ("tags", "categories") and not self._hexo else [text]

    # -- addresses

    def address(self, document: Document) -> None:
        super().address(document)
        if document.path and document.kind == "post":
            document.old_paths += self._other_days(document)
        collection = self._collection(document.inner)
        if (
            collection
            and self._collections[collection].get("output") is not True
            and not document.keys.peek("permalink")
        ):
            document.path = None

    def _other_days(self, document: Document) -> list[str]:
        """Return the address for the day as written or in the file's name: sites were built in other zones, too."""
        pattern = self._pattern(document)
        days = {document.moment.written} if document.moment else set()
        named = self.moment_of_name(document.stem[:10])
        if named:
            days.add(named.written)
        made = (join(self.base, expand(pattern, document, self, day)) for day in sorted(days) if day != document.day)
        return [path for path in made if path != document.path]

    def written_address(self, document: Document) -> str | None:
        written = as_text(document.keys.raw("permalink"))
        if not written or not document.keys.peek("permalink"):
            return None
        if written == "none" or ("/" not in written and pattern_of(written)):
            return None
        path = local(expand(written, document, self, document.day) if ":" in written else written, self.own_hosts)
        return join(self.base, path.removesuffix("index.html")) if path else None

    def default_address(self, document: Document) -> str:
        return expand(self._pattern(document), document, self, document.day)

    def _pattern(self, document: Document) -> str:
        style = as_text(document.keys.peek("permalink")) or as_text(self.config.get("permalink"))
        if document.kind == "post" and document.role in ("post", "draft"):
            style = as_text(dig(self._collections, "posts", "permalink")) or style or "date"
            if self._hexo:
                return "/" + (style if "/" in style else ":year/:month/:day/:title/")
            return pattern_of(style) or style
        suffix = "/" if style == "pretty" or style.endswith("/") else ":output_ext"
        collection = self._collection(document.inner)
        if collection:
            own = as_text(self._collections[collection].get("permalink"))
            return (pattern_of(own) or own) if own else f"/:collection/:path{suffix}"
        return "/:folder/" if document.stem == "index" else f"/:folder/:basename{suffix}"

    def missing_address(self, path: str) -> str | None:
        role = self.role(path) if self.config else None
        if role is None or not is_text(path):
            return None
        ghost = Document(path, role, self.keys_of(path, {}), "", "yaml", "markdown")
        self.describe(ghost)
        self.address(ghost)
        return ghost.path

    def collection_of(self, document: Document) -> str:
        return self._collection(document.inner) or "posts"

    def collection_path(self, document: Document) -> str:
        """Return its path inside the collection, without suffix."""
        parts = document.inner.rsplit(".", 1)[0].split("/")
        marker = "_" + self.collection_of(document)
        return "/".join(parts[parts.index(marker) + 1 :] if marker in parts else parts)

    def partial_folders(self, document: Document) -> list[str]:
        return [join(self._source, "_includes")[1:], document.folder]

    def public_address(self, path: str) -> str:
        inside = self._inside(path)
        return join(self.base, inside if inside is not None else path)

    def term_paths(self, term: Term) -> list[str]:
        found = super().term_paths(term)
        directory = as_text(self.config.get("category_dir" if term.taxonomy == "categories" else "tag_dir"))
        pattern = as_text(
            dig(
                self.config, "jekyll-archives", "permalinks", term.taxonomy.rstrip("s").replace("categorie", "category")
            )
        )
        slug = found[0].rstrip("/").rpartition("/")[2]
        if directory:
            found.append(join(self.base, directory, slug, "/"))
        if pattern:
            found.append(join(self.base, as_folder(pattern.replace(":name", slug).replace(":type", term.taxonomy))))
        return unique(found)

    def redirects(self, documents: Sequence[Document]) -> list[Redirect]:
        found = super().redirects(documents)
        feed = as_text(dig(self.config, "feed", "path"))
        if feed:
            found.append(Redirect(join(self.base, feed), "/feed.xml"))
        for name in Keys(self.config).table("feed").texts("categories"):
            found.append(Redirect(join(self.base, "feed", f"{name}.xml"), "/feed.xml"))
        return found + self._date_archives(documents)

    def _date_archives(self, documents: Sequence[Document]) -> list[Redirect]:
        enabled = dig(self.config, "jekyll-archives", "enabled")
        if not enabled:
            return []
        wanted = (
            {"year", "month"}
            if enabled in (True, "all")
            else set(map(str, enabled if isinstance(enabled, list) else []))
        )
        days = sorted({document.day for document in documents if document.day and document.kind == "post"})
        found = {f"{day:%Y}/": f"/archive/{day:%Y}/" for day in days if "year" in wanted}
        found |= {f"{day:%Y/%m}/": f"/archive/{day:%Y/%m}/" for day in days if "month" in wanted}
        return [Redirect(join(self.base, old), new) for old, new in found.items()]
