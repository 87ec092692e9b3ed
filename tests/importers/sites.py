"""A whole site in a folder: every file migrated, every service open."""

from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copyfile

from app.importers.items import Item, Reader
from app.importers.report import Report
from app.importers.run import Importer
from app.main import SERVICES, Parts, import_services, open_parts
from app.settings import from_env


def make_site(folder: Path, migrated: Callable[[str], Path]) -> Parts:
    """Open a fresh site; its store lies beside its data."""
    data = folder / "data"
    data.mkdir(mode=0o700, parents=True)
    for service in SERVICES:
        copyfile(migrated(service), data / f"{service.capitalize()}.db").chmod(0o600)
    return open_parts(from_env({"WAYPOST_DATA": str(data)}), writable=True)


class ListReader(Reader):
    """A reader of items that are there already."""

    format = "list"

    def __init__(self, items: list[Item]) -> None:
        self._items = items

    def total(self) -> int | None:
        return len(self._items)

    def items(self) -> Iterator[Item]:
        return iter(self._items)


def bring_in(parts: Parts, reader: Reader, name: str = "old") -> Report:
    return Importer(import_services(parts), reader, name).run()
