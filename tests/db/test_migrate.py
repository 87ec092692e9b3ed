"""One file's history: all or nothing, and no newer file is read by older code."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.db import Database, evolve, migrate
from app.db.connect import THREAD_READER, open_connection
from app.errors import StartRefused
from migrations.write import write_next
from tests.db.notes import FIRST, keys, metadata, put, write_versions

SECOND = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, min_reader = "0002", "0001", {min_reader}

def upgrade():
    op.add_column("note", sa.Column("title", sa.String))
    {more}
"""


@pytest.fixture
def versions(tmp_path: Path) -> Path:
    return write_versions(tmp_path / "notes")


@pytest.fixture
def path(tmp_path: Path, versions: Path) -> Path:
    path = tmp_path / "site" / "Notes.db"
    assert migrate.needs_upgrade(path, versions)
    assert migrate.upgrade(path, versions)
    return path


def tables(path: Path) -> set[str]:
    conn = open_connection(path, THREAD_READER)
    found = {name for (name,) in conn.raw.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    conn.close()
    return found


def test_a_new_file_has_its_tables_and_those_of_the_house(path: Path, versions: Path) -> None:
    assert tables(path) == {"note", "_schema_version", "_revision", "_outbox", "_idempotency"}
    assert not migrate.needs_upgrade(path, versions)
    assert not migrate.upgrade(path, versions), "there was nothing to do"
    database = Database(path)
    assert (database.revision().epoch, database.revision().number) == (0, 1), "the first migration is a write"
    database.close()


def test_files_and_folders_are_private(path: Path) -> None:
    Database(path).write(put("a"))
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert {file.name: oct(file.stat().st_mode & 0o777) for file in path.parent.iterdir()} == dict.fromkeys(
        ("Notes.db", "Notes.db-wal", "Notes.db-shm", "Notes.turn", "Notes.writer"), "0o600"
    )


def test_the_next_migration_keeps_rows_and_raises_the_revision(path: Path, versions: Path) -> None:
    database = Database(path)
    database.write(put("a"))
    before = database.revision()
    write_versions(versions, v0002_title=SECOND.format(min_reader=1, more=""))
    assert migrate.needs_upgrade(path, versions)
    assert migrate.upgrade(path, versions)
    assert keys(database) == {"a"}
    assert database.revision().number == before.number + 1
    database.close()


@pytest.mark.parametrize("failing", ["raise RuntimeError('no')", "op.execute('INSERT INTO nowhere VALUES (1)')"])
def test_a_failing_migration_leaves_the_file_as_it_was(failing: str, path: Path, versions: Path) -> None:
    before = open_connection(path, THREAD_READER)
    schema = before.raw.execute("SELECT sql FROM sqlite_schema").fetchall()
    third = SECOND.replace('"0002", "0001"', '"0003", "0002"').replace('"title"', '"body"')
    write_versions(
        versions,
        v0002_title=SECOND.format(min_reader=1, more="op.create_table('more', sa.Column('a', sa.Integer))"),
        v0003_body=third.format(min_reader=1, more=failing),
    )
    with pytest.raises((RuntimeError, sa.exc.OperationalError)):
        migrate.upgrade(path, versions)
    assert before.raw.execute("SELECT sql FROM sqlite_schema").fetchall() == schema
    assert before.raw.execute("SELECT version_num FROM _schema_version").fetchall() == [("0001",)]
    before.close()
    database = Database(path)
    database.write(put("a"))
    database.close()


def test_a_failing_first_migration_leaves_a_file_that_can_be_tried_again(tmp_path: Path) -> None:
    path = tmp_path / "Notes.db"
    versions = write_versions(tmp_path / "notes", v0001_first=FIRST + "\n    raise RuntimeError('no')\n")
    with pytest.raises(RuntimeError):
        migrate.upgrade(path, versions)
    write_versions(versions)
    assert migrate.upgrade(path, versions)
    assert "note" in tables(path)


def test_a_migration_may_rebuild_a_table_others_refer_to(path: Path, versions: Path) -> None:
    """With foreign keys on, dropping the old table would delete what refers to it."""
    rebuild = """op.execute("CREATE TABLE child (note TEXT REFERENCES note (id) ON DELETE CASCADE)")
    op.execute("INSERT INTO child VALUES ('a')")
    with op.batch_alter_table("note") as batch:
        batch.alter_column("text", nullable=False, server_default="")"""
    database = Database(path)
    database.write(put("a"))
    write_versions(versions, v0002_rebuild=SECOND.format(min_reader=1, more=rebuild))
    migrate.upgrade(path, versions)
    with database.read() as conn:
        assert conn.exec_driver_sql("SELECT * FROM child").all() == [("a",)]
    database.close()


def test_a_migration_that_breaks_references_is_refused(path: Path, versions: Path) -> None:
    orphan = """op.execute("CREATE TABLE child (note TEXT REFERENCES note (id))")
    op.execute("INSERT INTO child VALUES ('nobody')")"""
    write_versions(versions, v0002_orphan=SECOND.format(min_reader=1, more=orphan))
    with pytest.raises(StartRefused, match="a row of child would refer to none of note"):
        migrate.upgrade(path, versions)
    assert "child" not in tables(path)


def test_a_newer_file_is_refused_with_a_sentence(path: Path, versions: Path) -> None:
    second = write_versions(versions, v0002_title=SECOND.format(min_reader=2, more="")) / "0002_title.py"
    migrate.upgrade(path, versions)
    second.unlink()
    for ask in (migrate.needs_upgrade, migrate.upgrade):
        with pytest.raises(StartRefused, match=r"Notes\.db can't be read: it was written by a newer Waypost"):
            ask(path, versions)


def test_a_newer_file_that_older_code_can_read_is_read(path: Path, versions: Path) -> None:
    second = write_versions(versions, v0002_title=SECOND.format(min_reader=1, more="")) / "0002_title.py"
    migrate.upgrade(path, versions)
    second.unlink()
    assert not migrate.needs_upgrade(path, versions)


def test_a_migration_keeps_the_wal(path: Path, versions: Path) -> None:
    database = Database(path)
    database.write(put("a"))
    database.close()
    wal = path.with_name("Notes.db-wal")
    salt = wal.read_bytes()[16:24]
    write_versions(versions, v0002_title=SECOND.format(min_reader=1, more=""))
    migrate.upgrade(path, versions)
    assert wal.read_bytes()[16:24] == salt


def test_nothing_to_do_does_not_import_alembic(path: Path, versions: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from app.db import migrate\n"
        f"assert not migrate.upgrade(Path({str(path)!r}), Path({str(versions)!r}))\n"
        "assert 'alembic' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, "PYTHONPATH": str(Path.cwd())})


def test_code_and_file_are_compared_without_the_house_and_without_fts(path: Path, versions: Path) -> None:
    more = "op.execute('CREATE VIRTUAL TABLE found USING fts5(text)')"
    write_versions(versions, v0002_title=SECOND.format(min_reader=1, more=more))
    migrate.upgrade(path, versions)
    conn = open_connection(path, THREAD_READER)
    conn.raw.execute("SELECT 1 FROM found").fetchall()
    (difference,) = evolve.differences(conn, metadata)
    assert difference[0] == "remove_column"
    assert difference[3].name == "title"
    conn.close()


def test_the_next_migration_is_written_from_the_tables(tmp_path: Path, versions: Path) -> None:
    wanted = sa.MetaData()
    columns = [
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("text", sa.String),
        sa.Column("title", sa.String),
    ]
    sa.Table("note", wanted, *columns)
    write_next(versions, wanted, "add title")
    written = versions / "0002_add_title.py"
    assert "batch_op.add_column(sa.Column('title', sa.String(), nullable=True))" in written.read_text()
    path = tmp_path / "Notes.db"
    migrate.upgrade(path, versions)
    conn = open_connection(path, THREAD_READER)
    assert evolve.differences(conn, wanted) == []
    conn.close()


def test_the_folder_is_found_by_the_name_of_the_file() -> None:
    assert migrate.folder_of(Path("/x/Posts.db")).parts[-2:] == ("migrations", "posts")
