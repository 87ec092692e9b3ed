"""Small Ghost exports, written by the tests that read them."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from app.importers.ghost import open_reader
from app.importers.items import Entry, Item, Options, Warned

CORPORA = Path(__file__).resolve().parents[4] / "shared" / "corpora"


def post(**values: Any) -> dict[str, Any]:
    """A public post of Ghost 5, published on New Year's Eve at 23:30 UTC."""
    return {
        "id": "p1",
        "uuid": "0067e07a-0324-486f-ab4c-5551a273090d",
        "title": "Hello",
        "slug": "hello",
        "html": "<p>Hi</p>",
        "type": "post",
        "status": "published",
        "visibility": "public",
        "published_at": "2023-12-31 23:30:00",
    } | values


def lexical(*children: Any) -> str:
    return json.dumps({"root": {"type": "root", "children": list(children)}})


def words(text: str, bits: int = 0) -> dict[str, Any]:
    return {"type": "extended-text", "text": text, "format": bits}


def paragraph(*children: Any) -> dict[str, Any]:
    return {"type": "paragraph", "children": [words(c) if isinstance(c, str) else c for c in children]}


class Ghost:
    """Writes exports into a folder and reads them back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, name: str = "blog.json", *, version: str = "5.130.6", **tables: Any) -> Path:
        return self.write_json({"db": [{"meta": {"version": version}, "data": {"posts": [], **tables}}]}, name)

    def write_json(self, value: Any, name: str = "blog.json") -> Path:
        path = self.folder / name
        path.write_text(json.dumps(value))
        return path

    def zip(self, name: str, **files: bytes | str) -> Path:
        """`__` in a name stands for a slash."""
        path = self.folder / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for inner, content in files.items():
                archive.writestr(inner.replace("__", "/"), content)
        return path

    def read(self, *paths: Path, **options: Any) -> list[Item]:
        return list(open_reader(list(paths), Options(**options)).items())

    def read_tables(self, *, site_url: str | None = None, **tables: Any) -> list[Item]:
        return self.read(self.write(**tables), site_url=site_url)

    def entry(self, *, tables: dict[str, Any] | None = None, site_url: str | None = None, **values: Any) -> Entry:
        items = self.read_tables(posts=[post(**values)], site_url=site_url, **(tables or {}))
        return next(item for item in items if isinstance(item, Entry))

    def warnings(self, **values: Any) -> list[str]:
        items = self.read_tables(posts=[post(**values)])
        return [item.message for item in items if isinstance(item, Warned)]


@pytest.fixture
def ghost(tmp_path: Path) -> Ghost:
    return Ghost(tmp_path)


@pytest.fixture
def corpora() -> Path:
    if not CORPORA.is_dir():
        pytest.skip(f"LOUDLY: the corpora are not beside the checkout ({CORPORA}); nothing was compared")
    return CORPORA


@pytest.fixture
def make() -> Any:
    """The builders above, for tests that make rows and documents."""

    class Make:
        post = staticmethod(post)
        lexical = staticmethod(lexical)
        words = staticmethod(words)
        paragraph = staticmethod(paragraph)

    return Make
