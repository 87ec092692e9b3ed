"""Users -> authors. Passwords, sessions and roles stay behind: whoever shall write here is invited anew."""

from collections.abc import Iterator

from app.content import slugify
from app.importers.ghost.export import Export
from app.importers.ghost.values import Row, first, line, text
from app.importers.items import Author, Failed, Item, Skipped

_OWNER_ID = "1"  # Ghost 0.x and 1.x: the first user is the owner


class People:
    """The authors of an export; `ref_of` leads from a user's id to the author it became."""

    def __init__(self, export: Export, path: str) -> None:
        """`path`: the address of an author, with {slug}."""
        self._path = path
        self._refs: dict[str, str] = {}
        self.items: list[Item] = [Failed("authors", f"row {at}", "it is no record") for at in export.odd_rows("users")]
        self._known: dict[str, str] = {}  # "@" + e-mail address, or slug -> ref
        self.slugs: dict[str, str] = {}  # ref -> slug
        for at, row in enumerate(export.rows("users"), 1):
            self.items.append(self._take(row, at))
        self.owner = self._owner(export)

    def ref_of(self, user_id: str) -> str | None:
        return self._refs.get(user_id)

    def _take(self, row: Row, at: int) -> Item:
        name, email = line(row.get("name")), first(row, "email").lower()
        slug = first(row, "slug") or slugify(name or email.partition("@")[0])
        own_id = text(row.get("id"))
        if not slug:
            return Failed("authors", own_id or f"row {at}", "it has neither a name nor a slug nor an e-mail address")
        same = self._known.get(f"@{email}") if email else None
        same = same or self._known.get(slug)
        if same:
            self._refs.setdefault(own_id, same)
            return Skipped("authors", own_id or f"row {at}", f"the same person as “{self.slugs[same]}”")
        ref = own_id or slug
        self._refs[own_id] = ref
        self._known[slug] = ref
        self.slugs[ref] = slug
        if email:
            self._known[f"@{email}"] = ref
        return Author(
            ref=ref,
            slug=slug,
            name=name or slug,
            email=email or None,
            bio=text(row.get("bio")).strip(),
            url=first(row, "website") or None,
            image=first(row, "profile_image", "image") or None,
            old_paths=tuple(self._paths(slug)),
        )

    def _paths(self, slug: str) -> Iterator[str]:
        if self._path:
            yield self._path.replace("{slug}", slug)

    def _owner(self, export: Export) -> str | None:
        roles = {text(row.get("id")) for row in export.rows("roles") if row.get("name") == "Owner"}
        owners = [text(row.get("user_id")) for row in export.rows("roles_users") if text(row.get("role_id")) in roles]
        for user_id in (*owners, _OWNER_ID):
            if self._refs.get(user_id):
                return self._refs[user_id]
        return next(iter(self._refs.values()), None)
