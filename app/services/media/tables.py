"""The tables of Media.db."""

from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, String, Table, Text

metadata = MetaData()

media = Table(
    "media",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", Text, nullable=False),
    Column("type", String, nullable=False),
    Column("size_bytes", Integer, nullable=False),
    Column("width", Integer),
    Column("height", Integer),
    Column("alt", Text, nullable=False),
    Column("created_at", String, nullable=False),
)
addresses = Table(
    "addresses",
    metadata,
    Column("address", Text, primary_key=True),  # an old path, or "//host/path" for another host
    Column("media_id", String, ForeignKey("media.id", ondelete="CASCADE"), nullable=False),
)
Index("addresses_by_media", addresses.c.media_id)
missing = Table(
    "missing",
    metadata,
    Column("url", Text, primary_key=True),
    Column("error", Text, nullable=False),
)
