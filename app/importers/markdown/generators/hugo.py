"""Hugo: content sections and bundles, languages, permalinks by section, cascades, page-relative aliases."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.content import plain_text
from app.importers.items import Redirect, Site
from app.importers.markdown.addresses import as_folder, has_extension, join, local, urlized
from app.importers.markdown.data import dig
from app.importers.markdown.dates import name_date
from app.importers.markdown.documents import Document, Role, Term
from app.importers.markdown.generators.base import HTML_SUFFIXES, Generator, is_index
from app.importers.markdown.generators.hugo_cascade import Cascades
from app.importers.markdown.generators.hugo_config import (
    LANGUAGES,
    content_roots,
    languages,
    read_hugo,
)
from app.importers.markdown.generators.hugo_paths import expand
from app.importers.markdown.keys import Keys, as_flag, as_text, unique
from app.importers.markdown.tree import Tree, is_text, lookup_path

_TERM_FOLDERS = {"authors": "author", "author": "author"}


class Hugo(Generator):
    name = "hugo"
    relative_to_file = False
    templates = "hugo"
    static_roots = ("static", "assets")
    guesses_addresses = False

    def read_config(self) -> dict[str, Any]:
        found = read_hugo(self.tree, self.warnings)
        self._languages = languages(found)
        self._roots = content_roots(found, self.tree)
        spoken = {root.language for root in self._roots}
        only = next(iter(spoken)) if len(spoken) == 1 else None
        self._default_language = as_text(found.get("defaultcontentlanguage")).lower() or only or "en"
        self._name_dates = ":filename" in Keys(found).table("frontmatter").texts("date")
        self._cascades = Cascades(found.get("cascade"))
        self._stems = _stems(self.tree)
        self._lower = as_flag(found.get("disablepathtolower")) is not True
        taxonomies = found.get("taxonomies")
        plurals = map(as_text, taxonomies.values()) if isinstance(taxonomies, dict) else ("tags", "categories")
        self._taxonomies = tuple(unique((*plurals, "authors")))
        return found

    def url(self) -> str | None:
        own = as_text(self.config.get("baseurl")).rstrip("/")
        own = own or as_text(dig(self._languages, self._default_language, "baseurl")).rstrip("/")
        return own if "//" in own and "example.org" not in own and "example.com" not in own else super().url()

    def timezone(self) -> str | None:
        return as_text(self.config.get("timezone")) or None

    def shows_future(self) -> bool:
        return as_flag(self.config.get("buildfuture")) is True

    def site(self) -> Site:
        base = super().site()
        language = self._languages.get(self._default_language, {})
        code = as_text(language.get("locale") or language.get("languagecode") or self.config.get("languagecode"))
        code = code or as_text(self.config.get("locale")) or as_text(self.config.get("defaultcontentlanguage"))
        about = self._said("params", "description") or self._said("params", "subtitle")
        return Site(
            title=self._said("title") or None,
            tagline=plain_text(about) or None,
            url=base.url,
            language=code.replace("_", "-") or None,
            timezone=base.timezone,
            navigation=self._navigation(),
            aliases=base.aliases,
        )

    def _said(self, *names: str) -> str:
        own = as_text(dig(self._languages, self._default_language, *names))
        return own or as_text(dig(self.config, *names))

    def _navigation(self) -> tuple[tuple[str, str], ...]:
        menus = dig(self._languages, self._default_language, "menus") or dig(
            self._languages, self._default_language, "menu"
        )
        menus = menus or self.config.get("menus") or self.config.get("menu")
        if not isinstance(menus, dict):
            return ()
        entries = menus.get("main") or menus.get("global") or menus.get("header") or next(iter(menus.values()), None)
        links = [Keys(one) for one in entries if isinstance(one, dict)] if isinstance(entries, list) else []
        links = [link for link in links if not link.text("parent") and link.text("name", "title", "identifier")]
        links.sort(key=lambda link: link.number("weight"))
        found = ((link.text("name", "title", "identifier"), link.text("url", "pageref")) for link in links)
        return tuple((label, address) for label, address in found if address)

    # -- files

    def role(self, path: str) -> Role | None:
        root = next((root for root in self._roots if path.startswith(root.folder + "/")), None)
        name = path.rpartition("/")[2]
        if root is None or not (is_text(path) or path.endswith(HTML_SUFFIXES)) or name[0] in ".#" or name[-1] == "~":
            return None
        parts = path[len(root.folder) + 1 :].split("/")
        if name.startswith("_index."):
            return self._section_role(parts)
        if len(parts) > 1 and parts[0] in _TERM_FOLDERS and name.startswith("index."):
            return "author"
        if any(self._is_leaf(path, depth) for depth in range(1, len(parts))):
            return "part"
        at_top = len(parts) == 1 or (len(parts) == 2 and name.startswith("index."))
        return "page" if at_top else "entry"

    def _section_role(self, parts: list[str]) -> Role:
        if len(parts) == 3 and parts[0] in _TERM_FOLDERS:
            return "author"
        return "term" if len(parts) == 3 and parts[0] in self._taxonomies else "section"

    def _is_leaf(self, path: str, up: int) -> bool:
        """Whether a folder above is a bundle with an index of its own, so that this text is only a part of it."""
        parts = path.split("/")
        folder = "/".join(parts[:-up])
        own_index = up == 1 and parts[-1].split(".")[0] == "index"
        return not own_index and f"{folder}/index" in self._stems

    def keys_of(self, path: str, data: Mapping[str, Any]) -> Keys:
        """Cascades of the sections above stand behind a page's own keys; the nearest wins."""
        if self.reads_first(path):
            self._cascades.add_section(path, data)
        kind = "section" if self.role(path) == "section" else "page"
        inner = "/" + self._inner(path)[0].rsplit(".", 1)[0]
        return Keys(data, self._cascades.behind(path, inner, kind))

    def reads_first(self, path: str) -> bool:
        return path.rpartition("/")[2].startswith("_index.")

    # -- entries

    def _inner(self, path: str) -> tuple[str, str | None]:
        """Return the path below the content folder without the language's mark, and the language."""
        root = next((root for root in self._roots if path.startswith(root.folder + "/")), None)
        if root is None:
            return path, None
        inner = path[len(root.folder) + 1 :]
        inner = f"{root.target}/{inner}" if root.target else inner
        folder, slash, name = inner.rpartition("/")
        stem, _, rest = name.partition(".")
        mark, dot, suffix = rest.rpartition(".")
        code = mark.rpartition(".")[2].lower()
        if dot and (code in self._languages or self._is_language(path, code)):
            before = mark[: -len(code)].rstrip(".")
            plain = f"{stem}.{before}.{suffix}" if before else f"{stem}.{suffix}"
            return f"{folder}{slash}{plain}", code
        return inner, root.language

    def _is_language(self, path: str, code: str) -> bool:
        """Without configured languages, `post.fr.md` is French where there is a `post.md` or another translation."""
        if self._languages or code.split("-")[0] not in LANGUAGES:
            return False
        stem = path.rsplit(".", 2)[0]
        return sum(1 for known in self._stems.get(stem, ()) if known != path) > 0

    def place(self, document: Document) -> None:
        document.inner, language = self._inner(document.ref)
        if language and language != self._default_language:
            code = as_text(dig(self._languages, language, "locale") or dig(self._languages, language, "languagecode"))
            document.language = code.replace("_", "-") or language
        if document.stem in ("index", "_index"):
            document.bundle = document.folder

    def describe(self, document: Document) -> None:
        super().describe(document)
        if document.moment:
            document.day = document.moment.written  # Hugo's addresses go by the date as written
        build = document.keys.raw("build", "_build")
        render = as_text(build.get("render")) if isinstance(build, dict) else ""
        if document.keys.flag("headless") is True or render in ("never", "false", "link"):
            document.status = "draft"
            document.role = "part"

    def slug_of(self, document: Document, stem: str) -> str:
        return self.own_slug(document) or self.name_of(document)

    def own_slug(self, document: Document) -> str:
        """Return the slug as written, or what follows the date in the file name where Hugo was told to look there."""
        slug = document.keys.text("slug").strip("/")
        return slug or (name_date(self.name_of(document))[1] if self._name_dates else "")

    def kind_of(self, document: Document) -> Any:
        if document.role == "entry" and as_text(document.keys.peek("type")) in ("page", "pages"):
            return "page"
        return super().kind_of(document)

    def cut_words(self, text: str, key: str) -> list[str]:
        return [text]

    # -- addresses

    def address(self, document: Document) -> None:
        super().address(document)
        if document.role == "part":
            document.path = None

    def prefix(self, document: Document) -> str:
        """Return the language's part of the address."""
        _, language = self._inner(document.ref)
        if not language:
            return self.base
        subdir = as_flag(self.config.get("defaultcontentlanguageinsubdir")) is True
        first = language == self._default_language
        return self.base if first and not subdir else join(self.base, language)

    def written_address(self, document: Document) -> str | None:
        written = document.keys.text("url")
        path = local(written, self.own_hosts) if written else None
        if path is None or "\\" in path or (":" in path and path != expand(path, document, self)):
            path = expand(path.replace("\\:", "\0"), document, self).replace("\0", ":") if path else None
        if not path:
            return None
        return join(self.base if path.startswith("/") else self.prefix(document), as_folder(path))

    def default_address(self, document: Document) -> str:
        prefix = self.prefix(document).removeprefix(self.base)
        pattern = self._pattern(document)
        made = urlized(expand(pattern, document, self), lower=self._lower) if pattern else self._plain(document)
        made = join(prefix, as_folder(made))
        return made.rstrip("/") + ".html" if self._is_ugly(document) and made.endswith("/") and made != "/" else made

    def section_of(self, document: Document) -> str:
        return document.inner.split("/", 1)[0] if "/" in document.inner else ""

    def _pattern(self, document: Document) -> str:
        table = self.config.get("permalinks")
        if not isinstance(table, dict):
            return ""
        of_kind = table.get("section" if document.stem == "_index" else "page")
        section = self.section_of(document).lower()
        if isinstance(of_kind, dict) and section in of_kind:
            return as_text(of_kind[section])
        return "" if document.stem == "_index" else as_text(table.get(section or "/"))

    def _plain(self, document: Document) -> str:
        folder = urlized(document.inner_folder, lower=self._lower)
        slug = self.own_slug(document)
        if is_index(document) and document.stem != "readme":
            up = folder.rpartition("/")[0]
            return f"/{up}/{urlized(slug)}/" if slug and document.stem == "index" else f"/{folder}/"
        return f"/{folder}/{urlized(slug or document.stem, lower=self._lower)}/"

    def _is_ugly(self, document: Document) -> bool:
        ugly = self.config.get("uglyurls")
        if isinstance(ugly, dict):
            ugly = ugly.get(self.section_of(document).lower())
        return as_flag(ugly) is True and document.stem != "_index"

    def alias(self, document: Document, path: str) -> str:
        """`/x` starts at the language's front page, `x` and `../x` where the page lies."""
        prefix = self.prefix(document)
        if not path.startswith("/"):
            folder = document.inner_folder
            if is_index(document):
                folder = folder.rpartition("/")[0]
            path = lookup_path(folder, path) or path.lstrip("./")
        return join(prefix, path if has_extension(path) or "?" in path else path + "/")

    def partial_folders(self, document: Document) -> list[str]:
        return [root.folder for root in self._roots] + [document.folder]

    def public_address(self, path: str) -> str:
        for root in self._roots:
            if path.startswith(root.folder + "/"):
                return join(self.base, urlized(path[len(root.folder) + 1 :], lower=False))
        parts = path.split("/")
        if parts[0] == "themes" and len(parts) > 3 and parts[2] in ("static", "assets"):
            return join(self.base, *parts[3:])
        return super().public_address(path)

    def term_paths(self, term: Term) -> list[str]:
        pattern = dig(self.config, "permalinks", "term", term.taxonomy)
        found = [join(self.base, urlized(f"/{term.taxonomy}/{term.name.replace('/', '-')}/", lower=self._lower))]
        if isinstance(pattern, str):
            slug = urlized(term.name, lower=self._lower)
            found.append(join(self.base, as_folder(pattern.replace(":slug", slug).replace(":title", slug))))
        return unique(found)

    def author_paths(self, name: str) -> list[str]:
        return [join(self.base, urlized(f"/{folder}/{name}/", lower=self._lower)) for folder in ("authors", "author")]

    def redirects(self, documents: Sequence[Document]) -> list[Redirect]:
        feed = as_text(dig(self.config, "outputformats", "rss", "basename")) or "index"
        sections = sorted({self.section_of(one) for one in documents if one.kind == "post" and self.section_of(one)})
        names = [f"{feed}.xml", *(f"{urlized(section)}/{feed}.xml" for section in sections)]
        found = [Redirect(join(self.base, name), "/feed.xml") for name in names if name != "index.xml" or self.base]
        return list(dict.fromkeys([*super().redirects(documents), *found]))

    def variables(self, document: Document) -> dict[str, Any]:
        params = document.keys.peek("params")
        own = {**document.keys.all(), **(params if isinstance(params, dict) else {})}
        shared = self.config.get("params")
        return {"page": own, "site": shared if isinstance(shared, dict) else {}}


def _stems(tree: Tree) -> dict[str, list[str]]:
    """Map "content/post/x" to every text with that name, whatever comes after its first dot."""
    found: dict[str, list[str]] = {}
    for path in tree.files:
        if is_text(path) or path.endswith(HTML_SUFFIXES):
            folder, slash, name = path.rpartition("/")
            found.setdefault(f"{folder}{slash}{name.split('.', 1)[0]}", []).append(path)
            found.setdefault(path.rsplit(".", 1)[0], []).append(path)
    return found
