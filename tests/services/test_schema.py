"""What each service's tables.py says is what its migrations make."""

import importlib
from collections.abc import Callable
from pathlib import Path

import pytest

from app.db import migrate
from app.db.evolve import differences
from app.settings import resources
from tests.services.conftest import OpenDatabase

SERVICES = sorted(folder.name for folder in resources.MIGRATIONS.iterdir() if any(folder.glob("0*.py")))


@pytest.mark.parametrize("service", SERVICES)
def test_tables_equal_the_migrated_file(service: str, open_database: OpenDatabase) -> None:
    metadata = importlib.import_module(f"app.services.{service}.tables").metadata
    with open_database(service).read() as conn:
        assert differences(conn, metadata) == []


@pytest.mark.parametrize("service", SERVICES)
def test_a_migrated_file_needs_no_migration(service: str, migrated: Callable[[str], Path]) -> None:
    assert not migrate.needs_upgrade(migrated(service))
