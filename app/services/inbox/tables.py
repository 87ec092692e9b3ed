"""The tables of Inbox.db."""

from sqlalchemy import Boolean, Column, Index, Integer, MetaData, String, Table, Text

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
    Column("is_typed", Boolean, nullable=False, server_default="0"),
    Column("browser", String),
    Column("network", String),
    Column("fingerprint", String),
    Column("reasons", String, nullable=False, server_default=""),
    Column("decided_at", String),
)
Index("submissions_by_decision", submissions.c.decision, submissions.c.created_at)
Index("submissions_by_time", submissions.c.created_at)
Index("submissions_by_post", submissions.c.post_id, submissions.c.created_at)
Index("submissions_by_network", submissions.c.network, submissions.c.created_at)
Index("submissions_by_fingerprint", submissions.c.fingerprint, submissions.c.created_at)
Index("submissions_by_browser", submissions.c.browser)

# Whose comments appear at once whatever they hold: somebody at the desk has said so.
trusted = Table(
    "trusted",
    metadata,
    Column("browser", String, primary_key=True),
    Column("email", String, primary_key=True),
    Column("created_at", String, nullable=False),
    sqlite_with_rowid=False,
)

# What makes a comment spam: words, e-mail addresses, domains, networks; in lower case.
blocked = Table(
    "blocked",
    metadata,
    Column("line", String, primary_key=True),
    sqlite_with_rowid=False,
)
