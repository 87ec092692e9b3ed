"""The only ATTACH reads public views, and nothing else."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from pysqlite3 import dbapi2 as sqlite

from app.db import Connection, Database, DatabaseMissing, attach
from app.db.connect import MIGRATOR, open_connection
from tests.db.notes import put


@pytest.fixture
def published(notes: Database) -> Path:
    maker = open_connection(notes.path, MIGRATOR)
    maker.raw.execute("CREATE VIEW public_notes AS SELECT id FROM note WHERE id <> 'secret'")
    maker.raw.execute("CREATE VIEW public_count AS SELECT count(*) AS n FROM public_notes")
    maker.raw.execute("CREATE VIEW private_notes AS SELECT * FROM note")
    maker.close()
    notes.write(put("a", "text of a"))
    notes.write(put("secret", "hidden"))
    return notes.path


@pytest.fixture
def conn(published: Path) -> Iterator[Connection]:
    with attach.cross_read({"notes": published}) as conn:
        yield conn


def test_public_views_are_read(conn: Connection) -> None:
    assert conn.exec_driver_sql("SELECT id FROM notes.public_notes").all() == [("a",)]
    assert conn.exec_driver_sql("SELECT * FROM notes.public_count").all() == [(1,)]
    assert conn.exec_driver_sql("SELECT count(*) FROM notes.public_notes AS x WHERE x.id LIKE 'a%'").all() == [(1,)]
    view = sa.table("public_notes", sa.column("id"), schema="notes")
    assert conn.execute(sa.select(view.c.id)).all() == [("a",)]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT id FROM notes.note",
        "SELECT count(*) FROM notes.note",
        "SELECT 1 FROM notes.note",
        "SELECT * FROM notes.private_notes",
        "SELECT * FROM notes.sqlite_schema",
        "SELECT * FROM notes._revision",
        "SELECT * FROM (SELECT text FROM notes.note) AS public_notes",
        "SELECT (SELECT text FROM notes.note) FROM notes.public_notes",
        "WITH public_notes AS (SELECT text FROM notes.note) SELECT * FROM public_notes",
        "WITH a AS (SELECT 1), public_notes(x) AS MATERIALIZED (SELECT text FROM note) SELECT * FROM public_notes",
        'WITH "public_notes" AS NOT MATERIALIZED (SELECT text FROM notes.note) SELECT * FROM public_notes',
        "WITH other AS (SELECT text FROM notes.note) SELECT * FROM other",
        "WITH public_none AS (SELECT text FROM notes.note) SELECT * FROM public_none",
        "INSERT INTO notes.note VALUES ('b', 'c')",
        "DELETE FROM notes.public_notes",
        "CREATE TEMP VIEW public_notes AS SELECT text FROM notes.note",
        "DETACH notes",
        "ATTACH ':memory:' AS other",
        "PRAGMA notes.wal_checkpoint(TRUNCATE)",
        "PRAGMA query_only=0",
    ],
)
def test_all_else_is_refused(sql: str, conn: Connection) -> None:
    with pytest.raises(sqlite.DatabaseError):
        conn.raw.execute(sql).fetchall()
    with pytest.raises(sa.exc.DBAPIError):
        conn.exec_driver_sql(sql).all()


def test_two_files_are_joined(conn: Connection, published: Path, notes: Database) -> None:
    with attach.cross_read({"one": published, "two": published}) as both:
        joined = "SELECT a.id FROM one.public_notes a JOIN two.public_notes b USING (id)"
        assert both.exec_driver_sql(joined).all() == [("a",)]


def test_the_limit_is_named(published: Path) -> None:
    with (
        pytest.raises(ValueError, match="at most 10 files, asked for 11"),
        attach.cross_read({f"n{i}": published for i in range(11)}),
    ):
        pass
    with attach.cross_read({f"n{i}": published for i in range(10)}) as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM n9.public_notes").scalar() == 1


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatabaseMissing, match=r"None\.db"), attach.cross_read({"none": tmp_path / "None.db"}):
        pass
    assert not (tmp_path / "None.db").exists()
