"""Bring one file's tables to where the code expects them. Alembic is loaded only when there is something to do."""

import importlib
import os
from pathlib import Path
from typing import Any

from app.db.connect import MIGRATOR, THREAD_READER, open_connection
from app.db.errors import DatabaseMissing
from app.db.revision import advance
from app.db.schema import create_house_tables
from app.db.turnstile import Turnstile
from app.errors import StartRefused
from app.settings import resources

VERSION_TABLE = "_schema_version"


def upgrade(path: Path, versions: Path | None = None) -> bool:
    """Create or migrate the file, in one transaction; True when there was something to do.

    `versions` is the folder of the file's history; unset, `Posts.db` has `migrations/posts`.
    Raises: StartRefused: the file is newer than this program. Whatever a migration raises: the file is as before.
    """
    versions = versions or folder_of(path)
    if not needs_upgrade(path, versions):
        return False
    is_new = _create(path)
    # The last read-write connection to close would checkpoint and delete the WAL the sidecar goes by.
    keeper = None if is_new else open_connection(path, THREAD_READER)
    stile = Turnstile(path)
    try:
        with stile.held():
            _upgrade_alone(path, versions)
    finally:
        stile.close()
        if keeper is not None:
            keeper.close()
    return True


def needs_upgrade(path: Path, versions: Path | None = None) -> bool:
    """True when the file is missing or behind the code.

    Raises: StartRefused: the file was written by a newer program, and this one can't read it.
    """
    versions = versions or folder_of(path)
    head = newest_version(versions)
    if not path.exists() or path.stat().st_size == 0:
        return True
    current, min_reader = _state(path)
    if current is not None and current > head and min_reader > head:
        raise StartRefused(
            f"{path.name} can't be read: it was written by a newer Waypost (schema {current}, "
            f"this program knows {head}); install the newer program, or restore a copy from before its migration"
        )
    return current is None or current < head


def newest_version(versions: Path) -> int:
    """The number in the newest file name of the folder: 0007_….py is 7; 0 for none."""
    return max((int(file.name[:4]) for file in versions.glob("[0-9][0-9][0-9][0-9]_*.py")), default=0)


def folder_of(path: Path) -> Path:
    return resources.MIGRATIONS / path.stem.lower()


def _state(path: Path) -> tuple[int | None, int]:
    """(schema version, oldest code that can read it); (None, 0) before the first migration."""
    try:
        conn = open_connection(path, THREAD_READER)
    except DatabaseMissing:
        return None, 0
    try:
        tables = {name for (name,) in conn.raw.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        if VERSION_TABLE not in tables or "_revision" not in tables:
            return None, 0
        row = conn.raw.execute("SELECT version_num FROM _schema_version").fetchone()
        (min_reader,) = conn.raw.execute("SELECT min_reader FROM _revision").fetchone()
        return (int(row[0]) if row else None), int(min_reader)
    finally:
        conn.close()


def _create(path: Path) -> bool:
    """Make folder and file with their modes before SQLite would make them with others; True when it is a new file."""
    if not path.parent.exists():
        path.parent.mkdir(mode=0o700, parents=True)
    is_new = not path.exists() or path.stat().st_size == 0
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    path.chmod(0o600)
    return is_new


def _upgrade_alone(path: Path, versions: Path) -> None:
    conn = open_connection(path, MIGRATOR)
    try:
        conn.raw.execute("BEGIN IMMEDIATE")
        create_house_tables(conn.raw)
        min_reader = _alembic().upgrade(conn, versions)
        conn.raw.execute("UPDATE _revision SET min_reader = max(min_reader, ?)", (min_reader,))
        _refuse_broken_references(path, conn.raw)
        advance(conn.raw)
        conn.raw.commit()
    except BaseException:
        conn.raw.rollback()
        raise
    finally:
        conn.close()


def _refuse_broken_references(path: Path, raw: Any) -> None:
    broken = raw.execute("PRAGMA foreign_key_check").fetchone()
    if broken is not None:
        raise StartRefused(f"{path.name} can't be migrated: a row of {broken[0]} would refer to none of {broken[2]}")


def _alembic() -> Any:
    """The one import by name: Alembic costs 0.2 s and 15 MB that a start without a migration need not pay."""
    return importlib.import_module("app.db.evolve")
