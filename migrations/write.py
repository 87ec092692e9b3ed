"""Write the next migration of a service from what its tables say: `python -m migrations.write posts "add subtitle"`."""

import importlib
import sys
import tempfile
from pathlib import Path

from sqlalchemy import MetaData

from app.db import evolve, migrate
from app.db.connect import MIGRATOR, open_connection
from app.settings import resources


def main(service: str, message: str) -> None:
    metadata = importlib.import_module(f"app.services.{service}.tables").metadata
    write_next(resources.MIGRATIONS / service, metadata, message)


def write_next(versions: Path, metadata: MetaData, message: str) -> None:
    """Compare the tables with a new file at the newest version, and write the difference into the folder."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{versions.name.capitalize()}.db"
        migrate.upgrade(path, versions)
        conn = open_connection(path, MIGRATOR)
        try:
            evolve.write_revision(conn, versions, metadata, message)
        finally:
            conn.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
