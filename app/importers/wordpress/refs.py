"""Names for items that are the same in every export of the same blog."""

import hashlib

from app.importers.wordpress.raw import RawItem


class Refs:
    """Goes through the items in their order; two passes over the same files give the same refs.

    An item's ref is its id. Files put together by hand give an id to several items: those after the first get more.
    """

    def __init__(self) -> None:
        self._holders: dict[tuple[bool, str], str] = {}  # (is it a file?, id) -> what the first item with this id is
        self._further: set[str] = set()

    def of(self, raw: RawItem) -> tuple[str, bool]:
        """Return the ref, and whether the item was there before."""
        number = raw.wp("post_id")
        what = "\n".join((raw.wp("post_type"), raw.wp("post_name") or raw.text("title")))
        if number in ("", "0"):
            number = raw.text("guid") or raw.text("link") or f"title:{raw.text('title')}"
        key = (raw.wp("post_type") == "attachment", number)
        if key not in self._holders:
            self._holders[key] = what
            return number, False
        if self._holders[key] == what:
            return number, True
        ref = f"{number}-{hashlib.sha256(what.encode()).hexdigest()[:8]}"
        is_known = ref in self._further
        self._further.add(ref)
        return ref, is_known
