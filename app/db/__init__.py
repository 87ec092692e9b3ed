"""SQLite files: connections, transactions, revisions, migrations. Knows nothing of services or of what they store."""

from app.db import attach, care, idempotency, migrate, outbox, times
from app.db.bulk import Change
from app.db.connect import Connection
from app.db.database import Database
from app.db.errors import DatabaseClosed, DatabaseMissing, WriteInJob, WriteOnEventLoop
from app.db.hot import Query
from app.db.revision import Position, Revision, stamp
from app.db.snapshot import Snapshot, reading
from app.db.writer import WriteGate

__all__ = [
    "Change",
    "Connection",
    "Database",
    "DatabaseClosed",
    "DatabaseMissing",
    "Position",
    "Query",
    "Revision",
    "Snapshot",
    "WriteGate",
    "WriteInJob",
    "WriteOnEventLoop",
    "attach",
    "care",
    "idempotency",
    "migrate",
    "outbox",
    "reading",
    "stamp",
    "times",
]
