"""Where each entry lives now, and what becomes of the address it had."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import unquote

from app.content import slugify
from app.importers.items import Entry, Site
from app.services.site import is_reserved

_SLASHES = re.compile(r"/{2,}")
# Scheme, host and port of an http address: bodies can have a hundred thousand, so none is parsed whole.
_ORIGIN = re.compile(r"(?:https?:)?//(?:[^/?#@]*@)?(?P<host>\[[^\]]*\]|[^/?#:]*)(?::\d*)?(?=[/?#]|$)", re.IGNORECASE)


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


class OldSite:
    """Tells addresses of the old blog from foreign ones."""

    def __init__(self, site: Site) -> None:
        self._hosts = {host_of(origin) for origin in (site.url, *site.aliases) if origin}

    def is_own(self, host: str) -> bool:
        """`host` as `host_of` gives it."""
        return host in self._hosts

    def local_path(self, address: str) -> str | None:
        """Return the path and query of an address of the old site, as written; None for any other address."""
        if address.startswith("/") and not address.startswith("//"):
            return address
        match = _ORIGIN.match(address)
        if match is None or _bare(match["host"]) not in self._hosts:
            return None
        rest = address[match.end() :]
        return rest if rest.startswith("/") else "/" + rest


def host_of(address: str) -> str:
    """Return the host in lower case without "www."; "" where there is none."""
    if "//" not in address:
        address = "//" + address
    end = address.find("/", address.find("//") + 2)
    return _host_of_origin(address if end == -1 else address[:end])


@lru_cache(maxsize=4096)
def _host_of_origin(origin: str) -> str:
    match = _ORIGIN.match(origin)
    return _bare(match["host"]) if match else ""


@lru_cache(maxsize=4096)
def _bare(host: str) -> str:
    return host.lower().removeprefix("www.")
