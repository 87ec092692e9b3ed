"""The tables of Site.db."""

from sqlalchemy import Boolean, CheckConstraint, Column, Integer, MetaData, Table, Text

metadata = MetaData()

site = Table(
    "site",
    metadata,
    Column("only", Integer, CheckConstraint("only = 1"), primary_key=True),
    Column("site_id", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("tagline", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("timezone", Text, nullable=False),
    Column("navigation", Text, nullable=False),  # JSON
    Column("posts_per_page", Integer, nullable=False),
    Column("imported_from", Text),
    Column("security_contact", Text, nullable=False, server_default=""),
    Column("websub_hub", Text, nullable=False, server_default=""),
    Column("comments", Boolean, nullable=False, server_default="1"),
    Column("comments_for_new", Boolean, nullable=False, server_default="1"),
    Column("comments_known", Boolean, nullable=False, server_default="1"),
    Column("comments_close_after_days", Integer),
    Column("comments_closed_before", Text),
)

# Read only, and of what is public: kept as they are, so that they can be shown again.
api_keys = Table(
    "api_keys",
    metadata,
    Column("id", Text, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("created_at", Text, nullable=False),
)

# `source` in the spelling of `addresses.normalise`.
redirects = Table(
    "redirects",
    metadata,
    Column("source", Text, primary_key=True),
    Column("target", Text, nullable=False),
    Column("permanent", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

# Tried one after the other, in the order they came.
patterns = Table(
    "patterns",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("source", Text, nullable=False, unique=True),
    Column("target", Text, nullable=False),
    Column("permanent", Boolean, nullable=False),
)
