"""What every generator answers, with the answers most of them share."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from app.importers.items import Options, Redirect, Site, Warned
from app.importers.markdown.addresses import as_folder, dashed, host_of, join, local, path_of
from app.importers.markdown.data import load_data
from app.importers.markdown.dates import find_zone, name_date
from app.importers.markdown.documents import Document, Role, Term
from app.importers.markdown.facts import Clock, author_refs, take_dates, take_status, take_title, title_from_slug
from app.importers.markdown.keys import Keys, as_text, unique
from app.importers.markdown.tree import Tree, is_text

DATE_KEYS = ("date", "publishdate", "pubdate", "publishedat", "datepublished", "publishedon", "created", "createdat")
HTML_SUFFIXES = (".html", ".htm")
OTHER_TEXTS = {
    ".adoc": "AsciiDoc",
    ".asciidoc": "AsciiDoc",
    ".org": "Org mode",
    ".rst": "reStructuredText",
    ".textile": "Textile",
    ".pandoc": "Pandoc's own Markdown",
}
_REPOSITORY_FILE = re.compile(r"[A-Z][A-Z0-9_-]{2,}")


class Generator:
    """A site whose generator is not known: addresses are file paths, everything with a date is a post."""

    name = "markdown"
    templates = "liquid"  # the language of its bodies: liquid, hugo, zola or none
    static_roots: tuple[str, ...] = ("", "static", "public", "assets", "src", "source")  # where "/x.png" may lie
    guesses_addresses = True  # whether addresses are best told from links between the texts
    relative_to_file = True  # whether "x.png" lies beside the text rather than below its address
    excerpt_separator = ""

    def __init__(self, tree: Tree, options: Options, now: datetime) -> None:
        self.tree = tree
        self.options = options
        self.warnings: list[Warned] = []
        self.config = self.read_config()
        self.clock = Clock(now, find_zone(self.timezone() or ""), self.naive_zone(), self.shows_future())
        own = self.url()
        self.url_of_site = (options.site_url or own or "").rstrip("/")
        self.own_hosts = frozenset(host_of(url) for url in (options.site_url, own) if url)
        self.base = path_of(self.url_of_site) if self.url_of_site else self.configured_base()

    # -- what its configuration says

    def read_config(self) -> dict[str, Any]:
        return {}

    def url(self) -> str | None:
        """Return the address of the front page as configured, without a trailing slash."""
        domain = next((path for path in ("CNAME", "static/CNAME", "public/CNAME") if path in self.tree.files), None)
        if domain is None:
            return None
        name = self.tree.read(domain)[:300].decode("ascii", "ignore").strip()
        return f"https://{name}" if re.fullmatch(r"[\w-]+(?:\.[\w-]+)+", name) else None

    def configured_base(self) -> str:
        return ""

    def timezone(self) -> str | None:
        return None

    def naive_zone(self) -> Any:
        return None

    def shows_future(self) -> bool:
        return False

    def site(self) -> Site:
        own = self.url()
        return Site(
            url=self.url_of_site or None,
            timezone=self.timezone(),
            aliases=tuple(unique(url for url in (own,) if url and url != self.url_of_site)),
        )

    # -- what a file is

    def role(self, path: str) -> Role | None:
        """Return what a file is for; None for one that holds no entry."""
        return "entry" if is_text(path) or path.endswith(HTML_SUFFIXES) else None

    def reads_first(self, path: str) -> bool:
        """Whether a text says something about others and is read before them."""
        return False

    def ignored(self, path: str, keys: Mapping[str, Any], matter: str | None) -> str | None:
        """Return why a text that was read is no entry after all."""
        if matter is None and path.endswith(HTML_SUFFIXES):
            return "an HTML file without front matter"
        stem = path.rpartition("/")[2].rsplit(".", 1)[0]
        if matter is None and _REPOSITORY_FILE.fullmatch(stem) and stem != "INDEX":
            return "a file about the repository: no front matter, and its name is in capitals"
        return None

    def keys_of(self, path: str, data: Mapping[str, Any]) -> Keys:
        """Give a file's keys with whatever defaults stand behind them."""
        return Keys(data)

    # -- what an entry is

    def describe(self, document: Document) -> None:
        """Fill in everything but the address."""
        self.place(document)
        take_title(document)
        day, rest = name_date(self.name_of(document))
        if day:
            document.moment = self.moment_of_name(day.isoformat())
        take_dates(document, self.clock, *DATE_KEYS)
        document.slug = self.slug_of(document, rest)
        document.title = document.title or title_from_slug(rest)
        document.authors = [ref for ref in map(self.author_ref, author_refs(document.keys)) if ref]
        document.terms = self.terms_of(document)
        document.language = document.language or document.keys.text("lang", "locale", "language") or None
        document.kind = self.kind_of(document)
        take_status(document, self.clock)

    def leave_out(self, document: Document) -> None:
        """Set why a text is no entry: it only leads elsewhere, or it is a program that lists others."""
        target = document.keys.text("redirectto")
        if target:
            document.left_out = f"only leads to {target}"
            document.leads_to = target
        elif document.kind == "page" and document.stem == "404" and document.inner_folder in ("", document.language):
            document.left_out = "the old site's page for missing pages"

    def place(self, document: Document) -> None:
        """Set `inner`, `bundle` and the language: what its place in the tree says."""
        document.inner = document.ref

    def name_of(self, document: Document) -> str:
        """Return the word its file name gives: the folder's for an index file."""
        if document.stem.lower() in ("index", "_index", "readme"):
            return document.inner_folder.rpartition("/")[2]
        return document.stem

    def moment_of_name(self, day: str) -> Any:
        found = Document("", "page", Keys({"date": day}), "", None, "markdown")
        take_dates(found, self.clock, "date")
        return found.moment

    def slug_of(self, document: Document, stem: str) -> str:
        return document.keys.text("slug").strip("/") or stem

    def author_ref(self, value: Any) -> str:
        """Return what an author is named by in entries."""
        if isinstance(value, dict):
            table = Keys(value)
            return table.text("id", "key", "username", "login") if not table.text("name") else table.text("name")
        return as_text(value)

    def terms_of(self, document: Document) -> list[Term]:
        keys = document.keys
        found = [Term(name, "tags") for name in self.words(keys, "tags", "tag")]
        found += [Term(name, "categories") for name in self.words(keys, "categories", "category")]
        found += [Term(name, "topics") for name in self.words(keys, "topics", "topic")]
        found += [Term(name, "series") for name in self.words(keys, "series")]
        table = keys.raw("taxonomies")
        for taxonomy, values in (table if isinstance(table, dict) else {}).items():
            if taxonomy not in ("authors", "author"):
                found += [Term(name, taxonomy) for name in Keys({"x": values}).texts("x")]
        return found

    def words(self, keys: Keys, *names: str) -> list[str]:
        """Return the names a tags-like key gives: a list as it is, one text cut at its commas."""
        found: list[str] = []
        for name in names:
            value = keys.raw(name)
            texts = keys.texts(name)
            found += self.cut_words(texts[0], name) if isinstance(value, str) and texts else texts
        return unique(found)

    def cut_words(self, text: str, key: str) -> list[str]:
        return [word.strip() for word in text.split(",") if word.strip()]

    def kind_of(self, document: Document) -> Any:
        """Return "post" for what has a date; the reader looks again at the undated once all are known."""
        return (
            "post" if document.role in ("post", "draft") or (document.role == "entry" and document.moment) else "page"
        )

    # -- where things were

    def address(self, document: Document) -> None:
        """Set the old public path and its variants."""
        own = self.written_address(document)
        document.is_written = own is not None
        document.path = own or join(self.base, self.default_address(document))
        document.old_paths += self.aliases(document)

    def written_address(self, document: Document) -> str | None:
        """Return the path its front matter gives."""
        for name in ("permalink", "url", "path"):
            written = as_text(document.keys.peek(name))
            path = local(written, self.own_hosts) if written else None
            if path and (path.startswith("/") or name != "url") and not re.search(r"[{}<>\s]|^\.", path):
                document.keys.text(name)
                return join(self.base, as_folder("/" + path.lstrip("/")))
        return None

    def default_address(self, document: Document) -> str:
        stem = document.stem
        if stem.lower() in ("index", "readme", "_index"):
            return document.inner_folder + "/"
        slug = document.keys.text("slug").strip("/")
        return f"{document.inner_folder}/{slug or stem}/"

    def aliases(self, document: Document) -> list[str]:
        """Return the old addresses its front matter lists, from the root."""
        found = []
        for written in document.keys.texts("aliases", "alias") + document.keys.texts("redirectfrom", "redirectsfrom"):
            path = local(written, self.own_hosts)
            if path:
                found.append(self.alias(document, path))
        return unique(found)

    def missing_address(self, path: str) -> str | None:
        """Return where a text would have been that is not in the tree, if that is certain."""
        return None

    def alias(self, document: Document, path: str) -> str:
        return join(self.base, path if "?" in path else as_folder(path))

    def public_address(self, path: str) -> str:
        """Return where a file of the tree that is no text was found by readers."""
        for root in sorted(self.static_roots, key=len, reverse=True):
            if root and path.startswith(root + "/"):
                return join(self.base, path[len(root) + 1 :])
        return join(self.base, path)

    def term_paths(self, term: Term) -> list[str]:
        singular = {"categories": "category", "series": "series"}.get(term.taxonomy, term.taxonomy.rstrip("s"))
        slug = dashed(term.name)
        return [join(self.base, folder, slug, "/") for folder in unique((term.taxonomy, singular))]

    def author_paths(self, name: str) -> list[str]:
        return [join(self.base, folder, dashed(name), "/") for folder in ("authors", "author")]

    def redirects(self, documents: Sequence[Document]) -> list[Redirect]:
        """Return the addresses of feeds and lists that were no entries."""
        if not self.base:
            return []
        feeds = [
            Redirect(join(self.base, name), "/feed.xml") for name in ("feed.xml", "rss.xml", "atom.xml", "index.xml")
        ]
        return [Redirect(f"{self.base}/", "/"), *feeds]

    # -- what bodies may ask for

    def variables(self, document: Document) -> dict[str, Any]:
        page = {**document.keys.all(), "title": document.title, "url": document.path, "slug": document.slug}
        site = {"baseurl": self.base, "url": self.url_of_site.removesuffix(self.base)}
        return {"page": page, "site": {**self.config, **site}, **document.keys.all()}

    def partial_folders(self, document: Document) -> list[str]:
        """Return where partial templates and texts lie, the likeliest first."""
        return ["_includes", document.folder, ""]

    def data_authors(self) -> dict[str, dict[str, Any]]:
        """Return id -> what the tree's data files say of the authors entries name by an id."""
        found: dict[str, dict[str, Any]] = {}
        for path in self.tree.files:
            folder, _, name = path.rpartition("/")
            stem, dot, suffix = name.rpartition(".")
            if dot and f".{suffix}" in (".yml", ".yaml", ".toml", ".json"):
                if stem in ("authors", "author", "people", "team") and folder.rpartition("/")[2] in _DATA:
                    found.update(_people(load_data(self.tree, path, self.warnings)))
                elif re.search(r"(?:^|/)_?data/(?:authors?|people|team)$", folder):
                    one = load_data(self.tree, path, self.warnings)
                    found.update({stem: one} if isinstance(one, dict) else {})
        return found


_DATA = frozenset({"_data", "data", ""})


def _people(value: Any) -> dict[str, dict[str, Any]]:
    """A map from id to a person, or a list of persons that say their id or name."""
    if isinstance(value, dict):
        return {str(ref): one for ref, one in value.items() if isinstance(one, dict)}
    listed = [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
    named = ((Keys(one).text("id", "key", "slug", "username", "shortname", "name"), one) for one in listed)
    return {ref: one for ref, one in named if ref}


def is_index(document: Document) -> bool:
    return document.stem.lower() in ("index", "_index", "readme")
