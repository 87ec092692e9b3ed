"""What a file holds, as one number a table: to tell whether two copies say the same."""

import hashlib
from dataclasses import dataclass
from typing import Any

from app.db.connect import Connection

_TABLES = """
SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
AND name NOT LIKE '\\_litestream\\_%' ESCAPE '\\' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name
"""
_ROWS_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class TableDigest:
    rows: int
    content: str  # BLAKE2b of all rows, in the order of the table's own tree


def table_digests(conn: Connection) -> dict[str, TableDigest]:
    """Table -> digest; of a full-text index its hidden tables. Inside a transaction it is one moment."""
    names = [name for (name,) in conn.raw.execute(_TABLES).fetchall()]
    return {name: _digest(conn.raw, name) for name in names}


def _digest(raw: Any, table: str) -> TableDigest:
    digest, count = hashlib.blake2b(digest_size=16), 0
    quoted = table.replace('"', '""')
    rows = raw.execute(f'SELECT * FROM "{quoted}" NOT INDEXED')  # noqa: S608 - a name from the schema, quoted
    while found := rows.fetchmany(_ROWS_AT_ONCE):
        count += len(found)
        digest.update(repr(found).encode("utf-8", "surrogatepass"))
    return TableDigest(count, digest.hexdigest())
