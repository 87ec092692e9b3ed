"""Owns Sessions.db: who is signed in, and how often a sign-in failed lately."""

from app.services.sessions.models import Session
from app.services.sessions.service import SessionService

__all__ = ["Session", "SessionService"]
