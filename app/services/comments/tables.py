"""The tables of Comments.db."""

from sqlalchemy import Column, Index, Integer, MetaData, String, Table, Text

metadata = MetaData()

comments = Table(
    "comments",
    metadata,
    Column("id", String, primary_key=True),
    Column("post_id", String, nullable=False),
    Column("parent_id", String),
    Column("kind", String, nullable=False),
    Column("author_name", String, nullable=False),
    Column("author_url", Text),
    Column("author_id", String),
    Column("html", Text, nullable=False),
    Column("created_at", String, nullable=False),
    Column("version", Integer, nullable=False),
)
Index("comments_by_post", comments.c.post_id, comments.c.created_at)
Index("comments_by_time", comments.c.created_at)
