"""Every service: the tables in its code are those its migrations make."""

import importlib
from collections.abc import Callable
from pathlib import Path

import pytest

from app.db import care, evolve
from app.db.connect import THREAD_READER, open_connection
from app.settings import resources

SERVICES = sorted(folder.name for folder in resources.MIGRATIONS.iterdir() if any(folder.glob("0*.py")))


@pytest.mark.parametrize("service", SERVICES)
def test_migrations_and_tables_agree(service: str, migrated: Callable[[str], Path]) -> None:
    metadata = importlib.import_module(f"app.services.{service}.tables").metadata
    conn = open_connection(migrated(service), THREAD_READER)
    try:
        assert evolve.differences(conn, metadata) == []
    finally:
        conn.close()
    assert care.faults(migrated(service)) == []
