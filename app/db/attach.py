"""The only ATTACH: reading several files at once, through the `public_*` views their owners publish."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pysqlite3 import dbapi2 as sqlite

from app.db.connect import Connection, Kind, dress, require_library
from app.db.errors import DatabaseMissing
from app.db.guard import DENY, OK, Guard, pragma_allowed

LIMIT = 10  # SQLITE_LIMIT_ATTACHED of the library
PREFIX = "public_"
CROSS_READER = Kind("cross reader", writable=False, busy_timeout_ms=5000, cache_kib=512)

_HARMLESS = frozenset(
    (sqlite.SQLITE_SELECT, sqlite.SQLITE_RECURSIVE, sqlite.SQLITE_TRANSACTION, sqlite.SQLITE_FUNCTION)
)
_FALSE_VIEW = re.compile(rf"\b{PREFIX}\w*\W{{0,2}}\s*(\([^()]*\)\s*)?AS\s*((NOT\s+)?MATERIALIZED\s*)?\(", re.IGNORECASE)


@contextmanager
def cross_read(files: Mapping[str, Path]) -> Iterator[Connection]:
    """A read-only connection with each file under its schema name; each is read at a moment of its own.

    Only views named `public_*` can be read, and what those read. Not for permissions: files may be of unequal age.
    Raises: ValueError: more files than SQLite attaches. DatabaseMissing: one of them isn't there.
    """
    if len(files) > LIMIT:
        raise ValueError(f"SQLite attaches at most {LIMIT} files, asked for {len(files)}")
    require_library()
    raw: Any = sqlite.connect(
        "file::memory:", uri=True, isolation_level=None, check_same_thread=False, factory=_Watched
    )
    try:
        for pragma in ("trusted_schema=0", "query_only=1", f"busy_timeout={CROSS_READER.busy_timeout_ms}"):
            raw.execute("PRAGMA " + pragma)
        for schema, path in files.items():
            _attach(raw, schema, path)
        conn = dress(raw, CROSS_READER, _ViewGuard(_public_views(raw, files)))
    except BaseException:
        raw.close()
        raise
    try:
        yield conn
    finally:
        conn.close()


class _ViewGuard(Guard):
    """Lets a statement read public views, and those read what they are made of; nothing else at all."""

    def __init__(self, views: frozenset[tuple[str, str]]) -> None:
        super().__init__()
        self._views = views

    def __call__(
        self, action: int, first: str | None, second: str | None, schema: str | None, source: str | None
    ) -> int:
        if action == sqlite.SQLITE_READ:
            return OK if (schema, first) in self._views or (schema, source) in self._views else DENY
        if action == sqlite.SQLITE_PRAGMA:
            return OK if pragma_allowed(first, second) else DENY
        return OK if action in _HARMLESS else DENY


class _Cursor(sqlite.Cursor):  # type: ignore[misc]
    """SQLite names a common table expression to the authorizer as it would name a view: none may pass for one."""

    def execute(self, sql: str, *parameters: Any) -> Any:
        if _FALSE_VIEW.search(sql):
            raise sqlite.ProgrammingError(f"a common table expression may not be named {PREFIX}…")
        return super().execute(sql, *parameters)

    def executemany(self, *_arguments: Any) -> Any:
        raise sqlite.ProgrammingError("nothing can be written here")


class _Watched(sqlite.Connection):  # type: ignore[misc]
    def cursor(self) -> _Cursor:
        cursor: _Cursor = super().cursor(_Cursor)
        return cursor


def _attach(raw: Any, schema: str, path: Path) -> None:
    try:
        raw.execute("ATTACH ? AS ?", (f"file:{quote(str(path))}?mode=ro", schema))
        raw.execute(f'PRAGMA "{schema}".cache_size=-{CROSS_READER.cache_kib}')
    except sqlite.DatabaseError as error:
        raise DatabaseMissing(f"{path.name} can't be read: {error}") from error


def _public_views(raw: Any, schemas: Mapping[str, Path]) -> frozenset[tuple[str, str]]:
    return frozenset(
        (schema, name)
        for schema in schemas
        for (name,) in raw.execute("SELECT name FROM pragma_table_list WHERE schema = ? AND type = 'view'", (schema,))
        if name.startswith(PREFIX)
    )
