"""Databases of several sites, and of replicas."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.db import Database

OpenDatabase = Callable[..., Database]


@pytest.fixture
def open_database(tmp_path: Path, migrated: Callable[[str], Path]) -> Iterator[OpenDatabase]:
    """`open_database("Posts")`; in another data folder: `("Posts", "second")`; as a replica: `writable=False`."""
    opened: list[Database] = []

    def open_one(name: str, site: str = "data", *, writable: bool = True) -> Database:
        path = tmp_path / site / f"{name.capitalize()}.db"
        path.parent.mkdir(mode=0o700, exist_ok=True)
        if not path.exists():
            shutil.copyfile(migrated(name.lower()), path)
        opened.append(Database(path, writable=writable))
        return opened[-1]

    yield open_one
    for database in opened:
        database.close()
