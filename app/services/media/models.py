"""What is known of each file; the bytes are content-addressed objects in the store."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

State = Literal["waiting", "made", "kept"]
Kind = Literal["image", "audio", "video", "document"]
Only = Literal["unused", "no alt text", "deleted"]
MARK_LENGTH = 20  # characters of a hash in an address: 80 bits, which nobody guesses
SUFFIXES = {"image/avif": "avif", "image/webp": "webp", "image/jpeg": "jpg", "image/png": "png"}


@dataclass(frozen=True, slots=True)
class Media:
    """`id` is the SHA-256 in hex of the bytes somebody brought, `object_id` that of the bytes readers get.

    They differ where a picture was encoded anew. `state`: a picture is "waiting" for that, or it is "made"; everything
    else is "kept" as it came, pictures that could not be made too: `note` says why.
    """

    id: str
    name: str
    type: str  # MIME type of what readers get, told from the bytes
    size_bytes: int
    width: int | None
    height: int | None
    alt: str
    created_at: datetime
    object_id: str
    state: State = "kept"
    note: str = ""
    decorative: bool = False  # it says nothing that words would have to say: no alt text is missing
    focal_x: int = 50  # percent from the left and from the top: what stays in view when it is cut
    focal_y: int = 50
    uploaded_by: str | None = None  # a person's id; None: it was imported
    deleted_at: datetime | None = None  # it can be brought back for a while

    @property
    def path(self) -> str:
        return f"/media/{self.id[:MARK_LENGTH]}/{self.name}"

    @property
    def stem(self) -> str:
        return self.name.rpartition(".")[0] or self.name

    @property
    def is_image(self) -> bool:
        return self.type.startswith("image/")

    @property
    def lacks_alt(self) -> bool:
        return self.is_image and not self.alt and not self.decorative


@dataclass(frozen=True, slots=True)
class Variant:
    """One more file made of a picture: "size", "fallback" for old browsers, "social" for other sites' cards."""

    media_id: str
    purpose: str
    type: str
    width: int
    height: int
    object_id: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A file with what was made of it; of what is no picture, nothing was."""

    media: Media
    variants: tuple[Variant, ...] = ()

    def path_of(self, variant: Variant) -> str:
        detail = "social" if variant.purpose == "social" else str(variant.width)
        return f"/media/{variant.object_id[:MARK_LENGTH]}/{self.media.stem}-{detail}.{SUFFIXES[variant.type]}"

    @property
    def sources(self) -> list[tuple[str, str]]:
        """(MIME type, srcset), the smallest format first; empty where only the file itself can be shown."""
        found = ((kind, self.srcset(kind)) for kind in ("image/avif", "image/webp"))
        return [(kind, srcset) for kind, srcset in found if srcset]

    def srcset(self, kind: str = "image/webp") -> str:
        sizes = sorted((v for v in self.variants if v.purpose == "size" and v.type == kind), key=lambda v: v.width)
        return ", ".join(f"{self.path_of(size)} {size.width}w" for size in sizes)

    @property
    def src(self) -> str:
        """What every browser and feed reader can show, and not larger than they need."""
        return next((self.path_of(v) for v in self.variants if v.purpose == "fallback"), self.media.path)

    @property
    def social(self) -> Variant | None:
        return next((variant for variant in self.variants if variant.purpose == "social"), None)

    @property
    def thumbnail(self) -> str:
        sizes = [v for v in self.variants if v.purpose == "size" and v.type == "image/webp"]
        smallest = min(sizes, key=lambda v: v.width, default=None)
        return self.path_of(smallest) if smallest else self.media.path

    @property
    def marks(self) -> list[str]:
        """Every mark by which an address may name it."""
        ids = (self.media.id, *(variant.object_id for variant in self.variants))
        return list(dict.fromkeys(one[:MARK_LENGTH] for one in ids))


@dataclass(frozen=True, slots=True)
class StoredFile:
    """What an address under /media/ leads to. `is_final`: these bytes stay at this address for good."""

    object_id: str
    path: str
    name: str
    type: str
    size_bytes: int
    is_final: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which files a list shows; None or "": all. `used`: the marks that are in use, for `only` used or unused."""

    words: str = ""
    kind: Kind | None = None
    only: Only | None = None
    used: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class MediaPage:
    """One page of a list; pages count from 1."""

    entries: tuple[Picture, ...]
    number: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class MissingMedia:
    """An address bodies use whose bytes are not here (yet)."""

    url: str
    error: str = ""  # of the last try to fetch it
