"""What tests of every part share: databases that were migrated once and are copied."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.db import Database, migrate
from app.main import Parts
from tests.importers.corpora import Library
from tests.importers.sites import make_site as open_site
from tests.journeys.sites import make_site as make_site
from tests.journeys.sites import sockets as sockets
from tests.journeys.sites import started_once as started_once


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """service -> its migrated, empty file, which is never opened again; made at first use (RULES 33)."""
    folder = tmp_path_factory.mktemp("migrated")

    def template(service: str) -> Path:
        path = folder / f"{service.capitalize()}.db"
        if not path.exists():
            migrate.upgrade(path)
        return path

    return template


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """An empty data folder."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture
def open_database(data: Path, migrated: Callable[[str], Path]) -> Iterator[Callable[[str], Database]]:
    """service -> its Database on a fresh file in the data folder, closed when the test ends."""
    opened: dict[str, Database] = {}

    def open_one(service: str) -> Database:
        if service not in opened:
            copy = shutil.copyfile(migrated(service), data / migrated(service).name)
            copy.chmod(0o600)
            opened[service] = Database(copy)
        return opened[service]

    yield open_one
    for database in opened.values():
        database.close()


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory, migrated: Callable[[str], Path]) -> Library:
    """The corpora, each imported at its first use."""
    return Library(tmp_path_factory.mktemp("library"), migrated)


@pytest.fixture
def parts(tmp_path: Path, migrated: Callable[[str], Path]) -> Iterator[Parts]:
    made = open_site(tmp_path, migrated)
    yield made
    made.close()
