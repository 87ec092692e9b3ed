"""Tags, with Ghost's internal ones, and which post has which."""

from app.content import slugify
from app.importers.ghost.export import Export
from app.importers.ghost.values import Row, first, line, text
from app.importers.items import Failed, Item, Skipped, Tag

_INTERNAL = "hash-"  # "#column" has the slug "hash-column"


class Tags:
    """The tags of an export; `ref_of` leads from a tag's id to the tag it became."""

    def __init__(self, export: Export, path: str) -> None:
        """`path`: the address of a tag, with {slug}; "" where tags had none."""
        self._path = path
        self._refs: dict[str, str] = {}
        self._by_slug: dict[str, str] = {}
        self.slugs: dict[str, str] = {}  # ref -> slug
        self.internal: set[str] = set()  # refs
        self.items: list[Item] = [Failed("tags", f"row {at}", "it is no record") for at in export.odd_rows("tags")]
        for at, row in enumerate(export.rows("tags"), 1):
            self.items.append(self._take(row, at))

    def ref_of(self, tag_id: str) -> str | None:
        return self._refs.get(tag_id)

    def _take(self, row: Row, at: int) -> Item:
        name, own_id = line(row.get("name")), text(row.get("id"))
        slug = first(row, "slug") or self._made_slug(name)
        if not slug:
            return Failed("tags", own_id or f"row {at}", "it has neither a name nor a slug")
        if slug in self._by_slug:
            self._refs.setdefault(own_id, self._by_slug[slug])
            return Skipped("tags", own_id or f"row {at}", f"the tag “{slug}” stands twice")
        ref = own_id or slug
        internal = name.startswith("#") or row.get("visibility") == "internal"
        self._refs[own_id] = self._by_slug[slug] = ref
        self.slugs[ref] = slug
        if internal:
            self.internal.add(ref)
        return Tag(
            ref=ref,
            slug=slug,
            name=name or slug,
            description=first(row, "description", "meta_description"),
            internal=internal,
            old_paths=(self._path.replace("{slug}", slug),) if self._path and not internal else (),
        )

    def _made_slug(self, name: str) -> str:
        return (_INTERNAL if name.startswith("#") else "") + slugify(name.lstrip("#")) if name.strip("#") else ""
