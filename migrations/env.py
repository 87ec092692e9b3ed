"""Alembic's environment, the same for every file; `app.db.evolve` hands it the connection, and tables to compare."""

from alembic import context

from app.db.evolve import house_filter
from app.db.migrate import VERSION_TABLE

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=context.config.attributes.get("metadata"),
    version_table=VERSION_TABLE,
    include_name=house_filter(connection),
    render_as_batch=True,
    transactional_ddl=True,
    compare_type=True,
)
context.run_migrations()  # inside the transaction that app.db.migrate has begun and will end
