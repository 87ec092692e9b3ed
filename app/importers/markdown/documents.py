"""One text file of the tree, as it is understood step by step: read, placed by its generator, converted."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from app.importers.items import Status
from app.importers.markdown.dates import Moment
from app.importers.markdown.keys import Keys
from app.importers.markdown.matter.split import Language

# What a file is to its generator.
# post, page: what they say. entry: either, told by its date. section: a list page with a text of its own ("_index.md").
# author, term: stand for a person or a tag. draft: lies in a folder for drafts. part: is only ever included elsewhere.
Role = Literal["post", "page", "entry", "section", "author", "term", "draft", "part"]
Markup = Literal["markdown", "html", "mdx"]


@dataclass(frozen=True, slots=True)
class Term:
    """A tag, category or other term an entry has. `taxonomy` is the plural: "tags", "categories", "series"."""

    name: str
    taxonomy: str


@dataclass(slots=True)
class Document:
    ref: str  # its path in the tree
    role: Role
    keys: Keys
    body: str
    matter: Language | None
    markup: Markup
    notes: list[str] = field(default_factory=list)
    kind: Literal["post", "page"] = "page"
    status: Status = "published"
    title: str = ""
    is_titled: bool = False  # whether the title was written rather than made from the file name
    slug: str = ""
    path: str | None = None  # its old public path, percent-decoded
    old_paths: list[str] = field(default_factory=list)
    moment: Moment | None = None
    updated: Moment | None = None
    day: date | None = None  # in the old site's zone
    terms: list[Term] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    language: str | None = None
    inner: str = ""  # its path below the content folder, without language: what addresses are made from
    bundle: str | None = None  # the folder whose files belong to it alone
    tail: int = 0  # length of a body that was let go; headings taken as titles are cut off in front of it
    is_written: bool = False  # whether its address stands in its own front matter
    left_out: str = ""  # why it is no entry after all
    leads_to: str | None = None  # where its address leads, if it is none

    @property
    def folder(self) -> str:
        return self.ref.rpartition("/")[0]

    @property
    def stem(self) -> str:
        """The file name without suffixes: "index" for "index.fr.md" once the language is known."""
        return self.inner.rpartition("/")[2].rsplit(".", 1)[0]

    @property
    def inner_folder(self) -> str:
        return self.inner.rpartition("/")[0]
