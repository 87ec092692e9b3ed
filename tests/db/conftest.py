"""Notes.db, migrated once and copied for each test."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.db import Database
from tests.db.notes import make_notes


@pytest.fixture(scope="session")
def notes_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("notes") / "data"
    folder.mkdir()
    return make_notes(folder)


@pytest.fixture
def new_notes(data: Path, notes_template: Path) -> Callable[[str], Path]:
    """name -> a fresh migrated file of that name in the data folder."""
    return lambda name: Path(shutil.copyfile(notes_template, data / f"{name}.db"))


@pytest.fixture
def notes_path(new_notes: Callable[[str], Path]) -> Path:
    return new_notes("Notes")


@pytest.fixture
def notes(notes_path: Path) -> Iterator[Database]:
    database = Database(notes_path)
    yield database
    database.close()
