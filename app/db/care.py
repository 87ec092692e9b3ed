"""Is a whole file sound?"""

from pathlib import Path

from pysqlite3 import dbapi2 as sqlite

from app.db.connect import THREAD_READER, open_connection


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
