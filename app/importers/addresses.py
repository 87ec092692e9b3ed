"""Where each entry lives now, and what becomes of the address it had."""

import re
import unicodedata
from collections.abc import Mapping
from urllib.parse import unquote

from app.content import slugify
from app.importers.items import Entry
from app.services.site import is_reserved

_SLASHES = re.compile(r"/{2,}")


def normal_path(path: str) -> str:
    """This is the one form addresses are stored and looked up in: decoded, NFC, one leading slash, no fragment."""
    path = unicodedata.normalize("NFC", unquote(path.split("#", 1)[0]))
    return "/" + _SLASHES.sub("/", path).lstrip("/")


def is_own(path: str) -> bool:
    """Whether Waypost itself answers there (docs/import.md lists these)."""
    return path == "/" or (not path.startswith("/?") and is_reserved(path))  # "/?cat=3" is an old blog's address


class Addresses:
    """Gives every published entry a free path: its old one where nothing prevents it."""

    def __init__(self, taken: Mapping[str, str]) -> None:
        """`taken`: path -> id of the item that has it already."""
        self._taken = dict(taken)

    def give(self, item_id: str, entry: Entry) -> tuple[str, str | None]:
        """Return the path, and a sentence where it is not the wished one."""
        if entry.exact and entry.status != "published":
            self._taken = {path: owner for path, owner in self._taken.items() if owner != item_id}
            return (normal_path(entry.path) if entry.path else ""), None
        wish = wished_path(entry)
        why = None
        if is_own(wish):
            why = f"its old address {wish} is one of Waypost's own"
        elif self._taken.get(wish, item_id) != item_id:
            why = f"its old address {wish} belongs to another post or page"
        path = wish if why is None else self._free(item_id, entry)
        self._taken[path] = item_id
        return path, why and f"{why}; it lives at {path}"

    def _free(self, item_id: str, entry: Entry) -> str:
        stem = entry.slug or slugify(entry.title) or item_id
        number = 1
        while True:
            path = f"/{stem}/" if number == 1 else f"/{stem}-{number}/"
            if not is_own(path) and self._taken.get(path, item_id) == item_id:
                return path
            number += 1


def wished_path(entry: Entry) -> str:
    if entry.path and normal_path(entry.path) != "/":
        return normal_path(entry.path)
    return f"/{entry.slug or slugify(entry.title) or slugify(entry.ref) or 'untitled'}/"
