"""A site to import into."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.main import Parts
from tests.importers.corpora import Library
from tests.importers.sites import make_site


@pytest.fixture
def parts(tmp_path: Path, migrated: Callable[[str], Path]) -> Iterator[Parts]:
    made = make_site(tmp_path, migrated)
    yield made
    made.close()


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory, migrated: Callable[[str], Path]) -> Library:
    """The corpora, each imported at its first use."""
    return Library(tmp_path_factory.mktemp("library"), migrated)
