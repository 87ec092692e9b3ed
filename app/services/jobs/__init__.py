"""Owns Jobs.db: work for later, and who has claimed it."""

from app.services.jobs.models import Job, NotDone, Refused
from app.services.jobs.runner import Runner, Step
from app.services.jobs.service import JobService

__all__ = ["Job", "JobService", "NotDone", "Refused", "Runner", "Step"]
