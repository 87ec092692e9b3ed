"""Waypost's own user guide: the first posts of a new site, which step aside for somebody's blog."""

from collections.abc import Collection

from app.importers import markdown
from app.importers.context import Services
from app.importers.convert import item_id
from app.importers.items import Entry, Options, Reader
from app.settings import resources

SOURCE = "guide"


def reader() -> Reader:
    return markdown.open_reader([resources.GUIDE], Options())


def step_aside(services: Services, staying: Collection[str] = ()) -> int:
    """Make drafts of the guide's pages that nobody has edited; the number of them.

    `staying`: ids of those the import brings as they have become elsewhere.
    """
    moved = 0
    drafts = services.drafts.drafts_by_id([item_id(SOURCE, "entry", ref) for ref in _refs()])
    for draft in drafts.values():
        if draft.status == "published" and draft.version == 1 and draft.id not in staying:
            services.drafts.unpublish(draft.id)
            moved += 1
    return moved


def _refs() -> list[str]:
    return [item.ref for item in reader().items() if isinstance(item, Entry)]
