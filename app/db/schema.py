"""The tables every file has, whatever service owns it; migrations of services never touch them."""

from typing import Any

from app.db.times import now_text

_TABLES = (
    """CREATE TABLE IF NOT EXISTS _revision (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        epoch INTEGER NOT NULL,
        number INTEGER NOT NULL,
        committed_at TEXT NOT NULL,
        min_reader INTEGER NOT NULL
    ) STRICT""",
    """CREATE TABLE IF NOT EXISTS _outbox (
        kind TEXT NOT NULL,
        key TEXT NOT NULL,
        generation INTEGER NOT NULL,
        attempts INTEGER NOT NULL,
        due_at TEXT NOT NULL,
        enqueued_at TEXT NOT NULL,
        last_error TEXT NOT NULL,
        PRIMARY KEY (kind, key)
    ) STRICT""",
    """CREATE TABLE IF NOT EXISTS _idempotency (
        user TEXT NOT NULL,
        route TEXT NOT NULL,
        key TEXT NOT NULL,
        result TEXT NOT NULL,
        created_at TEXT NOT NULL,
        PRIMARY KEY (user, route, key)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS _idempotency_created_at ON _idempotency (created_at)",
)


def create_house_tables(raw: Any) -> None:
    """Create what is missing, inside the transaction that is open."""
    for statement in _TABLES:
        raw.execute(statement)
    raw.execute("INSERT INTO _revision VALUES (1, 0, 0, ?, 0) ON CONFLICT DO NOTHING", (now_text(),))
