"""Owns Media.db: what is known of each file; the bytes are content-addressed objects in the store."""

from app.services.media.models import Media, MissingMedia
from app.services.media.service import MediaService, ObjectStore, safe_name

__all__ = ["Media", "MediaService", "MissingMedia", "ObjectStore", "safe_name"]
