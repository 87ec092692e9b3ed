"""Post or page, where the file itself does not say."""

from collections import Counter
from collections.abc import Sequence

from app.importers.markdown.documents import Document


def settle_kinds(documents: Sequence[Document]) -> None:
    """Make posts of undated texts among posts, and of dated texts at the top where there is no other post.

    A section is one of posts where at least half of its texts have a date.
    """
    if not any(document.kind == "post" for document in documents):
        for document in documents:
            if document.role == "page" and document.moment and document.markup != "html":
                document.kind = "post"
    dated: Counter[str] = Counter()
    undated: Counter[str] = Counter()
    for document in documents:
        if document.role == "entry":
            (dated if document.kind == "post" else undated)[_section(document)] += 1
    for document in documents:
        section = _section(document)
        if document.role == "entry" and document.kind == "page" and dated[section] >= max(1, undated[section]):
            document.kind = "post" if section else document.kind


def _section(document: Document) -> str:
    return document.inner.split("/", 1)[0] if "/" in document.inner else ""
