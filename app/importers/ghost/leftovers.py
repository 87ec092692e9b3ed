"""What a Ghost export has and Waypost has no place for, said once for each row.

Tables of the machinery (roles, permissions, migrations, settings of the theme, keys) are no content and not listed.
"""

from collections.abc import Iterator

from app.importers.ghost.export import Export
from app.importers.ghost.values import first
from app.importers.items import Item, Skipped

_NO_MEMBERS = "there are no members in Waypost"
_REASONS = {
    "members": ("member", _NO_MEMBERS),
    "subscribers": ("subscriber", _NO_MEMBERS),
    "newsletters": ("newsletter", "there are no newsletters in Waypost"),
    "products": ("tier", _NO_MEMBERS),
    "offers": ("offer", _NO_MEMBERS),
    "snippets": ("snippet", "pieces for re-use have no place in Waypost; posts that use them hold their text"),
    "recommendations": ("recommendation", "lists of other blogs have no place in Waypost"),
}


def leftovers(export: Export) -> Iterator[Item]:
    for table, (kind, reason) in _REASONS.items():
        for at, row in enumerate(export.rows(table), 1):
            yield Skipped(kind, first(row, "slug", "name", "id") or f"row {at}", reason)
