"""kill -9 in the middle: whatever was acknowledged is there afterwards."""

import shutil
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from app.db import Database, outbox
from app.db.connect import THREAD_READER, open_connection
from tests.db.notes import keys, put
from tests.db.processes import start

ROUNDS = 6
STEPS = 14


@pytest.mark.campaign
def test_acknowledged_writes_survive_a_kill(notes_path: Path) -> None:
    out, _ = start("write_and_die", notes_path, ROUNDS).communicate(timeout=60)
    acknowledged = set(out.split())
    assert {key.split("-")[0] for key in acknowledged} == {str(n) for n in range(ROUNDS)}, "each round wrote something"
    assert_sound(notes_path)
    database = Database(notes_path)
    found = keys(database)
    assert acknowledged <= found
    assert len(found - acknowledged) <= ROUNDS * 4, "at most one a thread was committed and not yet acknowledged"
    before = database.revision()
    database.write(put("after"))
    assert database.revision().number == before.number + 1
    database.close()


def assert_sound(path: Path) -> None:
    conn = open_connection(path, THREAD_READER)
    assert conn.raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    conn.close()


@pytest.mark.campaign
def test_what_must_follow_in_another_file_follows_after_a_kill_at_any_step(
    tmp_path: Path, notes_template: Path
) -> None:
    folders = [tmp_path / str(n) for n in range(STEPS)]
    for folder in folders:
        folder.mkdir()
        for name in ("Drafts", "Published"):
            shutil.copyfile(notes_template, folder / f"{name}.db")
    out, _ = start("die_between_files", *folders).communicate(timeout=60)
    said = out.splitlines()
    assert f"{STEPS - 1} lived" in said, "more steps than this test kills at"
    assert "9 killed" in said, "fewer steps than expected"
    time.sleep(1.1)  # what was claimed and not done is put off for a second
    for number, folder in enumerate(folders):
        assert_followed(folder, acknowledged=f"{number} acknowledged" in said)


def assert_followed(folder: Path, *, acknowledged: bool) -> None:
    drafts, published = (Database(folder / f"{name}.db") for name in ("Drafts", "Published"))

    def follow(wanted: Sequence[str]) -> None:
        for key in wanted:
            if key not in keys(published):
                published.write(put(key, "once"))

    worker = outbox.Worker([drafts], {"follow": follow})
    worker.drain(drafts)
    assert keys(published) == keys(drafts), "both or neither"
    assert keys(drafts) == {"hello"} or not acknowledged
    with drafts.read() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM _outbox").scalar() == 0
    for database in (drafts, published):
        database.close()
        assert_sound(database.path)
