"""Two copies that say the same have the same digests; one changed value shows, and where."""

import sqlalchemy as sa

from app.db import Database
from app.db.digest import table_digests
from tests.db.notes import note


def digests(notes: Database) -> dict[str, object]:
    with notes.read() as conn:
        return dict(table_digests(conn))


def test_a_table_at_a_time(notes: Database) -> None:
    notes.write(lambda conn: conn.execute(sa.insert(note), [{"id": "a", "text": "x"}, {"id": "b", "text": None}]))
    before = digests(notes)
    assert before == digests(notes)
    assert not [name for name in before if name.startswith(("sqlite_", "_litestream_"))]
    with notes.read() as conn:
        assert table_digests(conn)[note.name].rows == 2


def test_one_changed_value_shows_and_where(notes: Database) -> None:
    notes.write(lambda conn: conn.execute(sa.insert(note), [{"id": "a", "text": "x"}, {"id": "b", "text": "1"}]))
    before = digests(notes)
    notes.write(lambda conn: conn.execute(sa.update(note).where(note.c.id == "b").values(text="2")))
    after = digests(notes)
    assert {name for name in before if before[name] != after[name]} == {"_revision", note.name}
