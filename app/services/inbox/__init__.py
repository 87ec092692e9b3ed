"""Owns Inbox.db: what the public sends in, until somebody has decided."""

from app.services.inbox.care import CARE, CommentCare
from app.services.inbox.checking import LONGEST_BODY, LONGEST_EMAIL, LONGEST_NAME, LONGEST_URL, Mistake
from app.services.inbox.models import (
    Decision,
    ImportedSubmission,
    Reason,
    Receipt,
    Sent,
    Submission,
    SubmissionOutcome,
)
from app.services.inbox.service import FOLLOW, NOTICE, InboxService

__all__ = [
    "CARE",
    "FOLLOW",
    "LONGEST_BODY",
    "LONGEST_EMAIL",
    "LONGEST_NAME",
    "LONGEST_URL",
    "NOTICE",
    "CommentCare",
    "Decision",
    "ImportedSubmission",
    "InboxService",
    "Mistake",
    "Reason",
    "Receipt",
    "Sent",
    "Submission",
    "SubmissionOutcome",
]
