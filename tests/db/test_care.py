"""A whole file: is it sound, and its WAL."""

import dataclasses
import threading
from pathlib import Path

import pytest

from app.db import Database, DatabaseMissing, care
from app.db.checkpoint import truncate_wal
from app.db.connect import CHECKPOINTER, MIGRATOR, open_connection
from tests.db.notes import keys, put
from tests.db.test_connect import assert_pragmas


def test_a_sound_file_has_no_faults(notes: Database) -> None:
    notes.write(put("a"))
    assert care.faults(notes.path) == []


def test_faults_are_named(notes: Database) -> None:
    maker = open_connection(notes.path, MIGRATOR)
    maker.raw.execute("CREATE TABLE child (note TEXT REFERENCES note (id))")
    maker.raw.execute("INSERT INTO child VALUES ('nobody')")
    maker.close()
    assert care.faults(notes.path) == ["a row of child refers to none of note"]


def test_a_damaged_file_is_found_out(notes_path: Path) -> None:
    content = bytearray(notes_path.read_bytes())
    content[4096 : 4096 + 2000] = b"\xff" * 2000
    notes_path.write_bytes(content)
    assert care.faults(notes_path)
    notes_path.write_bytes(b"nonsense" * 1000)
    with pytest.raises(DatabaseMissing):
        care.faults(notes_path)


def test_the_wal_is_emptied_and_everything_goes_on(notes: Database) -> None:
    notes.write(put("a"))
    wal = notes.path.with_name("Notes.db-wal")
    assert wal.stat().st_size > 0
    assert truncate_wal(notes.path)
    assert wal.stat().st_size == 0
    notes.write(put("b"))
    assert keys(notes) == {"a", "b"}


def test_a_reader_in_the_way_is_told_of(notes: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    notes.write(put("a"))
    with notes.read() as conn:
        conn.raw.execute("SELECT * FROM note").fetchall()
        notes.write(put("b"))
        monkeypatch.setattr("app.db.checkpoint.CHECKPOINTER", dataclasses.replace(CHECKPOINTER, busy_timeout_ms=10))
        assert not truncate_wal(notes.path)
    assert truncate_wal(notes.path)


def test_a_checkpoint_waits_for_the_writer(notes: Database) -> None:
    notes.write(put("a"))
    done = threading.Event()
    with notes.hold_writes():
        thread = threading.Thread(target=lambda: (truncate_wal(notes.path), done.set()))
        thread.start()
        assert not done.wait(0.05)
    assert done.wait(5)
    thread.join()


def test_its_connection_has_the_pragmas_too(notes_path: Path) -> None:
    conn = open_connection(notes_path, CHECKPOINTER)
    assert_pragmas(conn)
    conn.close()
