"""Alembic's environment, the same for every file; `app.db.evolve` hands it the connection and the service's name."""

import importlib
from typing import Any

from alembic import context

from app.db.evolve import house_filter
from app.db.migrate import VERSION_TABLE


def metadata() -> Any:
    """The service's tables, looked up by name: `app.db` may not import services, and only autogenerate asks."""
    return importlib.import_module(f"app.services.{context.config.attributes['service']}.tables").metadata


def run() -> None:
    comparing = getattr(context.config.cmd_opts, "autogenerate", False) or False
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=metadata() if comparing else None,
        version_table=VERSION_TABLE,
        include_name=house_filter(connection),
        render_as_batch=True,
        transactional_ddl=True,
        compare_type=True,
    )
    context.run_migrations()


run()
