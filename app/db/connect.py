"""The only place where connections to SQLite files are made. It knows their pragmas, not what is in the files."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote
from weakref import WeakSet

import sqlalchemy
from pysqlite3 import dbapi2 as sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.pool import NullPool

from app.db.errors import DatabaseMissing
from app.db.guard import Guard
from app.errors import StartRefused

OLDEST_LIBRARY = (3, 51, 3)  # before it a checkpoint beside a commit in another process may corrupt the file


class Connection(sqlalchemy.Connection):
    """A SQLAlchemy connection that is kept open, with the DBAPI connection under it at hand.

    To SQLAlchemy it is in one endless transaction; the real ones are begun and ended on `raw`.
    """

    raw: Any
    guard: Guard
    kind: "Kind"
    path: Path | None  # None where several files are attached

    def commit(self) -> None:
        """Raises: RuntimeError: `Database.write` commits, when the job has returned."""
        raise RuntimeError("a transaction is ended by app.db alone: return to commit, raise to roll back")

    rollback = commit


@dataclass(frozen=True, slots=True)
class Kind:
    """One way of opening a file."""

    name: str
    writable: bool
    busy_timeout_ms: int
    cache_kib: int
    foreign_keys: bool = True  # off only where Alembic rebuilds tables; what it did is checked before COMMIT
    schema_changes: bool = False
    checkpoints: bool = False


LOOP_READER = Kind("loop reader", writable=False, busy_timeout_ms=20, cache_kib=1024)
THREAD_READER = Kind("thread reader", writable=False, busy_timeout_ms=5000, cache_kib=256)
PROBE = Kind("probe", writable=False, busy_timeout_ms=20, cache_kib=16)
WRITER = Kind("writer", writable=True, busy_timeout_ms=5000, cache_kib=1024)
MIGRATOR = Kind(
    "migrator", writable=True, busy_timeout_ms=30_000, cache_kib=4096, foreign_keys=False, schema_changes=True
)
CHECKPOINTER = Kind("checkpointer", writable=True, busy_timeout_ms=5000, cache_kib=64, checkpoints=True)

LIBRARY = str(sqlite.sqlite_version)
ENGINE = sqlalchemy.create_engine(  # dialect and cache of compiled SQL
    "sqlite://", module=sqlite, poolclass=NullPool, hide_parameters=True
)
DIALECT: Dialect = ENGINE.dialect
DIALECT.server_version_info = sqlite.sqlite_version_info  # nobody connects through the engine, which would ask
ENQUEUED = "waypost_enqueued"  # set in a connection's info by a job that wrote to the outbox
_OPEN: WeakSet[Connection] = WeakSet()


def require_library(version: Sequence[int] = sqlite.sqlite_version_info) -> None:
    """Raises: StartRefused: this SQLite can corrupt a database that Litestream copies."""
    if tuple(version) < OLDEST_LIBRARY:
        found, needed = (".".join(map(str, v)) for v in (version, OLDEST_LIBRARY))
        raise StartRefused(
            f"Waypost can't start: SQLite {found} may corrupt databases that are being replicated; "
            f"install pysqlite3 with SQLite {needed} or newer"
        )


def open_connection(path: Path, kind: Kind) -> Connection:
    """Raises: DatabaseMissing: there is no such file, or it isn't in WAL mode. StartRefused: the library is too old."""
    require_library()
    mode = "rw" if kind.writable else "ro"
    try:
        raw = sqlite.connect(
            f"file:{quote(str(path))}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False
        )
    except sqlite.OperationalError as error:
        raise DatabaseMissing(f"{path.name} can't be opened: {error}; `waypost serve` makes or restores it") from error
    try:
        _set_pragmas(raw, kind, path)
    except BaseException:
        raw.close()
        raise
    return dress(raw, kind, Guard(schema_changes=kind.schema_changes, checkpoints=kind.checkpoints), path)


def dress(raw: Any, kind: Kind, guard: Guard, path: Path | None = None) -> Connection:
    """Put the guard and SQLAlchemy's connection around a DBAPI connection."""
    raw.set_authorizer(guard)
    pool = NullPool(lambda: raw, dialect=DIALECT, reset_on_return=None)
    connection = Connection(ENGINE, connection=pool.connect())
    connection.raw, connection.guard, connection.kind, connection.path = raw, guard, kind, path
    connection.begin()
    _OPEN.add(connection)
    return connection


def open_connections() -> list[Connection]:
    """All connections of this process that are open now."""
    return [connection for connection in list(_OPEN) if not connection.closed]


def _set_pragmas(raw: Any, kind: Kind, path: Path) -> None:
    try:
        for pragma in (
            f"busy_timeout={kind.busy_timeout_ms}",
            "wal_autocheckpoint=0",  # nobody but the sidecar checkpoints
            "synchronous=FULL",
            f"foreign_keys={int(kind.foreign_keys)}",
            "trusted_schema=0",
            f"cache_size=-{kind.cache_kib}",
            f"query_only={int(not kind.writable)}",
        ):
            raw.execute("PRAGMA " + pragma)
        (mode,) = raw.execute("PRAGMA journal_mode=WAL" if kind.writable else "PRAGMA journal_mode").fetchone()
        raw.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # from now on this connection keeps the WAL alive
    except sqlite.DatabaseError as error:
        raise DatabaseMissing(f"{path.name} can't be read: {error}") from error
    if mode != "wal":
        raise DatabaseMissing(f"{path.name} is not in WAL mode: it is no database of Waypost, or was never migrated")
