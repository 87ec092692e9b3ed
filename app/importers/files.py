"""Which address of the old blog is which file here."""

import re
from urllib.parse import unquote, urlsplit

from app.importers.addresses import OldSite

_SIZE_SUFFIX = re.compile(r"-\d{1,5}x\d{1,5}(?=\.[A-Za-z0-9]{2,5}$)")
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

    def key(self, address: str) -> str:
        """Return the one form all spellings of an address share: no scheme, own host or query; decoded."""
        address = _PHOTON.sub("http://", address)
        local = self._site.local_path(address)
        if local is not None:
            return unquote(urlsplit(local).path)
        try:
            parts = urlsplit(address)
        except ValueError:
            return address
        return unquote(f"//{parts.netloc.lower()}{parts.path}")

    def add(self, addresses: list[str], path: str) -> None:
        for address in addresses:
            self._paths[self.key(address)] = path

    def find(self, address: str) -> str | None:
        key = self.key(address)
        return self._paths.get(key) or self._paths.get(_SIZE_SUFFIX.sub("", key))

    def looks_like_file(self, address: str) -> bool:
        """Whether an address of the old site names a file rather than a page."""
        local = self._site.local_path(_PHOTON.sub("http://", address))
        return local is not None and MEDIA_NAME.search(unquote(urlsplit(local).path)) is not None

    def load(self, paths: dict[str, str]) -> None:
        """Take over what earlier runs found: key -> path."""
        self._paths.update(paths)
