"""Every open connection of every kind has its pragmas, and none may do what only one place may do."""

import asyncio
from pathlib import Path
from threading import Thread

import pytest
from pysqlite3 import dbapi2 as sqlite

from app.db import Database, DatabaseMissing, attach
from app.db.connect import (
    LOOP_READER,
    MIGRATOR,
    PROBE,
    THREAD_READER,
    WRITER,
    Connection,
    Kind,
    open_connection,
    open_connections,
    require_library,
)
from app.errors import StartRefused
from tests.db.notes import put

KINDS = (LOOP_READER, THREAD_READER, PROBE, WRITER, MIGRATOR)


def pragma(conn: Connection, name: str) -> object:
    return conn.raw.execute(f"PRAGMA {name}").fetchone()[0]


def assert_pragmas(conn: Connection) -> None:
    kind = conn.kind
    assert pragma(conn, "wal_autocheckpoint") == 0, kind.name
    assert pragma(conn, "synchronous") == 2, kind.name
    assert pragma(conn, "busy_timeout") == kind.busy_timeout_ms, kind.name
    assert pragma(conn, "foreign_keys") == int(kind.foreign_keys), kind.name
    assert pragma(conn, "trusted_schema") == 0, kind.name
    assert pragma(conn, "query_only") == int(not kind.writable), kind.name
    assert pragma(conn, "cache_size") == -kind.cache_kib, kind.name
    assert pragma(conn, "journal_mode") == "wal", kind.name


def test_every_connection_of_a_busy_database_has_its_pragmas(notes: Database) -> None:
    notes.write(put("a"))

    async def read_on_the_loop() -> None:
        with notes.read(), notes.read():
            notes.revision()

    asyncio.run(read_on_the_loop())
    reader = Thread(target=lambda: notes.read().__enter__())
    reader.start()
    reader.join()
    mine = [conn for conn in open_connections() if conn.path == notes.path]
    assert {conn.kind.name for conn in mine} == {"writer", "probe", "loop reader", "thread reader"}
    for conn in mine:
        assert_pragmas(conn)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_pragmas_of_each_kind(kind: Kind, notes_path: Path) -> None:
    conn = open_connection(notes_path, kind)
    assert_pragmas(conn)
    assert (pragma(conn, "foreign_keys") == 1) is (kind is not MIGRATOR)
    conn.close()


def test_the_loop_hardly_waits() -> None:
    assert LOOP_READER.busy_timeout_ms <= 20
    assert PROBE.busy_timeout_ms <= 20


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
@pytest.mark.parametrize(
    "sql",
    [
        "ATTACH ':memory:' AS other",
        "DETACH main",
        "PRAGMA wal_checkpoint(TRUNCATE)",
        "PRAGMA wal_checkpoint",
        "PRAGMA wal_autocheckpoint=1000",
        "PRAGMA synchronous=OFF",
        "PRAGMA journal_mode=DELETE",
        "PRAGMA query_only=0",
        "PRAGMA trusted_schema=1",
        "PRAGMA writable_schema=1",
        "PRAGMA optimize",
        "VACUUM",
    ],
)
def test_the_guard_refuses(sql: str, kind: Kind, notes_path: Path) -> None:
    conn = open_connection(notes_path, kind)
    with pytest.raises(sqlite.DatabaseError):
        conn.raw.execute(sql)
    assert_pragmas(conn)
    conn.close()


@pytest.mark.parametrize("sql", ["CREATE TABLE t (a)", "DROP TABLE note", "ALTER TABLE note ADD COLUMN b", "ANALYZE"])
def test_a_writer_does_not_change_the_schema(sql: str, notes_path: Path) -> None:
    conn = open_connection(notes_path, WRITER)
    with pytest.raises(sqlite.DatabaseError, match="not authorized"):
        conn.raw.execute(sql)
    conn.close()


@pytest.mark.parametrize("kind", [LOOP_READER, THREAD_READER, PROBE], ids=lambda kind: kind.name)
def test_a_reader_does_not_write(kind: Kind, notes_path: Path) -> None:
    conn = open_connection(notes_path, kind)
    with pytest.raises(sqlite.OperationalError, match="readonly"):
        conn.raw.execute("INSERT INTO note VALUES ('a', 'b')")
    conn.close()


def test_full_text_search_works_behind_the_guard(notes_path: Path) -> None:
    maker = open_connection(notes_path, MIGRATOR)
    maker.raw.execute("CREATE VIRTUAL TABLE found USING fts5(text)")
    maker.close()
    writer = open_connection(notes_path, WRITER)
    writer.raw.execute("INSERT INTO found VALUES ('a lighthouse at night')")
    writer.raw.execute("INSERT INTO found (found) VALUES ('optimize')")
    writer.raw.execute("INSERT INTO found (found) VALUES ('rebuild')")
    reader = open_connection(notes_path, LOOP_READER)
    assert reader.raw.execute("SELECT text FROM found('lighthouse') ORDER BY rank").fetchall()
    reader.close()
    writer.raw.execute("DELETE FROM found")
    writer.close()


def test_an_old_library_is_refused() -> None:
    with pytest.raises(StartRefused, match=r"SQLite 3\.51\.2 .* 3\.51\.3"):
        require_library((3, 51, 2))
    require_library((3, 51, 3))
    require_library()


def test_what_is_no_database_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatabaseMissing, match=r"None\.db can't be opened"):
        open_connection(tmp_path / "None.db", WRITER)
    (tmp_path / "Text.db").write_text("hello " * 1000)
    with pytest.raises(DatabaseMissing, match=r"Text\.db can't be read"):
        open_connection(tmp_path / "Text.db", LOOP_READER)
    (tmp_path / "Empty.db").touch()
    with pytest.raises(DatabaseMissing, match="not in WAL mode"):
        open_connection(tmp_path / "Empty.db", LOOP_READER)


def test_a_cross_reader_refuses_too(notes_path: Path) -> None:
    with attach.cross_read({"notes": notes_path}) as conn:
        for sql in (
            "ATTACH ':memory:' AS other",
            "PRAGMA query_only=0",
            "CREATE TABLE t (a)",
            "CREATE TEMP TABLE t (a)",
        ):
            with pytest.raises(sqlite.DatabaseError):
                conn.raw.execute(sql)
