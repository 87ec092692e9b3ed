"""A signed-in session; its token is known to the browser only."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Session:
    """`auth_epoch` is that of the user when signing in: a higher one in Users.db ends the session."""

    id: str  # names it to its owner; worth nothing without the token
    user_id: str
    auth_epoch: int
    created_at: datetime
    seen_at: datetime
    verified_at: datetime  # when the person last showed who they are
    user_agent: str
