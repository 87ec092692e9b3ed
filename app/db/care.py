"""What is done to a whole file: is it sound, and folding its WAL back when no sidecar can."""

from pathlib import Path

from pysqlite3 import dbapi2 as sqlite

from app.db.connect import CHECKPOINTER, THREAD_READER, open_connection
from app.db.turnstile import Turnstile
from app.errors import Unavailable


def faults(path: Path) -> list[str]:
    """What SQLite finds wrong with the file; empty when it is sound. Reads all of it.

    Raises: DatabaseMissing: it is not a database at all.
    """
    conn = open_connection(path, THREAD_READER)
    try:
        found = [str(row[0]) for row in conn.raw.execute("PRAGMA integrity_check")]
        found += [
            f"a row of {table} refers to none of {to}"
            for table, _, to, _ in conn.raw.execute("PRAGMA foreign_key_check")
        ]
        return [fault for fault in found if fault != "ok"]
    except sqlite.DatabaseError as error:
        return [str(error)]
    finally:
        conn.close()


def truncate_wal(path: Path) -> None:
    """Fold the WAL into the file and empty it. Only while no sidecar runs: it makes the next one start anew (RULES 1).

    Raises: Unavailable: somebody is reading, or writing.
    """
    stile = Turnstile(path)
    conn = open_connection(path, CHECKPOINTER)
    try:
        with stile.held():
            busy, _, _ = conn.raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise Unavailable(f"The WAL of {path.stem} could not be emptied: somebody is reading or writing")
    finally:
        conn.close()
        stile.close()
