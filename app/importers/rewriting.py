"""Addresses in bodies: of files, of pages of the old blog, of other places."""

from app.importers.files import Files
from app.importers.old_site import OldSite


class Rewriter:
    """Turns an address in a body into the one to use here, and remembers files that are missing."""

    def __init__(self, site: OldSite, files: Files) -> None:
        self._site = site
        self._files = files
        self._missing: dict[str, str] = {}  # the one form of an address -> as it was first met

    def __call__(self, address: str) -> str:
        if self._files.is_foreign(address):
            return address
        found = self._files.find(address)
        if found:
            return found
        if self._files.looks_like_file(address):
            self.miss(address)
            return address
        return self._site.local_path(address) or address

    def known(self, address: str) -> str:
        """Change only what names a file that has another address here."""
        return self._files.find(address) or address

    def miss(self, address: str) -> None:
        self._missing.setdefault(self._files.original_key(address), address)

    @property
    def missing(self) -> list[str]:
        """Return the addresses of files that are not here, each file once, in the order met."""
        return list(self._missing.values())
