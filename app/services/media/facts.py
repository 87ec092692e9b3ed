"""What is known of a file: from its first bytes as it arrives, and from what was made of it. Knows no database."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from app.errors import Invalid
from app.imaging import Made
from app.services.media.incoming import Incoming
from app.services.media.kinds import MADE, refuse_two_faced, size_of, type_of
from app.services.media.models import Media, Picture, StoredFile, Variant
from app.services.media.names import named

_TAIL_BYTES = 22


def described(incoming: Incoming, name: str, alt: str) -> Media:
    """Raises: Invalid: it is empty, of no kind that is kept, or of two kinds at once."""
    if not incoming.size_bytes:
        raise Invalid("it is empty")
    kind = type_of(incoming.head)
    refuse_two_faced(kind, incoming.head, _tail(incoming.path))
    width, height = size_of(kind, incoming.head)
    return Media(
        id=incoming.id,
        name=name,
        type=kind,
        size_bytes=incoming.size_bytes,
        width=width,
        height=height,
        alt=alt,
        created_at=datetime.now(UTC),
        object_id=incoming.id,
        state="waiting" if kind in MADE else "kept",
    )


def _tail(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _TAIL_BYTES))
        return file.read()


def made_of(media: Media, made: Made) -> Picture:
    """What is known of a picture once it is made."""
    variants = (
        Variant(media.id, output.purpose, output.type, output.width, output.height, output.digest, output.size_bytes)
        for output in made.outputs
        if output.purpose != "full"
    )
    rest = tuple(sorted(variants, key=lambda variant: (variant.purpose, variant.type, variant.width)))
    full = next((output for output in made.outputs if output.purpose == "full"), None)
    if full is None:
        return Picture(media, rest)
    kept = replace(
        media,
        name=named(media.name, full.type) if media.uploaded_by else media.name,  # old bodies have the old one
        type=full.type,
        size_bytes=full.size_bytes,
        width=made.width,
        height=made.height,
        object_id=full.digest,
        state="made",
    )
    return Picture(kept, rest)


def stored(variant: Variant, media: Media) -> StoredFile:
    path = Picture(media).path_of(variant)
    return StoredFile(variant.object_id, path, path.rpartition("/")[2], variant.type, variant.size_bytes, True)
