"""A make-believe service for the tests of app.db: Notes.db, with migrations of its own."""

from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

from app.db import Connection, Database, migrate

metadata = sa.MetaData()
note = sa.Table("note", metadata, sa.Column("id", sa.String, primary_key=True), sa.Column("text", sa.String))

FIRST = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, min_reader = "0001", None, 1

def upgrade():
    op.create_table("note", sa.Column("id", sa.String, primary_key=True), sa.Column("text", sa.String))
"""


def write_versions(folder: Path, **sources: str) -> Path:
    """A history folder with one file for each source: name -> text."""
    folder.mkdir(exist_ok=True)
    for name, source in (sources or {"v0001_first": FIRST}).items():
        (folder / f"{name.removeprefix('v')}.py").write_text(source)
    return folder


def make_notes(folder: Path, name: str = "Notes") -> Path:
    """A migrated, empty Notes.db in the folder."""
    path = folder / f"{name}.db"
    migrate.upgrade(path, write_versions(folder.parent / "notes"))
    return path


def put(key: str, text: str = "") -> Callable[[Connection], str]:
    """A job that writes one note and returns its key."""

    def job(conn: Connection) -> str:
        conn.execute(sa.insert(note).values(id=key, text=text))
        return key

    return job


def keys(database: Database) -> set[str]:
    with database.read() as conn:
        return set(conn.execute(sa.select(note.c.id)).scalars())
