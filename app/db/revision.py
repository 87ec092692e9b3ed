"""`_revision`, one row in every file: how new this copy is. It moves inside each write transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.db.connect import Connection
from app.db.times import datetime_of, now_text

REIGN_STEP = 2**20  # numbers a writer may have given out without anybody having seen them stay below the next multiple

_READ = "SELECT epoch, number FROM _revision"
_ADVANCE = "UPDATE _revision SET number = number + 1, committed_at = max(committed_at, ?) RETURNING epoch, number"
_STAMP = (
    "UPDATE _revision SET epoch = ?, number = (number / ? + 1) * ?, committed_at = max(committed_at, ?) "
    "WHERE epoch <= ? RETURNING epoch, number"
)


@dataclass(frozen=True, slots=True, order=True)
class Revision:
    """Ordered: a later reign is newer, whatever its numbers."""

    epoch: int
    number: int


@dataclass(frozen=True, slots=True)
class Position:
    """Where a copy stands: its newest revision, and when that was committed on the primary."""

    revision: Revision
    committed_at: datetime

    def age_s(self, now: datetime) -> float:
        """Never below zero: the clocks of two nodes differ."""
        return max(0.0, (now - self.committed_at).total_seconds())


def read_revision(raw: Any) -> Revision:
    """Read it from a DBAPI connection; as the first statement of a transaction this also fixes the snapshot."""
    return Revision(*raw.execute(_READ).fetchone())


def advance(raw: Any) -> Revision:
    """Add 1 inside the transaction that is open. `committed_at` never goes back, whatever the clock does."""
    return Revision(*raw.execute(_ADVANCE, (now_text(),)).fetchone())


def stamp(conn: Connection, epoch: int) -> Revision:
    """Begin a reign, or a writer's life within one: a number above all that may have been given out before.

    Raises: ValueError: the file has seen a later epoch.
    """
    row = conn.raw.execute(_STAMP, (epoch, REIGN_STEP, REIGN_STEP, now_text(), epoch)).fetchone()
    if row is None:
        raise ValueError(f"this file belongs to an epoch later than {epoch}")
    return Revision(*row)


def read_position(raw: Any) -> Position:
    epoch, number, committed_at = raw.execute("SELECT epoch, number, committed_at FROM _revision").fetchone()
    return Position(Revision(epoch, number), datetime_of(committed_at))
