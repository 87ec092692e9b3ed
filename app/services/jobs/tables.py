"""The tables of Jobs.db."""

from sqlalchemy import Column, Index, Integer, MetaData, String, Table, Text, UniqueConstraint

metadata = MetaData()

jobs = Table(
    "jobs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("key", String, nullable=False),
    Column("payload", Text, nullable=False),
    Column("run_at", String, nullable=False),
    Column("claimed_until", String),
    Column("attempts", Integer, nullable=False),
    Column("generation", Integer, nullable=False, server_default="1"),  # one more each time it is put
    Column("last_error", Text, nullable=False, server_default=""),
    Column("given_up_at", String),
    UniqueConstraint("kind", "key"),
)
Index("jobs_by_time", jobs.c.run_at)
