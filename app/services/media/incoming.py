"""A file while it arrives: on the disk from its first byte, hashed on the way, never whole in memory."""

import hashlib
from pathlib import Path

from app.errors import Invalid
from app.services.media.kinds import HEAD_BYTES


class Incoming:
    def __init__(self, path: Path, most_bytes: int) -> None:
        """`path` is an empty file."""
        self.path = path
        self.size_bytes = 0
        self.head = b""
        self._most_bytes = most_bytes
        self._digest = hashlib.sha256()
        self._file = path.open("wb", buffering=0)

    def write(self, piece: bytes) -> None:
        """Raises: Invalid: it is larger than is taken; nothing of it is kept."""
        self.size_bytes += len(piece)
        if self.size_bytes > self._most_bytes:
            self.discard()
            raise Invalid(f"it is larger than {self._most_bytes // 1_000_000} MB; make it smaller and try again")
        if len(self.head) < HEAD_BYTES:
            self.head += piece[: HEAD_BYTES - len(self.head)]
        self._digest.update(piece)
        self._file.write(piece)

    @property
    def id(self) -> str:
        return self._digest.hexdigest()

    def close(self) -> None:
        self._file.close()

    def discard(self) -> None:
        """Leave nothing behind; where it was kept already, only close it."""
        self._file.close()
        self.path.unlink(missing_ok=True)
