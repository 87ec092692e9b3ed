"""The tables of Sessions.db."""

from sqlalchemy import Column, Index, Integer, MetaData, String, Table

metadata = MetaData()

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String, primary_key=True),
    Column("user_id", String, nullable=False),
    Column("auth_epoch", Integer, nullable=False),
    Column("created_at", String, nullable=False),
    Column("seen_at", String, nullable=False),
    Column("verified_at", String),  # empty in sessions of the first version: when they began
    Column("user_agent", String),
)
Index("sessions_by_user", sessions.c.user_id)

failures = Table(
    "failures",
    metadata,
    Column("key", String, primary_key=True),  # "account …" or "address …"
    Column("count", Integer, nullable=False),
    Column("since", String, nullable=False),
)
