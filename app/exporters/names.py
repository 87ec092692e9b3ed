"""File names of posts: readable, unlike on every file system, and never one that Hugo gives a meaning."""

from app.content import slugify
from app.services.drafts import Draft

LONGEST_BYTES = 80
_TAKEN_BY_HUGO = frozenset({"index", "_index"})


class Names:
    def __init__(self) -> None:
        self._used: set[str] = set()

    def of(self, draft: Draft) -> str:
        """Return a name without its suffix, "2015-01-02-hello"; pages have no date."""
        stem = slugify(draft.slug or draft.title).encode()[:LONGEST_BYTES].decode(errors="ignore").strip("-.")
        if draft.kind == "post" and draft.local_date:
            stem = f"{draft.local_date}-{stem}" if stem else draft.local_date
        if not stem or stem in _TAKEN_BY_HUGO or stem.casefold() in self._used:
            stem = f"{stem}-{draft.id}".lstrip("-")
        self._used.add(stem.casefold())
        return stem
