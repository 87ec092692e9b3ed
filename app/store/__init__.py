"""The object store behind a few verbs: a folder or an S3 bucket. Knows no database and no epoch."""

from app.store.doctor import Finding, check_store
from app.store.location import Location, parse_location
from app.store.store import Entry, Store, StoreError, open_store

__all__ = ["Entry", "Finding", "Location", "Store", "StoreError", "check_store", "open_store", "parse_location"]
