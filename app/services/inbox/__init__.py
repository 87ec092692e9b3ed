"""Owns Inbox.db: what the public sends in, until somebody has decided."""

from app.services.inbox.checking import LONGEST_BODY, LONGEST_NAME
from app.services.inbox.models import (
    Decision,
    ImportedSubmission,
    Receipt,
    Sent,
    Submission,
    SubmissionOutcome,
)
from app.services.inbox.service import FOLLOW, InboxService

__all__ = [
    "FOLLOW",
    "LONGEST_BODY",
    "LONGEST_NAME",
    "Decision",
    "ImportedSubmission",
    "InboxService",
    "Receipt",
    "Sent",
    "Submission",
    "SubmissionOutcome",
]
