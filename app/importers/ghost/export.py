"""The tables of one export as rows, with Ghost's placeholder for the site's address filled in."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from app.importers.ghost.document import Document
from app.importers.ghost.values import Row, number, text

_PLACEHOLDER = "__GHOST_URL__"
_PLACEHOLDER_SLASH = re.compile(r"__GHOST_URL__(?:\\?/)?")


class Export:
    """`origin` is the old site's address without a slash at its end, "" for addresses from the root."""

    def __init__(self, document: Document, site_url: str | None) -> None:
        self.version = document.version
        self.repairs = document.repairs
        self.origin = (site_url or "").rstrip("/")
        self.prefix = urlsplit(self.origin).path.rstrip("/")  # "/blog" of a Ghost in a folder
        self._data = document.data

    def rows(self, table: str) -> Iterator[Row]:
        for row in self._list(table):
            if isinstance(row, dict):
                yield self._localised(row)

    def odd_rows(self, table: str) -> list[int]:
        """Return the positions, counted from 1, of what stands in a table and is no row."""
        return [at for at, row in enumerate(self._list(table), 1) if not isinstance(row, dict)]

    def count(self, table: str) -> int:
        return len(self._list(table))

    def tables(self) -> list[str]:
        return [name for name, rows in self._data.items() if isinstance(rows, list)]

    def joined(self, table: str, key: str, value: str) -> Mapping[str, list[str]]:
        """Return key -> values of a join table, in `sort_order`, each value once."""
        found: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for row in self.rows(table):
            found[text(row.get(key))].append((number(row.get("sort_order")), text(row.get(value))))
        return {
            owner: list(dict.fromkeys(ref for _, ref in sorted(refs, key=lambda pair: pair[0])))
            for owner, refs in found.items()
        }

    def _list(self, table: str) -> list[Any]:
        rows = self._data.get(table)
        return rows if isinstance(rows, list) else []

    def _localised(self, row: Row) -> Row:
        if not any(isinstance(value, str) and _PLACEHOLDER in value for value in row.values()):
            return row
        return {key: self._fill(value) if isinstance(value, str) else value for key, value in row.items()}

    def _fill(self, value: str) -> str:
        """Every address gets a slash behind the origin: a link to `__GHOST_URL__` alone means the front page."""
        return _PLACEHOLDER_SLASH.sub(lambda _: f"{self.origin}/", value)
