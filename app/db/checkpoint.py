"""The one checkpoint this program makes itself: TRUNCATE, and only while no sidecar runs (RULES 1).

A PASSIVE or RESTART checkpoint beside a dead sidecar corrupts its backup silently; TRUNCATE forces a full snapshot.
"""

from pathlib import Path

from app.db.connect import CHECKPOINTER, open_connection
from app.db.turnstile import Turnstile


def truncate_wal(path: Path) -> bool:
    """Move the whole WAL into the database and empty it; False where readers were in the way."""
    stile = Turnstile(path)
    try:
        with stile.held():
            conn = open_connection(path, CHECKPOINTER)
            try:
                busy, _, _ = conn.raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            finally:
                conn.close()
    finally:
        stile.close()
    return not busy
