from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.journeys.running import Site, copied


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory, sockets: Path, started_once: Site) -> Iterator[Site]:
    """A site that runs, for commands that are refused beside it."""
    site = copied(started_once, tmp_path_factory.mktemp("commands") / "data", sockets)
    try:
        yield site.start().ready()
    finally:
        site.end()


@pytest.fixture
def nothing(tmp_path: Path, sockets: Path) -> Iterator[Site]:
    """A folder that does not exist yet; a server that was started there by mistake is ended."""
    site = Site(tmp_path / "data", sockets)
    yield site
    site.end()


@pytest.fixture
def stopped(make_site: Callable[..., Site]) -> Site:
    """A site that has run before."""
    return make_site()
