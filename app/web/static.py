"""The files of the theme, in memory; each address has a hash of the bytes in it, so that browsers keep it for good."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from app.web.encodings import compress

_TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".webmanifest": "application/manifest+json",
}


@dataclass(frozen=True, slots=True)
class StaticFile:
    name: str
    type: str
    digest: str
    body: bytes
    _encoded: dict[str, bytes] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"/static/{self.digest}/{self.name}"

    @property
    def is_text(self) -> bool:
        """Tell if compressing is worth it."""
        return not self.type.startswith("image/") or "svg" in self.type

    def encoded(self, encoding: str) -> bytes:
        if not encoding or not self.is_text:
            return self.body
        if encoding not in self._encoded:
            self._encoded[encoding] = compress(self.body, encoding)
        return self._encoded[encoding]


class StaticFiles:
    """Every file directly in the folder, by name."""

    def __init__(self, folder: Path) -> None:
        self._files = {path.name: _read(path) for path in sorted(folder.iterdir()) if path.suffix in _TYPES}

    def find(self, name: str) -> StaticFile | None:
        return self._files.get(name)

    def address(self, name: str) -> str:
        """Raises: KeyError: a template names a file that isn't there."""
        return self._files[name].address


def _read(path: Path) -> StaticFile:
    body = path.read_bytes()
    return StaticFile(path.name, _TYPES[path.suffix], hashlib.sha256(body).hexdigest()[:12], body)
