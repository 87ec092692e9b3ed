"""Queries compiled once give what SQLAlchemy gives."""

import json
from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlalchemy import bindparam, func, select

from app.db import Connection, Database, Query
from tests.db.notes import note, put


@pytest.fixture
def filled(notes: Database) -> Database:
    for key in ("a", "b", "c"):
        notes.write(put(key, f"text of {key}"))
    return notes


BY_ID = select(note.c.text).where(note.c.id == bindparam("id"))


def test_first(filled: Database) -> None:
    query = Query(BY_ID)
    with filled.read() as conn:
        assert query.first(conn, id="b") == ("text of b",)
        assert query.first(conn, id="none") is None


def test_all_with_constants_limit_and_offset(filled: Database) -> None:
    statement = select(note.c.id, sa.literal("x")).where(note.c.id != "b").order_by(note.c.id.desc())
    paged = Query(statement.limit(bindparam("limit")).offset(bindparam("offset")))
    with filled.read() as conn:
        assert Query(statement).all(conn) == [("c", "x"), ("a", "x")] == [tuple(r) for r in conn.execute(statement)]
        assert paged.all(conn, limit=1, offset=1) == [("a", "x")]
        assert Query(select(note.c.id).where(note.c.id.in_(["a", "c"]))).all(conn) == [("a",), ("c",)]
        assert Query(statement.limit(1)).all(conn) == [("c", "x")]


def test_the_same_parameter_twice(filled: Database) -> None:
    query = Query(select(note.c.id).where((note.c.id == bindparam("x")) | (note.c.text == bindparam("x"))))
    with filled.read() as conn:
        assert query.all(conn, x="a") == [("a",)]


def test_types_are_converted(filled: Database) -> None:
    statement = select(
        sa.literal_column("'2026-01-02 03:04:05.000000'", sa.DateTime),
        sa.literal_column("1", sa.Boolean),
        sa.type_coerce(bindparam("given", type_=sa.JSON), sa.JSON),
    )
    with filled.read() as conn:
        assert Query(statement).first(conn, given=[1, 2]) == (datetime(2026, 1, 2, 3, 4, 5), True, [1, 2])  # noqa: DTZ001


def test_a_list_goes_through_json(filled: Database) -> None:
    with pytest.raises(TypeError, match="a list can't be compiled ahead"):
        Query(select(note.c.id).where(note.c.id.in_(bindparam("ids", expanding=True))))
    wanted = select(func.json_each(bindparam("ids")).table_valued("value").c.value)
    query = Query(select(note.c.id).where(note.c.id.in_(wanted)).order_by(note.c.id))
    with filled.read() as conn:
        assert query.all(conn, ids=json.dumps(["a", "c", "none"])) == [("a",), ("c",)]


def test_unions(filled: Database) -> None:
    with filled.read() as conn:
        assert Query(sa.union(select(sa.literal(1)), select(sa.literal(2)))).all(conn) == [(1,), (2,)]


def test_wrong_names_are_refused(filled: Database) -> None:
    query = Query(BY_ID)
    with filled.read() as conn:
        for wrong in ({}, {"slug": "a"}, {"id": "a", "more": 1}):
            with pytest.raises(TypeError, match=r"takes \['id'\]"):
                query.first(conn, **wrong)


def test_inside_a_write_it_sees_the_job(notes: Database) -> None:
    query = Query(BY_ID)

    def job(conn: Connection) -> object:
        put("a", "new")(conn)
        return query.first(conn, id="a")

    assert notes.write(job) == ("new",)


def test_on_a_foreign_connection(tmp_path: object) -> None:
    with sa.create_engine("sqlite://").connect() as conn:
        assert Query(select(sa.literal(7))).first(conn) == (7,)
