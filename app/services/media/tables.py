"""The tables of Media.db."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, MetaData, String, Table, Text

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
    Column("object_id", String, nullable=False, server_default=""),
    Column("state", String, nullable=False, server_default="kept"),
    Column("note", Text, nullable=False, server_default=""),
    Column("decorative", Boolean, nullable=False, server_default="0"),
    Column("focal_x", Integer, nullable=False, server_default="50"),
    Column("focal_y", Integer, nullable=False, server_default="50"),
    Column("uploaded_by", String),
    Column("deleted_at", String),
    Column("searched", Text, nullable=False, server_default=""),  # name and alt text, folded
)
Index("media_listed", media.c.created_at, media.c.id, sqlite_where=media.c.deleted_at.is_(None))
Index("media_waiting", media.c.id, sqlite_where=media.c.state == "waiting")
Index("media_deleted", media.c.deleted_at, sqlite_where=media.c.deleted_at.is_not(None))
variants = Table(
    "variants",
    metadata,
    Column("media_id", String, ForeignKey("media.id", ondelete="CASCADE"), primary_key=True),
    Column("purpose", String, primary_key=True),
    Column("type", String, primary_key=True),
    Column("width", Integer, primary_key=True),
    Column("height", Integer, nullable=False),
    Column("object_id", String, nullable=False),
    Column("size_bytes", Integer, nullable=False),
)
Index("variants_by_object", variants.c.object_id)
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
# Objects of the store that nothing here names, and since when that is known.
orphans = Table(
    "orphans",
    metadata,
    Column("object_id", String, primary_key=True),
    Column("seen_at", String, nullable=False),
)
