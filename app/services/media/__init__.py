"""Owns Media.db: what is known of each file; the bytes are content-addressed objects in the store."""

from app.services.media.incoming import Incoming
from app.services.media.models import Kind, Media, MediaPage, MissingMedia, Only, Picture, StoredFile, Variant, Wanted
from app.services.media.names import safe_name
from app.services.media.objects import ObjectStore
from app.services.media.responsive import marks_in
from app.services.media.service import MOST_UPLOADED_BYTES, MediaService

__all__ = [
    "MOST_UPLOADED_BYTES",
    "Incoming",
    "Kind",
    "Media",
    "MediaPage",
    "MediaService",
    "MissingMedia",
    "ObjectStore",
    "Only",
    "Picture",
    "StoredFile",
    "Variant",
    "Wanted",
    "marks_in",
    "safe_name",
]
