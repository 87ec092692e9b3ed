"""A site to import into."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.main import Parts
from tests.importers.sites import make_site


@pytest.fixture
def parts(tmp_path: Path, migrated: Callable[[str], Path]) -> Iterator[Parts]:
    made = make_site(tmp_path, migrated)
    yield made
    made.close()
