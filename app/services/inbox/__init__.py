"""Owns Inbox.db: what the public sends in, until somebody has decided."""

from app.services.inbox.models import Decision, ImportedSubmission, Submission, SubmissionOutcome
from app.services.inbox.service import FOLLOW, InboxService

__all__ = ["FOLLOW", "Decision", "ImportedSubmission", "InboxService", "Submission", "SubmissionOutcome"]
