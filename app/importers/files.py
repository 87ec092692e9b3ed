"""Which address of the old blog is which file here."""

import re
from urllib.parse import unquote

from app.importers.old_site import OldSite, host_of

_SIZE_SUFFIX = re.compile(r"-\d{1,5}x\d{1,5}(?=\.[A-Za-z0-9]{2,5}$)")
_QUERY = re.compile(r"[?#]")
_PHOTON = re.compile(r"^(?:https?:)?//i\d\.wp\.com/", re.IGNORECASE)
MEDIA_NAME = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|bmp|tiff?|ico|pdf|mp3|m4a|ogg|oga|opus|wav|flac|mp4|m4v|webm|mov|zip|docx?|xlsx?|pptx?)$",
    re.IGNORECASE,
)


class Files:
    """Old addresses of files -> the path each has now. Sizes and CDN forms of a file lead to the file itself."""

    def __init__(self, site: OldSite) -> None:
        self._site = site
        self._paths: dict[str, str] = {}
        self._hosts: set[str] = set()  # other hosts that files are known from

    def key(self, address: str) -> str:
        """Return the one form all spellings of an address share: no scheme, own host or query; decoded."""
        address = _plain(address)
        local = self._site.local_path(address)
        if local is not None:
            return unquote(_QUERY.split(local, 1)[0])
        host = host_of(address) if "//" in address else ""
        rest = address.partition("//")[2].partition("/")[2]
        return unquote(f"//{host}/{_QUERY.split(rest, 1)[0]}") if host else address

    def original_key(self, address: str) -> str:
        """Return the key of the file that this one is a smaller size of, by its name; or its own."""
        return _SIZE_SUFFIX.sub("", self.key(address))

    def add(self, addresses: list[str], path: str) -> None:
        self.load({self.key(address): path for address in addresses})

    def load(self, paths: dict[str, str]) -> None:
        """Take over key -> path."""
        self._paths.update(paths)
        self._hosts.update(host_of(key) for key in paths if key.startswith("//"))

    def paths(self) -> dict[str, str]:
        """Return all that is known, as `load` takes it."""
        return self._paths

    def is_foreign(self, address: str) -> bool:
        """Whether it is plainly none of the old site's: most addresses are, so this is asked first."""
        host = host_of(address) if address.startswith(("http", "//")) else ""
        return bool(host) and host not in self._hosts and not host.endswith(".wp.com") and not self._site.is_own(host)

    def find(self, address: str) -> str | None:
        address = _plain(address)
        if self._site.local_path(address) is None and host_of(address) not in self._hosts:
            return None
        key = self.key(address)
        return self._paths.get(key) or self._paths.get(_SIZE_SUFFIX.sub("", key))

    def looks_like_file(self, address: str) -> bool:
        """Whether an address of the old site names a file rather than a page."""
        local = self._site.local_path(_plain(address))
        return local is not None and MEDIA_NAME.search(unquote(_QUERY.split(local, 1)[0])) is not None


def _plain(address: str) -> str:
    """Undo Photon, WordPress's picture proxy."""
    return _PHOTON.sub("http://", address) if ".wp.com/" in address else address
