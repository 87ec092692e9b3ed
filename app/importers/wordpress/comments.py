"""Comments of one item, with the threads they make."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Literal

from app.importers.items import Comment, Skipped, Warned
from app.importers.wordpress.dates import utc
from app.importers.wordpress.people import People
from app.importers.wordpress.raw import RawItem

_STATUSES: Mapping[str, Literal["approved", "pending", "spam", "trash"]] = {
    "1": "approved",
    "approve": "approved",
    "approved": "approved",
    "0": "pending",
    "hold": "pending",
    "spam": "spam",
    "trash": "trash",
    "post-trashed": "trash",
}
_COMMENTS = frozenset({"", "comment", "review"})
_MENTIONS = frozenset({"pingback", "trackback", "webmention", "mention", "like", "repost", "bookmark"})
Fields = Mapping[str, str]


def comments_of(raw: RawItem, ref: str, people: People, offset: timedelta) -> Iterator[Comment | Skipped | Warned]:
    """Yield the comments of an entry, each after the one it answers."""
    by_ref: dict[str, Fields] = {}
    for number, fields in enumerate(raw.comments, 1):
        comment_ref = fields.get("wp:comment_id") or f"{ref}-{number}"
        kind = fields.get("wp:comment_type", "")
        if comment_ref in by_ref:
            yield Skipped("comments", comment_ref, "it stands twice under the same post")
        elif kind not in _COMMENTS and kind not in _MENTIONS:
            yield Skipped("comments", comment_ref, f"of the type {kind!r}, which is no reader's comment")
        else:
            by_ref[comment_ref] = fields
    for comment_ref in _parents_first(by_ref):
        yield from _comment(comment_ref, ref, by_ref, people, offset)


def skipped_comments(raw: RawItem, ref: str, reason: str) -> Iterator[Skipped]:
    for number, fields in enumerate(raw.comments, 1):
        yield Skipped("comments", fields.get("wp:comment_id") or f"{ref}-{number}", reason)


def _comment(
    comment_ref: str, ref: str, by_ref: Mapping[str, Fields], people: People, offset: timedelta
) -> Iterator[Comment | Warned]:
    get = by_ref[comment_ref].get
    parent = get("wp:comment_parent", "0")
    if parent not in ("", "0") and not _is_above(parent, comment_ref, by_ref):
        yield Warned(comment_ref, f"the comment answers {parent}, which is not here; it stands by itself now")
        parent = "0"
    status = _STATUSES.get(get("wp:comment_approved", ""))
    if status is None:
        yield Warned(comment_ref, "the export doesn't say if the comment was approved, so it waits for a decision")
    yield Comment(
        ref=comment_ref,
        entry_ref=ref,
        author_name=get("wp:comment_author", ""),
        created_at=utc(get("wp:comment_date_gmt", ""), get("wp:comment_date", ""), offset),
        body=get("wp:comment_content", ""),
        status=status or "pending",
        kind="mention" if get("wp:comment_type", "") in _MENTIONS else "comment",
        parent_ref=parent if parent not in ("", "0") else None,
        email=get("wp:comment_author_email") or None,
        url=get("wp:comment_author_url") or None,
        address=get("wp:comment_author_IP") or None,
        user_ref=people.by_number(get("wp:comment_user_id", "0")),
    )


def _is_above(parent: str, child: str, by_ref: Mapping[str, Fields]) -> bool:
    """Say whether the parent is there and isn't, by a circle, the child itself."""
    seen = {child}
    while parent in by_ref:
        if parent in seen:
            return False
        seen.add(parent)
        parent = by_ref[parent].get("wp:comment_parent", "0")
    return len(seen) > 1


def _parents_first(by_ref: Mapping[str, Fields]) -> list[str]:
    ordered: dict[str, None] = {}
    for ref in by_ref:
        chain = []
        above = ref
        while above in by_ref and above not in ordered and above not in chain:
            chain.append(above)
            above = by_ref[above].get("wp:comment_parent", "0")
        ordered.update(dict.fromkeys(reversed(chain)))
    return list(ordered)
