"""Changes compiled once do what SQLAlchemy's own do."""

import pytest
from sqlalchemy import bindparam, delete, select, type_coerce, types, update
from sqlalchemy.dialects.sqlite import insert

from app.db import Change, Database
from tests.db.notes import note, put


def rows(notes: Database) -> list[tuple[str, str]]:
    with notes.read() as conn:
        return [tuple(row) for row in conn.execute(select(note).order_by(note.c.id))]


def test_an_insert_takes_every_column_by_name(notes: Database) -> None:
    added = [{"id": "b", "text": "two", "more": "is left alone"}, {"text": "one", "id": "a"}]
    notes.write(lambda conn: Change(insert(note)).many(conn, added))
    assert rows(notes) == [("a", "one"), ("b", "two")]


def test_an_upsert_changes_what_is_there(notes: Database) -> None:
    notes.write(put("a", "old"))
    statement = insert(note)
    upsert = Change(statement.on_conflict_do_update(index_elements=[note.c.id], set_={"text": statement.excluded.text}))
    notes.write(lambda conn: upsert.many(conn, [{"id": "a", "text": "new"}, {"id": "b", "text": "two"}]))
    assert rows(notes) == [("a", "new"), ("b", "two")]


def test_update_and_delete_take_their_parameters_by_name(notes: Database) -> None:
    for key in ("a", "b", "c"):
        notes.write(put(key, key))
    change = Change(update(note).where(note.c.id == bindparam("key")).values(text=bindparam("new")))
    remove = Change(delete(note).where(note.c.id == bindparam("key")))
    notes.write(lambda conn: change.many(conn, [{"key": "a", "new": "1"}, {"key": "b", "new": "2"}]))
    notes.write(lambda conn: remove.many(conn, [{"key": "c"}, {"key": "none"}]))
    assert rows(notes) == [("a", "1"), ("b", "2")]


def test_no_rows_change_nothing(notes: Database) -> None:
    before = notes.commits
    notes.write(lambda conn: Change(insert(note)).many(conn, []))
    assert (rows(notes), notes.commits) == ([], before)


def test_a_missing_value_is_an_error_and_nothing_is_kept(notes: Database) -> None:
    with pytest.raises(KeyError):
        notes.write(lambda conn: Change(insert(note)).many(conn, [{"id": "a", "text": "x"}, {"id": "b"}]))
    assert rows(notes) == []


def test_types_are_converted(notes: Database) -> None:
    given = type_coerce(bindparam("given", type_=types.JSON), types.JSON)
    notes.write(put("a", ""))
    change = Change(update(note).where(note.c.id == "a").values(text=given))
    notes.write(lambda conn: change.many(conn, [{"given": [1, 2]}]))
    assert rows(notes) == [("a", "[1, 2]")]
