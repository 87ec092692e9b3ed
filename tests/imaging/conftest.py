"""One workshop for all tests of pictures."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.imaging import Crop, Made, Workshop

Make = Callable[..., tuple[Made, Path]]


@pytest.fixture(scope="session")
def workshop() -> Iterator[Workshop]:
    made = Workshop()
    yield made
    made.close()


@pytest.fixture
def make(workshop: Workshop, tmp_path: Path) -> Make:
    """bytes -> what was made, and the folder it lies in."""

    def make_one(content: bytes, crop: Crop = Crop(), *, social_only: bool = False) -> tuple[Made, Path]:  # noqa: B008
        source, folder = tmp_path / "source", tmp_path / "made"
        source.write_bytes(content)
        folder.mkdir(exist_ok=True)
        return workshop.make(source, folder, crop, social_only=social_only), folder

    return make_one
