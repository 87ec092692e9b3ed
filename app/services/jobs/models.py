"""A piece of work for later."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Job:
    """`key` says what it is about; there is at most one job for each (kind, key)."""

    id: int
    kind: str
    key: str
    payload: Mapping[str, str]
    run_at: datetime
    attempts: int
