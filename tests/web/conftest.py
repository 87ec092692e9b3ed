"""Sites for the tests: one shared by those that change nothing, one of one's own, an empty one."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.web.content import SITE, Sample, publish_sample
from tests.web.world import NAMES, World, open_world


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory, migrated: Callable[[str], Path]) -> tuple[Path, Sample]:
    """The data folder of a site with texts of many kinds, made once."""
    folder = tmp_path_factory.mktemp("sample") / "data"
    folder.mkdir(mode=0o700)
    for name in NAMES:
        shutil.copyfile(migrated(name), folder / f"{name.capitalize()}.db")
    world = open_world(folder)
    world.services.site.update(**SITE)
    sample = publish_sample(world.services)
    world.settle()
    world.close()
    return folder, sample


@pytest.fixture
def world(tmp_path: Path, sample_folder: tuple[Path, Sample]) -> Iterator[World]:
    """A site of one's own, with the sample content."""
    folder = copy_of(sample_folder[0], tmp_path)
    opened = open_world(folder)
    opened.sample = sample_folder[1]
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, sample_folder: tuple[Path, Sample]) -> Iterator[World]:
    """The sample site, for tests that change nothing."""
    opened = open_world(copy_of(sample_folder[0], tmp_path_factory.mktemp("shared")))
    opened.sample = sample_folder[1]
    yield opened
    opened.close()


@pytest.fixture
def empty(tmp_path: Path, migrated: Callable[[str], Path]) -> Iterator[World]:
    """A site in which nothing has been written yet."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    for name in NAMES:
        shutil.copyfile(migrated(name), folder / f"{name.capitalize()}.db")
    opened = open_world(folder)
    yield opened
    opened.close()


def copy_of(sample: Path, to: Path) -> Path:
    folder = to / "data"
    shutil.copytree(sample, folder)
    if (store := sample.with_name("data-store")).exists():
        shutil.copytree(store, to / "data-store")
    return folder
