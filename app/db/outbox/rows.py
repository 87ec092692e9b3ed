"""The table `_outbox`: one row for each (kind, key) still to be done.

`generation` grows with every enqueue: a row is deleted only if nobody enqueued it again while its step ran. A claim
moves `due_at` on at once, so that a step which kills the process is not tried again without a pause.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.db.connect import ENQUEUED, Connection
from app.db.times import now_text, text_of

LONGEST_PAUSE_S = 300

_ENQUEUE = """
INSERT INTO _outbox (kind, key, generation, attempts, due_at, enqueued_at, last_error) VALUES (?1, ?2, 1, 0, ?3, ?3, '')
ON CONFLICT (kind, key) DO UPDATE SET generation = generation + 1, attempts = 0, due_at = ?3, last_error = ''
"""
_DUE = """
SELECT kind, key, generation, attempts FROM _outbox
WHERE due_at <= ? AND kind IN (SELECT value FROM json_each(?)) ORDER BY rowid LIMIT ?
"""
_CLAIM = "UPDATE _outbox SET attempts = attempts + 1, due_at = ? WHERE kind = ? AND key = ? AND generation = ?"
_FINISH = "DELETE FROM _outbox WHERE kind = ? AND key = ? AND generation = ?"
_FAIL = "UPDATE _outbox SET last_error = ? WHERE kind = ? AND key = ? AND generation = ?"
_FRESH = "SELECT kind, key, generation FROM _outbox WHERE last_error = ''"
_EXISTS = "SELECT 1 FROM _outbox WHERE kind = ? AND key = ?"


@dataclass(frozen=True, slots=True)
class Row:
    kind: str
    key: str
    generation: int
    attempts: int


def enqueue(conn: Connection, kind: str, key: str) -> None:
    """Let the worker do (kind, key) once this write job has been committed; pending already, it is still one row."""
    conn.raw.execute(_ENQUEUE, (kind, key, now_text()))
    conn.info[ENQUEUED] = True


def due(conn: Connection, kinds: Iterable[str], limit: int) -> list[Row]:
    """The oldest rows that may be tried now, of the kinds somebody can carry out."""
    return [Row(*row) for row in conn.raw.execute(_DUE, (now_text(), json.dumps(list(kinds)), limit))]


def claim(conn: Connection, rows: Sequence[Row]) -> None:
    conn.raw.executemany(_CLAIM, [(_after_pause(row.attempts), row.kind, row.key, row.generation) for row in rows])


def finish(conn: Connection, rows: Sequence[Row]) -> None:
    """Forget what has been done; a row that was enqueued again meanwhile stays, and is due."""
    conn.raw.executemany(_FINISH, [(row.kind, row.key, row.generation) for row in rows])


def fail(conn: Connection, row: Row, error: Exception) -> None:
    reason = f"{type(error).__name__}: {error}"[:1000]
    conn.raw.execute(_FAIL, (reason, row.kind, row.key, row.generation))


def fresh(conn: Connection) -> dict[tuple[str, str], int]:
    """(kind, key) -> generation of the rows that have not failed since they were last enqueued."""
    return {(kind, key): generation for kind, key, generation in conn.raw.execute(_FRESH)}


def left_of(conn: Connection, wanted: dict[tuple[str, str], int]) -> dict[tuple[str, str], int] | None:
    """Those of the wanted that still wait; None when one of them has failed."""
    waiting = fresh(conn)
    left = {pair: generation for pair, generation in wanted.items() if pair in waiting}
    missing = [pair for pair in wanted if pair not in waiting]
    failed = any(conn.raw.execute(_EXISTS, pair).fetchone() for pair in missing)
    return None if failed else left


def _after_pause(attempts: int) -> str:
    return text_of(datetime.now(UTC) + timedelta(seconds=min(2**attempts, LONGEST_PAUSE_S)))
