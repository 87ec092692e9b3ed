"""What is known of each file; the bytes are content-addressed objects in the store."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Media:
    """`id` is the SHA-256 of the bytes, in hex."""

    id: str
    name: str
    type: str  # MIME type, told from the bytes
    size_bytes: int
    width: int | None
    height: int | None
    alt: str
    created_at: datetime

    @property
    def path(self) -> str:
        return f"/media/{self.id[:20]}/{self.name}"


@dataclass(frozen=True, slots=True)
class MissingMedia:
    """An address bodies use whose bytes are not here (yet)."""

    url: str
    error: str = ""  # of the last try to fetch it
