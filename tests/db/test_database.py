"""Reading, writing and telling how new a file is."""

import asyncio
import contextvars
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from pysqlite3 import dbapi2 as sqlite

from app.db import (
    Connection,
    Database,
    DatabaseClosed,
    DatabaseMissing,
    Revision,
    WriteInJob,
    WriteOnEventLoop,
    idempotency,
    reading,
    stamp,
)
from app.db.revision import REIGN_STEP
from app.errors import ReadOnlyReplica
from tests.db.notes import keys, note, put


def test_a_write_is_seen_and_raises_the_revision(notes: Database) -> None:
    before = notes.revision()
    assert notes.write(put("a", "first")) == "a"
    assert keys(notes) == {"a"}
    assert notes.revision() == Revision(before.epoch, before.number + 1)


def test_a_write_that_fails_leaves_nothing(notes: Database) -> None:
    before = notes.revision()
    notes.write(put("a"))

    def half(conn: Connection) -> None:
        put("b")(conn)
        raise KeyError("no")

    with pytest.raises(KeyError):
        notes.write(half)
    with pytest.raises(sa.exc.IntegrityError):
        notes.write(put("a"))
    assert keys(notes) == {"a"}
    assert notes.revision().number == before.number + 1


def test_a_job_that_changes_nothing_moves_no_revision(notes: Database) -> None:
    before = notes.revision()
    assert notes.write(lambda conn: conn.execute(sa.select(sa.func.count()).select_from(note)).scalar()) == 0
    notes.write(lambda conn: conn.execute(sa.delete(note).where(note.c.id == "none")))
    assert notes.revision() == before


def test_bad_statements_do_not_end_the_transaction_of_others(notes: Database) -> None:
    """SQLAlchemy rolls back on some errors when it thinks that nothing has begun."""
    with pytest.raises(sa.exc.StatementError):
        notes.write(lambda conn: conn.execute(sa.text("SELECT :x"), {}))
    with pytest.raises(sa.exc.OperationalError):
        notes.write(lambda conn: conn.exec_driver_sql("SELECT nonsense FROM nowhere"))
    notes.write(put("a"))
    assert keys(notes) == {"a"}


@pytest.mark.parametrize("end", ["commit", "rollback"])
def test_a_job_can_not_end_the_transaction(end: str, notes: Database) -> None:
    with pytest.raises(RuntimeError, match=r"app\.db alone"):
        notes.write(lambda conn: getattr(conn, end)())
    for sql in ("COMMIT", "ROLLBACK", "BEGIN"):
        with pytest.raises(sqlite.DatabaseError, match="not authorized"):
            notes.write(lambda conn, sql=sql: conn.raw.execute(sql))
    notes.write(put("a"))
    assert keys(notes) == {"a"}


def test_a_nested_transaction_of_a_job_is_its_own(notes: Database) -> None:
    def job(conn: Connection) -> None:
        conn.execute(sa.insert(note).values(id="kept"))
        nested = conn.begin_nested()
        conn.execute(sa.insert(note).values(id="dropped"))
        nested.rollback()

    notes.write(job)
    notes.write(put("later"))
    assert keys(notes) == {"kept", "later"}


def test_no_write_on_the_event_loop(notes: Database) -> None:
    async def handler() -> None:
        with pytest.raises(WriteOnEventLoop):
            notes.write(put("a"))
        await asyncio.to_thread(notes.write, put("b"))

    asyncio.run(handler())
    assert keys(notes) == {"b"}


def test_no_write_inside_a_write(notes: Database, new_notes: Callable[[str], Path]) -> None:
    other = Database(new_notes("Other"))
    for inner in (notes, other):
        with pytest.raises(WriteInJob):
            notes.write(lambda conn, inner=inner: inner.write(put("a")))
    other.close()


def test_a_replica_does_not_write(notes_path: Path) -> None:
    replica = Database(notes_path, writable=False)
    with pytest.raises(ReadOnlyReplica, match="primary"):
        replica.write(put("a"))
    with replica.read() as conn, pytest.raises(sa.exc.OperationalError, match="readonly"):
        put("a")(conn)
    assert keys(replica) == set()
    replica.close()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatabaseMissing, match=r"Posts\.db doesn't exist"):
        Database(tmp_path / "Posts.db")


def test_after_close_nothing_works_and_a_second_close_does(notes: Database) -> None:
    notes.write(put("a"))
    keys(notes)
    notes.close()
    notes.close()
    for use in (lambda: notes.write(put("b")), lambda: keys(notes), notes.revision):
        with pytest.raises(DatabaseClosed):
            use()


def test_a_reader_at_work_outlives_close(notes: Database) -> None:
    with notes.read() as conn:
        notes.close()
        assert conn.execute(sa.select(note)).all() == []


def test_closing_keeps_the_wal(notes: Database) -> None:
    """The last read-write connection to close deletes it, and the sidecar would ship the whole file (RULES 3)."""
    notes.write(put("a"))
    wal = notes.path.with_name("Notes.db-wal")
    written = wal.read_bytes()
    notes.close()
    assert wal.read_bytes() == written


def test_a_restart_sees_what_was_written(notes: Database) -> None:
    notes.write(put("a"))
    notes.close()
    again = Database(notes.path)
    assert keys(again) == {"a"}
    again.close()


def test_a_cursor_left_open_keeps_no_older_moment(notes: Database) -> None:
    for key in ("a", "b", "c"):
        notes.write(put(key))
    left_open = []
    with notes.read() as conn:
        left_open.append(conn.raw.execute("SELECT id FROM note"))
        left_open[0].fetchone()
    notes.write(put("d"))
    assert keys(notes) == {"a", "b", "c", "d"}


def test_a_cursor_a_job_left_open_stops_no_later_write(notes: Database) -> None:
    left_open = []

    def job(conn: Connection) -> None:
        put("a")(conn)
        put("b")(conn)
        left_open.append(conn.raw.execute("SELECT id FROM note"))
        left_open[0].fetchone()

    notes.write(job)
    other = Database(notes.path)
    other.write(put("c"))
    notes.write(put("d"))
    assert keys(notes) == {"a", "b", "c", "d"}
    other.close()


def test_two_sites_in_one_process_do_not_mix(tmp_path: Path, notes_template: Path) -> None:
    sites = []
    for name in ("alice", "bob"):
        (tmp_path / name).mkdir()
        copy = tmp_path / name / "Notes.db"
        copy.write_bytes(notes_template.read_bytes())
        sites.append(Database(copy))
    alice, bob = sites
    alice.write(put("hers"))
    with reading():
        assert (keys(alice), keys(bob)) == ({"hers"}, set())
    bob.write(put("his"))
    assert (keys(alice), keys(bob)) == ({"hers"}, {"his"})
    for site in sites:
        site.close()


def test_two_databases_on_one_file_see_each_other(notes: Database) -> None:
    other = Database(notes.path)
    before = other.revision()
    notes.write(put("a"))
    assert other.revision().number == before.number + 1
    other.write(put("b"))
    assert keys(notes) == {"a", "b"}
    assert notes.revision() == other.revision()
    other.close()


def test_commits_counts_only_what_was_written_here(notes: Database) -> None:
    other = Database(notes.path)
    notes.write(put("a"))
    notes.write(lambda conn: None)
    assert (notes.commits, other.commits) == (1, 0)
    other.close()


# reading(): one moment


def test_reading_is_one_moment(notes: Database, new_notes: Callable[[str], Path]) -> None:
    other = Database(new_notes("Other"))
    notes.write(put("a"))
    with reading() as snapshot:
        assert snapshot.revisions == {}
        assert keys(notes) == {"a"}
        notes.write(put("b"))
        other.write(put("x"))
        assert keys(notes) == {"a"}
        assert keys(other) == {"x"}, "a file is read as of its first touch"
        with reading() as inner:
            assert inner is snapshot
        assert snapshot.revisions["Notes"].number + 1 == notes.revision().number
        assert snapshot.revisions["Other"] == other.revision()
    assert keys(notes) == {"a", "b"}
    other.close()


def test_what_outlives_reading_reads_anew(notes: Database) -> None:
    async def main() -> set[str]:
        written = asyncio.Event()

        async def late() -> set[str]:
            await written.wait()
            return keys(notes)

        with reading():
            keys(notes)
            task = asyncio.create_task(late())
        await asyncio.to_thread(notes.write, put("a"))
        written.set()
        return await task

    assert asyncio.run(main()) == {"a"}


def test_requests_on_one_loop_have_moments_of_their_own(notes: Database) -> None:
    async def request(start: asyncio.Event, seen: asyncio.Event) -> set[str]:
        await start.wait()
        with reading():
            first = keys(notes)
            seen.set()
            await asyncio.sleep(0.02)
            assert keys(notes) == first
        return first

    async def main() -> list[set[str]]:
        start, late, seen, ignored = (asyncio.Event() for _ in range(4))
        both = [asyncio.create_task(request(start, seen)), asyncio.create_task(request(late, ignored))]
        start.set()
        await seen.wait()
        await asyncio.to_thread(notes.write, put("a"))
        late.set()
        return await asyncio.gather(*both)

    assert asyncio.run(main()) == [set(), {"a"}]


def test_a_snapshot_is_shared_with_the_threads_of_its_request(notes: Database) -> None:
    async def main() -> None:
        with reading():
            assert keys(notes) == set()
            await asyncio.to_thread(notes.write, put("a"))
            assert await asyncio.to_thread(keys, notes) == set()
            seen = await asyncio.gather(*(asyncio.to_thread(keys, notes) for _ in range(8)))
            assert seen == [set()] * 8

    asyncio.run(main())


def test_a_thread_that_outlives_its_request_keeps_its_connection(notes: Database) -> None:
    reading_on, closed = threading.Event(), threading.Event()
    seen: list[set[str]] = []

    def slow() -> None:
        with notes.read() as conn:
            reading_on.set()
            closed.wait(5)
            seen.append(set(conn.execute(sa.select(note.c.id)).scalars()))

    with reading():
        thread = threading.Thread(target=contextvars.copy_context().run, args=(slow,))
        thread.start()
        reading_on.wait(5)
    notes.write(put("a"))
    with notes.read() as mine:
        assert mine.execute(sa.select(note.c.id)).scalars().all() == ["a"]
        closed.set()
        thread.join()
    assert seen == [set()], "it still read the moment of its request"


def test_a_job_reads_apart_from_the_snapshot_of_its_thread(notes: Database) -> None:
    with reading():
        keys(notes)
        notes.write(put("a"))
        assert notes.write(lambda conn: keys(notes)) == {"a"}


# _revision


def test_a_reign_begins_above_all_that_was_given_out(notes: Database) -> None:
    notes.write(put("a"))
    first = notes.write(lambda conn: stamp(conn, 3))
    assert first == Revision(3, REIGN_STEP)
    assert notes.revision() == Revision(3, REIGN_STEP + 1), "the stamp is a write too"
    assert notes.write(lambda conn: stamp(conn, 3)) == Revision(3, 2 * REIGN_STEP)
    with pytest.raises(ValueError, match="later than 2"):
        notes.write(lambda conn: stamp(conn, 2))
    assert Revision(4, 1) > notes.revision() > Revision(3, 5)


def test_committed_at_never_goes_back(notes: Database) -> None:
    future = "2999-01-01T00:00:00.000000Z"
    notes.write(lambda conn: conn.exec_driver_sql("UPDATE _revision SET committed_at = ?", (future,)))
    notes.write(put("a"))
    position = notes.position()
    assert position.committed_at.year == 2999
    assert position.revision == notes.revision()
    assert position.age_s(datetime.now(UTC)) == 0.0, "a clock that is behind makes no negative age"


def test_writes_are_held_still(notes: Database) -> None:
    done = threading.Event()
    with notes.hold_writes() as revision:
        thread = threading.Thread(target=lambda: (notes.write(put("a")), done.set()))
        thread.start()
        assert not done.wait(0.05)
        assert notes.revision() == revision
    assert done.wait(5)
    thread.join()
    assert keys(notes) == {"a"}


# _idempotency


def test_the_same_form_twice_has_one_effect(notes: Database) -> None:
    which = idempotency.Once(user="alice", route="/admin/posts", key="k1")

    def job(conn: Connection, key: str = "a") -> str:
        return idempotency.once(conn, which, lambda c: "/posts/" + put(key)(c))

    assert notes.write(job) == "/posts/a"
    assert notes.write(job) == "/posts/a"
    assert keys(notes) == {"a"}
    for other in (
        idempotency.Once("bob", "/admin/posts", "k1"),
        idempotency.Once("alice", "/admin/pages", "k1"),
        idempotency.Once("alice", "/admin/posts", "k2"),
    ):
        assert notes.write(lambda conn, o=other: idempotency.once(conn, o, lambda c: "new")) == "new"


def test_an_effect_that_failed_is_not_remembered(notes: Database) -> None:
    which = idempotency.Once("alice", "/", "k")

    def broken(_conn: Connection) -> str:
        raise KeyError

    with pytest.raises(KeyError):
        notes.write(lambda conn: idempotency.once(conn, which, broken))
    assert notes.write(lambda conn: idempotency.once(conn, which, lambda c: "done")) == "done"
