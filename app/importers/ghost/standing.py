"""Whether a post was for everybody, and if not, why: nothing but public posts may ever be published here."""

from dataclasses import dataclass
from datetime import datetime

from app.importers.ghost.values import Row, first, flag, moment
from app.importers.items import Status

_EMAIL = "e-mail only"
_REASONS = {"members": "members only", "paid": "paid members only", "tiers": "paid members only"}


@dataclass(frozen=True, slots=True)
class Standing:
    status: Status
    reason: str = ""
    warning: str = ""
    had_address: bool = True  # readers, or some of them, could open it


def standing_of(row: Row, meta: Row, *, private_site: bool, now: datetime) -> Standing:
    status = first(row, "status").lower()
    reason = _reason(row, meta, status)
    if status == "draft" or status not in ("published", "scheduled", "sent"):
        warning = "" if status == "draft" else f"its status “{status[:40]}” is unknown; it was kept as a draft"
        return Standing("draft", reason, warning if status else "it has no status; it was kept as a draft", False)
    if reason:
        return Standing("restricted", reason, had_address=reason != _EMAIL)
    if private_site:
        return Standing("private", "the whole blog was private")
    if status == "published":
        return Standing("published")
    due = moment(row.get("published_at"))
    if due and due > now:
        return Standing("scheduled")
    return Standing("draft", "", "it was scheduled for a date that has passed; it was kept as a draft", False)


def _reason(row: Row, meta: Row, status: str) -> str:
    """ "" for what was meant for everybody. What is not understood counts as meant for few."""
    if status == "sent" or flag(meta.get("email_only")) or flag(row.get("email_only")):
        return _EMAIL
    visibility = first(row, "visibility").lower()
    if visibility in ("", "public"):
        return ""
    return _REASONS.get(visibility, "only certain members")
