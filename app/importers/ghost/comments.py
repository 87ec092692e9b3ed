"""Comments, which Ghost's own export leaves out but dumps of its database have; of members only names are taken."""

from collections import defaultdict
from collections.abc import Iterator

from app.importers.ghost.export import Export
from app.importers.ghost.values import Row, first, line, moment, text
from app.importers.items import Comment, Failed, Item, Skipped


class Comments:
    def __init__(self, export: Export) -> None:
        self._members = {text(row.get("id")): row for row in export.rows("members")} if export.count("comments") else {}
        self._waiting: dict[str, list[Row]] = defaultdict(list)  # id of a post -> its comments
        for row in export.rows("comments"):
            self._waiting[text(row.get("post_id"))].append(row)
        self._odd = export.odd_rows("comments")

    def of(self, post_id: str, entry_ref: str) -> Iterator[Item]:
        for row in self._waiting.pop(post_id, ()):
            yield self._item(row, entry_ref)

    def left(self) -> Iterator[Item]:
        """What belongs to no post of the export."""
        for at in self._odd:
            yield Failed("comments", f"row {at}", "it is no record")
        for rows in self._waiting.values():
            for row in rows:
                yield Skipped("comments", first(row, "id"), "its post is not in the export")

    def _item(self, row: Row, entry_ref: str) -> Item:
        ref = first(row, "id")
        if row.get("status") == "deleted" or not text(row.get("html")).strip():
            return Skipped("comments", ref, "deleted in Ghost")
        member = self._members.get(text(row.get("member_id")), {})
        return Comment(
            ref=ref,
            entry_ref=entry_ref,
            author_name=line(member.get("name")),
            created_at=moment(row.get("created_at")),
            body=text(row["html"]),
            status="approved" if row.get("status") == "published" else "pending",
            parent_ref=first(row, "in_reply_to_id", "parent_id") or None,
            email=first(member, "email") or None,
        )
