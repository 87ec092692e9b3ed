"""What other tables say of a post: its tags, its authors, its texts for search engines and other sites."""

from app.importers.ghost.export import Export
from app.importers.ghost.filters import Facts
from app.importers.ghost.notes import Notes
from app.importers.ghost.people import People
from app.importers.ghost.tags import Tags
from app.importers.ghost.values import Row, first, flag, text


class Relations:
    def __init__(self, export: Export, people: People, tags: Tags) -> None:
        self._people = people
        self._tags = tags
        self._post_tags = export.joined("posts_tags", "post_id", "tag_id")
        self._post_authors = export.joined("posts_authors", "post_id", "author_id")
        self._meta = {text(row.get("post_id")): row for row in export.rows("posts_meta")}

    def meta_of(self, row: Row) -> Row:
        return self._meta.get(text(row.get("id")), {})

    def tags_of(self, row: Row, notes: Notes) -> tuple[str, ...]:
        named = self._post_tags.get(text(row.get("id")), [])
        found = [ref for tag_id in named if (ref := self._tags.ref_of(tag_id)) is not None]
        if len(found) < len(named):
            notes.add(f"{len(named) - len(found)} of its tags are not in the export")
        return tuple(dict.fromkeys(found))

    def authors_of(self, row: Row, notes: Notes) -> tuple[str, ...]:
        """The owner stands in for an author the export does not have, as in Ghost's own import."""
        named = self._post_authors.get(text(row.get("id"))) or [one for one in (first(row, "author_id"),) if one]
        found = [ref for user_id in named if (ref := self._people.ref_of(user_id)) is not None]
        if named and not found and self._people.owner:
            notes.add("its author is not in the export; it was given to the owner of the blog")
        return tuple(dict.fromkeys(found)) or ((self._people.owner,) if self._people.owner else ())

    def facts_of(self, row: Row, ref: str, slug: str, uuid: str) -> Facts:
        quiet = Notes()
        tags, authors = self.tags_of(row, quiet), self.authors_of(row, quiet)
        primary = self._tags.slugs[tags[0]] if tags and tags[0] not in self._tags.internal else ""
        names = tuple(self._people.slugs[author] for author in authors)
        return Facts(
            ref=ref,
            slug=slug,
            uuid=uuid,
            tags=tuple(self._tags.slugs[tag] for tag in tags),
            primary_tag=primary,
            authors=names,
            primary_author=names[0] if names else "",
            featured=flag(row.get("featured")),
            visibility=first(row, "visibility") or "public",
        )
