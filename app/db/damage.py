"""SQLite's own check of a whole file."""

from pathlib import Path

from pysqlite3 import dbapi2 as sqlite

from app.db.connect import THREAD_READER, open_connection
from app.db.errors import DatabaseMissing


def find_damage(path: Path) -> str:
    """What SQLite finds wrong with the file, in a few words; "" where it is sound. Reads all of it."""
    try:
        conn = open_connection(path, THREAD_READER)
        try:
            (found,) = conn.raw.execute("PRAGMA integrity_check(1)").fetchone()
        finally:
            conn.close()
    except (DatabaseMissing, sqlite.DatabaseError) as error:
        return str(error)
    return "" if found == "ok" else str(found).splitlines()[-1]
