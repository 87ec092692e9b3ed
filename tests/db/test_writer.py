"""Group commit: one transaction for all who wait, each with its own result or error, and no answer before COMMIT."""

import resource
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from pysqlite3 import dbapi2 as sqlite

from app.db import Connection, Database, DatabaseClosed, Revision
from app.db.connect import MIGRATOR, open_connection
from app.db.line import Ticket
from app.db.writer import Writer
from app.errors import ReadOnlyReplica, Unavailable
from tests.db.notes import keys, note, put

Job = Callable[[Connection], Any]


def writer_of(database: Database) -> Writer:
    assert database._writer is not None
    return database._writer


@contextmanager
def one_batch(database: Database, *jobs: Job) -> Iterator[list[Future[Any]]]:
    """Queue the jobs in this order, one thread each, and let them go together; yields what they came to."""
    writer = writer_of(database)
    with ThreadPoolExecutor(len(jobs)) as pool:
        with database.hold_writes():
            futures = []
            for job in jobs:
                waiting = len(writer.line)
                futures.append(pool.submit(database.write, job))
                while len(writer.line) == waiting:
                    time.sleep(0.0001)
        yield futures


def test_those_who_wait_are_committed_together(notes: Database) -> None:
    before = notes.revision()
    with one_batch(notes, *(put(f"n{i}") for i in range(20))) as futures:
        assert [f.result() for f in futures] == [f"n{i}" for i in range(20)]
    assert notes.revision().number - before.number == notes.commits <= 3
    assert len(keys(notes)) == 20


@pytest.mark.parametrize("failing", [0, 1, 4])
def test_a_failing_job_harms_no_other(failing: int, notes: Database) -> None:
    def broken(conn: Connection) -> None:
        put("half")(conn)
        raise KeyError("mine alone")

    jobs: list[Job] = [put(f"n{i}") for i in range(5)]
    jobs[failing] = broken
    with one_batch(notes, *jobs) as futures:
        with pytest.raises(KeyError, match="mine alone"):
            futures[failing].result()
        assert [f.result() for f in futures if f is not futures[failing]]
    assert keys(notes) == {f"n{i}" for i in range(5) if i != failing}


def test_a_job_that_breaks_a_rule_of_the_table_harms_no_other(notes: Database) -> None:
    with one_batch(notes, put("a"), put("a"), put("b")) as futures:
        assert (futures[0].result(), futures[2].result()) == ("a", "b")
        with pytest.raises(sa.exc.IntegrityError):
            futures[1].result()
    assert keys(notes) == {"a", "b"}


def rolls_everything_back(conn: Connection) -> None:
    conn.exec_driver_sql("INSERT OR ROLLBACK INTO note (id) VALUES ('a')")


def swallows_the_loss(conn: Connection) -> str:
    with pytest.raises(sa.exc.IntegrityError):
        rolls_everything_back(conn)
    return "all is well"


@pytest.mark.parametrize("killer", [rolls_everything_back, swallows_the_loss])
def test_when_the_transaction_is_gone_all_in_it_are_told(killer: Job, notes: Database) -> None:
    notes.write(put("a"))
    runs: list[str] = []

    def counted(key: str) -> Job:
        return lambda conn: (runs.append(key), put(key)(conn))

    with one_batch(notes, counted("before"), killer, counted("after")) as futures:
        for future in futures[:2]:
            with pytest.raises(Unavailable, match=r"Nothing was saved in Notes: .*(UNIQUE|rolled back)"):
                future.result()
        futures[2].result()
    assert keys(notes) == {"a", "after"}
    assert runs == ["before", "after"], "no job is run twice"


def test_an_interrupted_statement_takes_the_batch_with_it(notes: Database) -> None:
    def interrupted(conn: Connection) -> None:
        conn.raw.set_progress_handler(lambda: 1, 1)
        put("never")(conn)

    with one_batch(notes, put("before"), interrupted, put("after")) as futures:
        for future in futures[:2]:
            with pytest.raises(Unavailable, match="interrupted"):
                future.result()
        futures[2].result()
    assert keys(notes) == {"after"}


def test_a_full_disk_is_told_and_passes(notes: Database) -> None:
    notes.write(put("a"))
    conn = writer_of(notes)._open()
    conn.raw.set_authorizer(None)
    conn.raw.execute("PRAGMA max_page_count=20")
    with pytest.raises((Unavailable, sa.exc.OperationalError), match="full"):
        notes.write(put("big", "x" * 1_000_000))
    writer_of(notes)._discard()
    notes.write(put("b"))
    assert keys(notes) == {"a", "b"}


@contextmanager
def files_may_not_grow(over: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (over, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_commit_the_disk_refuses_is_the_end(notes_path: Path) -> None:
    fatal: list[BaseException] = []
    notes = Database(notes_path, on_fatal=fatal.append)
    notes.write(put("a"))
    wal = notes_path.with_name("Notes.db-wal").stat().st_size
    with files_may_not_grow(wal + 100), one_batch(notes, put("b"), put("c")) as futures:
        for future in futures:
            with pytest.raises(Unavailable, match="disk I/O error"):
                future.result()
    assert len(fatal) == 1
    assert isinstance(fatal[0], sqlite.OperationalError)
    with pytest.raises(Unavailable, match="must start again"):
        notes.write(put("d"))
    assert keys(notes) == {"a"}
    notes.close()


def test_a_commit_that_breaks_a_deferred_reference_is_not_the_end(notes: Database) -> None:
    maker = open_connection(notes.path, MIGRATOR)
    maker.raw.execute("CREATE TABLE child (note TEXT REFERENCES note (id) DEFERRABLE INITIALLY DEFERRED)")
    maker.close()
    with pytest.raises(Unavailable, match="FOREIGN KEY"):
        notes.write(lambda conn: conn.exec_driver_sql("INSERT INTO child VALUES ('nobody')"))
    notes.write(put("a"))
    assert keys(notes) == {"a"}


def test_close_lets_those_at_work_finish(notes: Database) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(conn: Connection) -> str:
        begun.set()
        go_on.wait(5)
        return put("slow")(conn)

    with ThreadPoolExecutor(3) as pool:
        writing = pool.submit(notes.write, slow)
        begun.wait(5)
        closing = pool.submit(notes.close)
        time.sleep(0.02)
        late = pool.submit(notes.write, put("late"))
        time.sleep(0.02)
        go_on.set()
        assert writing.result() == "slow"
        closing.result()
        assert isinstance(late.exception(), (DatabaseClosed, type(None)))
    with pytest.raises(DatabaseClosed):
        notes.write(put("later"))


def test_who_gives_up_waiting_leaves_nobody_behind(notes: Database) -> None:
    """Ctrl-C while in line: the lead must not be handed to somebody who has gone."""
    line = writer_of(notes).line
    gone = Ticket(put("never"))
    with ThreadPoolExecutor(1) as pool:
        with notes.hold_writes():
            line._waiting.append(gone)
            waiting = pool.submit(notes.write, put("a"))
            while len(line) < 3:
                time.sleep(0.0001)
            line._leave(gone)
        assert waiting.result(5) == "a"
    assert keys(notes) == {"a"}


# The gate


class Gate:
    """Notes what it is asked, and refuses while told to."""

    def __init__(self) -> None:
        self.refusal: Exception | None = None
        self.late: Exception | None = None
        self.announced: list[Revision] = []
        self.hold = threading.Event()
        self.hold.set()

    def check(self, name: str, /) -> None:
        assert name == "Notes"
        if self.refusal:
            raise self.refusal

    def committed(self, name: str, revision: Revision, /) -> None:
        self.announced.append(revision)
        self.hold.wait(5)
        if self.late:
            raise self.late


@pytest.fixture
def gate() -> Gate:
    return Gate()


@pytest.fixture
def gated(notes_path: Path, gate: Gate) -> Iterator[Database]:
    database = Database(notes_path, gate=gate)
    yield database
    database.close()


def test_a_closed_gate_refuses(gated: Database, gate: Gate) -> None:
    gate.refusal = ReadOnlyReplica("not here")
    with pytest.raises(ReadOnlyReplica, match="not here"):
        gated.write(put("a"))
    gate.refusal = None
    gated.write(put("b"))
    assert keys(gated) == {"b"}


def test_a_gate_that_closes_while_jobs_wait_refuses_them(gated: Database, gate: Gate) -> None:
    with ThreadPoolExecutor(1) as pool:
        with gated.hold_writes():
            waiting = pool.submit(gated.write, put("a"))
            while len(writer_of(gated).line) < 2:
                time.sleep(0.0001)
            gate.refusal = Unavailable("the reign is over")
        with pytest.raises(Unavailable, match="reign"):
            waiting.result()
    assert keys(gated) == set()


def test_nobody_is_answered_before_the_gate_says_so(gated: Database, gate: Gate) -> None:
    gate.hold.clear()
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(gated.write, put("a"))
        while not gate.announced:
            time.sleep(0.0001)
        assert keys(gated) == {"a"}, "it is committed"
        second = pool.submit(gated.write, put("b"))
        while len(gate.announced) < 2:
            time.sleep(0.0001)  # the next batch need not wait for the first to be safe
        assert not first.done()
        assert not second.done()
        gate.hold.set()
        assert (first.result(), second.result()) == ("a", "b")
    assert gate.announced == [Revision(0, 2), Revision(0, 3)]


def test_what_could_not_be_made_safe_is_told(gated: Database, gate: Gate) -> None:
    gate.late = Unavailable("unknown")
    with pytest.raises(Unavailable, match="unknown"):
        gated.write(put("a"))
    assert keys(gated) == {"a"}


def test_a_retry_that_finds_it_done_waits_too(gated: Database, gate: Gate) -> None:
    gated.write(put("a"))
    gated.write(lambda conn: None)
    assert gate.announced == [Revision(0, 2)] * 2


# Properties

OPERATIONS = ["put", "fail", "delete", "nothing"]


def fresh_notes(template: Path) -> Database:
    folder = Path(tempfile.mkdtemp(prefix="waypost-test-"))
    return Database(Path(shutil.copyfile(template, folder / "Notes.db")))


@settings(max_examples=25, deadline=None)
@given(operations=st.lists(st.tuples(st.sampled_from(OPERATIONS), st.integers(0, 5)), max_size=12))
def test_each_write_is_visible_and_raises_the_revision(notes_template: Path, operations: list[tuple[str, int]]) -> None:
    database = fresh_notes(notes_template)
    model: set[str] = set()
    seen = database.revision()
    for operation, number in operations:
        key = str(number)
        changed = apply(database, operation, key, model)
        assert keys(database) == model
        now = database.revision()
        assert now.number == seen.number + int(changed)
        seen = now
    database.close()
    shutil.rmtree(database.path.parent)


def apply(database: Database, operation: str, key: str, model: set[str]) -> bool:
    """Do it to both; True when the file has changed."""
    if operation == "put" and key not in model:
        database.write(put(key))
        model.add(key)
        return True
    if operation == "delete" and key in model:
        database.write(lambda conn: conn.execute(sa.delete(note).where(note.c.id == key)))
        model.remove(key)
        return True
    if operation == "nothing":
        database.write(lambda conn: conn.execute(sa.delete(note).where(note.c.id == "none")))
    else:
        fail(database, key)
    return False


def fail(database: Database, key: str) -> None:
    def job(conn: Connection) -> None:
        conn.execute(sa.delete(note))
        raise KeyError(key)

    with pytest.raises(KeyError):
        database.write(job)


def test_many_threads_each_get_their_own(notes: Database) -> None:
    def client(number: int) -> None:
        last = notes.revision()
        for i in range(25):
            key = f"{number}-{i}"
            if i % 5 == 4:
                fail(notes, key)
                continue
            assert notes.write(put(key)) == key
            now = notes.revision()
            assert now > last
            last = now
            with notes.read() as conn:
                assert conn.execute(sa.select(note.c.id).where(note.c.id == key)).scalar() == key

    # A failing job deletes everything and is taken back: were it kept, the reads above would miss their rows.
    with ThreadPoolExecutor(16) as pool:
        for done in [pool.submit(client, n) for n in range(16)]:
            done.result()
    assert len(keys(notes)) == 16 * 20
