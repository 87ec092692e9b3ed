"""A piece of work for later."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.errors import WaypostError


@dataclass(frozen=True, slots=True)
class Job:
    """`key` says what it is about; there is at most one job for each (kind, key)."""

    id: int
    kind: str
    key: str
    payload: Mapping[str, str]
    run_at: datetime
    attempts: int  # this one included, where it is claimed
    generation: int  # grows each time the job is put again: a claim of an older one finishes nothing
    last_error: str  # "" until an attempt has failed
    given_up_at: datetime | None  # after the last attempt; it is not tried again until somebody says so


class NotDone(WaypostError):
    """What a step raises whose effect has certainly not happened, and may later."""


class Refused(WaypostError):
    """What a step raises whose effect will never happen: trying again is of no use."""
