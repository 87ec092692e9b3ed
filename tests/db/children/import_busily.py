"""Write to a file without a pause, as an importer does: bulk transactions of about 20 ms, one after another."""

import sys
import time
from pathlib import Path

from app.db import Connection, Database


def bulk(conn: Connection) -> None:
    until = time.monotonic() + 0.02
    while time.monotonic() < until:
        conn.exec_driver_sql("INSERT INTO note (id, text) SELECT hex(randomblob(12)), 'imported'")


database = Database(Path(sys.argv[1]))
database.write(bulk)
print("busy", flush=True)
while True:
    database.write(bulk)
