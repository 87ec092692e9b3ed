"""The memory of what was done already: a form sent twice has one effect and gets the same answer twice."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.db.connect import Connection
from app.db.times import now_text, text_of


@dataclass(frozen=True, slots=True)
class Once:
    """A key that came with a request, bound to the user and the route: nobody else's key gives anything away."""

    user: str
    route: str
    key: str


def find(conn: Connection, which: Once) -> str | None:
    """What was kept for this key, in any transaction; None where nothing was done with it."""
    row = conn.raw.execute(
        "SELECT result FROM _idempotency WHERE user = ? AND route = ? AND key = ?", (which.user, which.route, which.key)
    ).fetchone()
    return None if row is None else str(row[0])


def once(conn: Connection, which: Once, effect: Callable[[Connection], str]) -> str:
    """Carry out the effect and keep its result (a redirect), or return what was kept, inside a write job."""
    kept = find(conn, which)
    if kept is not None:
        return kept
    result = effect(conn)
    conn.raw.execute(
        "INSERT INTO _idempotency (user, route, key, result, created_at) VALUES (?, ?, ?, ?, ?)",
        (which.user, which.route, which.key, result, now_text()),
    )
    return result


def has_before(conn: Connection, moment: datetime) -> bool:
    """Whether there is something to forget; only reads."""
    row = conn.raw.execute("SELECT 1 FROM _idempotency WHERE created_at < ? LIMIT 1", (text_of(moment),)).fetchone()
    return row is not None


def forget_before(conn: Connection, moment: datetime) -> int:
    """The number of keys forgotten, inside a write job."""
    return int(conn.raw.execute("DELETE FROM _idempotency WHERE created_at < ?", (text_of(moment),)).rowcount)
