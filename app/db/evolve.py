"""Everything that needs Alembic; imported by `app.db.migrate` alone, and only when there is work for it."""

from pathlib import Path
from typing import Any

import sqlalchemy
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData

from app.db.connect import Connection
from app.db.migrate import newest_version
from app.settings import resources

FTS_SUFFIXES = ("_data", "_idx", "_content", "_docsize", "_config")


def upgrade(conn: Connection, versions: Path) -> int:
    """Run what is missing inside the transaction that is open; returns the oldest code that can read the result."""
    config = configure(versions, conn)
    command.upgrade(config, "head")
    head = ScriptDirectory.from_config(config).get_revision("head")
    return int(getattr(head.module, "min_reader", head.revision)) if head is not None else 0


def write_revision(conn: Connection, versions: Path, metadata: MetaData, message: str) -> None:
    """Write `<next number>_<message>.py`: what the tables in code have that the migrated file has not."""
    config = configure(versions, conn)
    config.attributes["metadata"] = metadata
    command.revision(config, message=message, autogenerate=True, rev_id=f"{newest_version(versions) + 1:04}")


def differences(conn: sqlalchemy.Connection, metadata: MetaData) -> list[Any]:
    """What the tables in code and the migrated file disagree about; empty when they don't."""
    context = MigrationContext.configure(
        conn, opts={"include_name": house_filter(conn), "compare_type": True, "compare_server_default": False}
    )
    return list(compare_metadata(context, metadata))


def configure(versions: Path, conn: Connection) -> Config:
    config = Config()
    for name, value in (
        ("script_location", resources.MIGRATIONS),
        ("version_locations", versions),
        ("path_separator", "newline"),
        ("file_template", "%(rev)s_%(slug)s"),
    ):
        config.set_main_option(name, str(value).replace("%", "%%"))
    config.attributes["connection"] = conn
    return config


def house_filter(conn: sqlalchemy.Connection) -> Any:
    """An `include_name` for Alembic that leaves out tables no service declares: `_*` and those of FTS5."""
    found = conn.exec_driver_sql("SELECT name FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL TABLE%'")
    virtual = {name for (name,) in found}
    hidden = virtual | {name + suffix for name in virtual for suffix in FTS_SUFFIXES}

    def include(name: str | None, kind: str, _parents: Any) -> bool:
        return kind != "table" or (name is not None and not name.startswith("_") and name not in hidden)

    return include
