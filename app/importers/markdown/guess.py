"""What addresses a site without a configuration gave its posts: told by the links between them.

A link `/2014/03/19/hello/` to a file `posts/2014-03-19-hello.md` votes for "prefix, date, name, slash".
The form with the most votes is used for all, if it has enough of them.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote

from app.importers.markdown.addresses import join
from app.importers.markdown.dates import name_date
from app.importers.markdown.documents import Document
from app.importers.markdown.generators.base import is_index

_LINK = re.compile(r"""[("'\s](/(?:[\w.~%+@-]+/)*[\w.~%+@-]+/?)(?=[)"'#?\s])""")
_MIN_VOTES = 3
_MOST_READ = 300  # texts; enough to see a form


@dataclass(frozen=True, slots=True)
class Form:
    """`middle`: folder, year, month, day or none. `dated`: whether the name keeps its date."""

    prefix: str
    middle: str
    dated: bool
    end: str  # "/", "" or ".html"

    def address(self, document: Document) -> str | None:
        name = _names(document)[0 if self.dated else 1]
        middle = _middles(document).get(self.middle)
        return None if middle is None or not name else join(self.prefix, middle, name) + self.end


def guess_form(documents: Iterable[Document]) -> Form | None:
    """Return None where the links say nothing, or nothing else than where the files are."""
    listed = [document for document in documents if document.role in ("post", "entry")]
    named: dict[str, list[Document]] = {}
    for document in listed:
        for name in set(_names(document)):
            named.setdefault(name, []).append(document)
    votes: Counter[Form] = Counter()
    for document in listed[:: max(1, len(listed) // _MOST_READ)]:
        for link in {match[1] for match in _LINK.finditer(document.body)}:
            votes.update(_forms(unquote(link), named))
    if not votes:
        return None
    (best, count), *others = votes.most_common(2)
    clear = not others or count >= 2 * others[0][1]
    return best if count >= _MIN_VOTES and clear else None


def _forms(link: str, named: dict[str, list[Document]]) -> set[Form]:
    end = "/" if link.endswith("/") else ".html" if link.endswith(".html") else ""
    path = link.removesuffix(end) if end else link
    folder, _, name = path.rpartition("/")
    found = set()
    for document in named.get(name, ())[:8]:
        names = _names(document)
        form = _matching(folder, document)
        if form is not None:
            found.add(Form(form[0], form[1], name == names[0] and names[0] != names[1], end))
    return found


def _matching(folder: str, document: Document) -> tuple[str, str] | None:
    """Return the prefix and what stands between it and the name: the longest part that is told by the file."""
    for kind, middle in _middles(document).items():
        if middle and (folder == "/" + middle or folder.endswith("/" + middle)):
            return folder[: -len(middle) - 1], kind
    return (folder, "none") if folder.count("/") <= 1 and not re.search(r"\d{4}", folder) else None


def _middles(document: Document) -> dict[str, str]:
    folder = document.inner_folder.rpartition("/")[0] if is_index(document) else document.inner_folder
    found = {"folder": folder} if folder else {}
    if document.day:
        found |= {"day": f"{document.day:%Y/%m/%d}", "month": f"{document.day:%Y/%m}", "year": f"{document.day:%Y}"}
    return found | {"none": ""}


def _names(document: Document) -> tuple[str, str]:
    name = document.inner_folder.rpartition("/")[2] if is_index(document) else document.stem
    return name, document.keys.peek("slug") if isinstance(document.keys.peek("slug"), str) else name_date(name)[1]
