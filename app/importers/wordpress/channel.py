"""What the head of an export declares: the site, its authors, its terms."""

from dataclasses import dataclass, field
from html import unescape

from lxml import etree

from app.importers.wordpress.fields import name_of, text_of
from app.importers.wordpress.raw import read_fields

_SITE_FIELDS = frozenset(
    {"title", "link", "description", "language", "generator", "wp:wxr_version", "wp:base_site_url", "wp:base_blog_url"}
)


@dataclass(slots=True)
class DeclaredAuthor:
    login: str
    number: str = ""  # the id comments name authors by
    email: str = ""
    name: str = ""


@dataclass(slots=True)
class DeclaredTerm:
    taxonomy: str
    nicename: str
    name: str
    number: str = ""
    parent: str = ""  # nicename
    description: str = ""


@dataclass(slots=True)
class Channel:
    """May be fed from several files; the first that says something wins."""

    blogs: dict[str, None] = field(default_factory=dict)  # every base_blog_url seen
    site: dict[str, str] = field(default_factory=dict)  # by field name
    authors: dict[str, DeclaredAuthor] = field(default_factory=dict)  # by login
    terms: dict[tuple[str, str], DeclaredTerm] = field(default_factory=dict)  # by taxonomy and nicename

    def read(self, element: etree._Element) -> None:
        name = name_of(element)
        if name in _SITE_FIELDS:
            assert name is not None
            text = text_of(element).strip()
            if text:
                self.site.setdefault(name, text)
            if text and name == "wp:base_blog_url":
                self.blogs[text] = None
        elif name == "wp:author":
            self._read_author(read_fields(element))
        elif name in ("wp:category", "wp:tag", "wp:term"):
            self._read_term(name, read_fields(element))

    def _read_author(self, fields: dict[str, str]) -> None:
        login = fields.get("wp:author_login", "")
        if not login:
            return
        full = f"{fields.get('wp:author_first_name', '')} {fields.get('wp:author_last_name', '')}".strip()
        name = fields.get("wp:author_display_name") or full or login
        self.authors.setdefault(
            login,
            DeclaredAuthor(login, fields.get("wp:author_id", ""), fields.get("wp:author_email", ""), unescape(name)),
        )

    def _read_term(self, kind: str, fields: dict[str, str]) -> None:
        get = fields.get
        if kind == "wp:category":
            term = DeclaredTerm(
                "category", get("wp:category_nicename", ""), get("wp:cat_name", ""), get("wp:term_id", "")
            )
            term.parent, term.description = get("wp:category_parent", ""), get("wp:category_description", "")
        elif kind == "wp:tag":
            term = DeclaredTerm("post_tag", get("wp:tag_slug", ""), get("wp:tag_name", ""), get("wp:term_id", ""))
            term.description = get("wp:tag_description", "")
        else:
            taxonomy = get("wp:term_taxonomy", "")
            term = DeclaredTerm(taxonomy, get("wp:term_slug", ""), get("wp:term_name", ""), get("wp:term_id", ""))
            term.parent, term.description = get("wp:term_parent", ""), get("wp:term_description", "")
        if term.nicename or term.name:
            self.terms.setdefault((term.taxonomy, term.nicename or term.name), term)
