"""List pages: what an `_index.md`, or an index file without a text, is worth here."""

from collections.abc import Sequence

from app.importers.items import Redirect
from app.importers.markdown.catalog import Catalog
from app.importers.markdown.documents import Document
from app.importers.markdown.generators.base import is_index
from app.importers.markdown.links import quoted

MAX_LISTED = 300


def is_list(document: Document) -> bool:
    """Whether it is an index file with nothing of its own to read."""
    return (
        is_index(document)
        and not document.body.strip()
        and not document.tail
        and document.role in ("section", "entry", "page")
    )


def hold_empty(document: Document, *, among_posts: bool) -> None:
    """Keep what has nothing to show as a draft."""
    if document.status == "published" and not (document.is_titled or document.body.strip() or document.tail):
        document.status = "draft"
        document.notes.append("has neither a title nor a text; kept as a draft")
        if document.role == "entry" and among_posts:
            document.kind = "post"  # nothing tells what it was; among posts it counts as one


def settle_list(document: Document, catalog: Catalog, posts: int) -> Redirect | None:
    """Give a list page what it showed.

    The list of (nearly) all posts is Waypost's front page: the entry is kept as a draft and its address leads there.
    Any other gets a list of the pages below it as its text.
    """
    below = [one for one in catalog.under(document.folder) if one is not document and one.path and _is_shown(one)]
    dated = [one for one in below if one.kind == "post"]
    if document.path and dated and 2 * len(dated) > posts:
        document.status = "draft"
        document.notes.append(
            "a list of posts without a text of its own; kept as a draft, its address leads to the front page"
        )
        return Redirect(document.path, "/") if document.path != "/" else None
    children = [one for one in below if one.role != "section"] or below
    if children and document.status == "published":
        document.body = _listing(children)
        document.notes.append(f"had no text; a list of the {min(len(children), MAX_LISTED)} pages below it was written")
    return None


def _is_shown(document: Document) -> bool:
    return document.status == "published" and document.role not in ("part", "author", "term")


def _listing(documents: Sequence[Document]) -> str:
    dated = sorted((one for one in documents if one.moment), key=lambda one: one.moment.at, reverse=True)  # type: ignore[union-attr]
    undated = sorted((one for one in documents if not one.moment), key=lambda one: (_weight(one), one.title.casefold()))
    lines = [f"- [{_escaped(one.title)}]({quoted(one.path or '')})" for one in [*undated, *dated][:MAX_LISTED]]
    return "\n".join(lines) + "\n"


def _weight(document: Document) -> int:
    value = document.keys.peek("weight")
    return value if isinstance(value, int) and value > 0 else 2**31


def _escaped(title: str) -> str:
    return "".join(f"\\{char}" if char in "\\[]*_`<>" else char for char in title)
