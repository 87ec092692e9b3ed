"""Whose turn it is, across processes."""

import fcntl
import os
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.db import Database
from app.db.turnstile import Turnstile
from app.errors import Unavailable
from tests.db.notes import put
from tests.db.processes import start


@pytest.fixture
def importer(notes_path: Path) -> Iterator[None]:
    child = start("import_busily", notes_path)
    assert child.stdout is not None
    assert child.stdout.readline() == "busy\n"
    yield
    child.kill()
    child.communicate()


@pytest.mark.campaign
def test_a_busy_importer_starves_nobody(importer: None, notes: Database) -> None:
    """Without the turnstile: p50 3.2 s."""
    waits = []
    before = notes.revision()
    for number in range(30):
        begun = time.perf_counter()
        notes.write(put(f"mine {number}"))
        waits.append(time.perf_counter() - begun)
    assert notes.revision().number > before.number + 45, "the importer's commits are seen too"
    assert statistics.median(waits) < 0.2
    assert max(waits) < 2


def test_one_holds_it_at_a_time(notes_path: Path) -> None:
    one, two = Turnstile(notes_path), Turnstile(notes_path)
    with one.held(), pytest.raises(Unavailable, match="writing to Notes for too long"), two.held(patience_s=0.02):
        pass
    with two.held():
        pass
    one.close()
    two.close()


def test_it_is_free_again_after_an_error(notes_path: Path) -> None:
    stile = Turnstile(notes_path)
    with pytest.raises(KeyError), stile.held():
        raise KeyError
    with stile.held(patience_s=0):
        pass
    stile.close()


def test_the_turn_is_released_before_writing(notes_path: Path) -> None:
    stile = Turnstile(notes_path)
    other = os.open(notes_path.with_suffix(".turn"), os.O_RDWR)
    with stile.held():
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.close(other)
    stile.close()
