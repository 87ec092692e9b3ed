"""The tables of Inbox.db."""

from sqlalchemy import Column, Index, Integer, MetaData, String, Table, Text

metadata = MetaData()

submissions = Table(
    "submissions",
    metadata,
    Column("id", String, primary_key=True),
    Column("post_id", String, nullable=False),
    Column("parent_id", String),
    Column("kind", String, nullable=False),
    Column("author_name", String, nullable=False),
    Column("email", String),
    Column("url", Text),
    Column("address", String),
    Column("body", Text, nullable=False),
    Column("html", Text, nullable=False),
    Column("decision", String, nullable=False),
    Column("created_at", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("author_id", String),
    Column("imported_hash", String),  # of what was read from the old blog; null: sent to this one
    Column("imported_version", Integer),  # the version the import wrote; a higher one was decided here
)
Index("submissions_by_decision", submissions.c.decision, submissions.c.created_at)
