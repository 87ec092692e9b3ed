"""Which address, old or present, means which file."""

from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from app.services.site import SiteInfo


class Moves:
    """Old addresses of files -> present ones, in the spelling Media.db keeps them: no scheme or query, decoded."""

    def __init__(self, addresses: Mapping[str, str], site: SiteInfo, origin: str) -> None:
        """`addresses`: old address -> present path."""
        self._paths = addresses
        old = (site.imported_from or "").partition(":")[2]
        self._hosts = {_bare(urlsplit(url).netloc) for url in (origin, old) if "//" in url}

    def __call__(self, address: str) -> str | None:
        try:
            parts = urlsplit(address)
        except ValueError:
            return None
        path = unquote(parts.path)
        if not parts.netloc:
            return self._paths.get(path)
        host = _bare(parts.netloc)
        return (self._paths.get(path) if host in self._hosts else None) or self._paths.get(f"//{host}{path}")


def _bare(host: str) -> str:
    return host.lower().removeprefix("www.")
