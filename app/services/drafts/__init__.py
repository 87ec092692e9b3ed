"""Owns Drafts.db: everything being written or held back, and the source of all that is published."""

from app.services.drafts.models import (
    Draft,
    DraftSummary,
    ImportedItem,
    ImportOutcome,
    NewBody,
    Outcome,
    SourceFormat,
    Status,
)
from app.services.drafts.service import FOLLOW, DraftService

__all__ = [
    "FOLLOW",
    "Draft",
    "DraftService",
    "DraftSummary",
    "ImportOutcome",
    "ImportedItem",
    "NewBody",
    "Outcome",
    "SourceFormat",
    "Status",
]
