"""Small trees, written by the tests that read them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.importers.items import (
    Author,
    Entry,
    Failed,
    Item,
    Media,
    Options,
    Redirect,
    Site,
    Skipped,
    Tag,
    Warned,
)
from app.importers.markdown import open_reader


@dataclass
class Stream:
    """What a reader yielded, sorted by kind and ready to be asked for."""

    items: list[Item]
    site: Site = field(init=False)

    def __post_init__(self) -> None:
        self.site = next(item for item in self.items if isinstance(item, Site))

    @property
    def entries(self) -> dict[str, Entry]:
        return {item.ref: item for item in self.items if isinstance(item, Entry)}

    @property
    def only(self) -> Entry:
        (entry,) = self.entries.values()
        return entry

    @property
    def tags(self) -> dict[str, Tag]:
        return {item.ref: item for item in self.items if isinstance(item, Tag)}

    @property
    def authors(self) -> dict[str, Author]:
        return {item.ref: item for item in self.items if isinstance(item, Author)}

    @property
    def media(self) -> dict[str, Media]:
        return {item.url: item for item in self.items if isinstance(item, Media)}

    @property
    def redirects(self) -> dict[str, str]:
        return {item.source: item.target for item in self.items if isinstance(item, Redirect)}

    @property
    def warnings(self) -> list[str]:
        return [f"{item.ref}: {item.message}" for item in self.items if isinstance(item, Warned)]

    @property
    def skipped(self) -> dict[str, str]:
        return {item.ref: item.reason for item in self.items if isinstance(item, Skipped)}

    @property
    def failed(self) -> dict[str, str]:
        return {item.ref: item.reason for item in self.items if isinstance(item, Failed)}


Write = Callable[[dict[str, str | bytes]], Path]
Read = Callable[..., Stream]


@pytest.fixture
def write_tree(tmp_path: Path) -> Write:
    """Write files into a fresh folder: path -> content."""

    def write(files: dict[str, str | bytes]) -> Path:
        root = tmp_path / "tree"
        for name, content in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return root

    return write


@pytest.fixture
def read(write_tree: Write) -> Read:
    """Write a tree and read it whole."""

    def read_files(files: dict[str, str | bytes], **options: object) -> Stream:
        return stream(write_tree(files), **options)

    return read_files


def stream(*paths: Path, **options: object) -> Stream:
    return Stream(list(open_reader(paths, Options(**options)).items()))  # type: ignore[arg-type]
