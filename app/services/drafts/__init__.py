"""Owns Drafts.db: everything being written or held back, and the source of all that is published."""

from app.services.drafts.autosaves import Autosave
from app.services.drafts.care import DRAFT_CARE, DraftCare
from app.services.drafts.editing import EditingService, Opened, Typed
from app.services.drafts.fields import NAMES as FIELD_NAMES
from app.services.drafts.fields import Fields, InvalidFields, edited, fields_of, joined, parted, path_of
from app.services.drafts.following import as_published
from app.services.drafts.lifecycle import PUBLISH_DUE, LifecycleService
from app.services.drafts.lists import Sort, Wanted
from app.services.drafts.models import (
    Draft,
    DraftSummary,
    ImportedItem,
    ImportOutcome,
    Listed,
    NewBody,
    Outcome,
    SourceFormat,
    Stale,
    Status,
)
from app.services.drafts.previews import Preview
from app.services.drafts.protection import LEAST_PASSWORD, ProtectionService
from app.services.drafts.service import FOLLOW, SCHEDULE, DraftService
from app.services.drafts.sharing import DEFAULT_DAYS, PREVIEW_DAYS, SharingService
from app.services.drafts.sources import rendered
from app.services.drafts.tagging import RETAG, TagChange, TagService
from app.services.drafts.versions import Version, VersionKind, VersionSummary

__all__ = [
    "DEFAULT_DAYS",
    "DRAFT_CARE",
    "FIELD_NAMES",
    "FOLLOW",
    "LEAST_PASSWORD",
    "PREVIEW_DAYS",
    "PUBLISH_DUE",
    "RETAG",
    "SCHEDULE",
    "Autosave",
    "Draft",
    "DraftCare",
    "DraftService",
    "DraftSummary",
    "EditingService",
    "Fields",
    "ImportOutcome",
    "ImportedItem",
    "InvalidFields",
    "LifecycleService",
    "Listed",
    "NewBody",
    "Opened",
    "Outcome",
    "Preview",
    "ProtectionService",
    "SharingService",
    "Sort",
    "SourceFormat",
    "Stale",
    "Status",
    "TagChange",
    "TagService",
    "Typed",
    "Version",
    "VersionKind",
    "VersionSummary",
    "Wanted",
    "as_published",
    "edited",
    "fields_of",
    "joined",
    "parted",
    "path_of",
    "rendered",
]
