"""Fixtures that run the real program; `tests/conftest.py` offers them to all tests."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.journeys.running import Site, copied


@pytest.fixture(scope="session")
def sockets() -> Iterator[Path]:
    """A short path: sockets behind a long one can't be bound."""
    folder = Path(tempfile.mkdtemp(prefix="wp-", dir="/tmp"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def started_once(tmp_path_factory: pytest.TempPathFactory, sockets: Path) -> Site:
    """A new site after its first start and stop, to be copied."""
    site = Site(tmp_path_factory.mktemp("first") / "data", sockets)
    try:
        site.start().ready()
        assert site.stop() == 0, site.output
    finally:
        site.end()
    return site


@pytest.fixture
def make_site(tmp_path: Path, sockets: Path, started_once: Site) -> Iterator[Callable[..., Site]]:
    """Stopped sites with the guide in them, one a name; all are ended with the test."""
    made: list[Site] = []

    def make(name: str = "data", **environment: str) -> Site:
        made.append(copied(started_once, tmp_path / name, sockets, **environment))
        return made[-1]

    yield make
    for one in made:
        one.end()
