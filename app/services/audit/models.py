"""One thing somebody did."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Event:
    id: int
    at: datetime
    actor_id: str | None  # a user; None: the program itself, or somebody not signed in
    action: str  # "comment approved"
    target_kind: str
    target_id: str
    detail: Mapping[str, str]
