from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.replication.running import Program


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Callable[..., Program]]:
    """Make programs on data folders of this test; all are ended with it."""
    made: list[Program] = []

    def make(name: str = "data", **environment: str) -> Program:
        made.append(Program(tmp_path / name, **environment))
        return made[-1]

    yield make
    for one in made:
        one.kill_all()
