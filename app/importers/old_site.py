"""Which addresses are those of the old blog. Loads little: the process that renders needs it."""

import re
from functools import lru_cache

from app.importers.items import Site

# Scheme, host and port of an http address: bodies can have a hundred thousand, so none is parsed whole.
_ORIGIN = re.compile(r"(?:https?:)?//(?:[^/?#@]*@)?(?P<host>\[[^\]]*\]|[^/?#:]*)(?::\d*)?(?=[/?#]|$)", re.IGNORECASE)


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
