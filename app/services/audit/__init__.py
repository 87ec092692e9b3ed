"""Owns Audit.db: who did what, never changed afterwards."""

from app.services.audit.models import Event
from app.services.audit.service import AuditService

__all__ = ["AuditService", "Event"]
