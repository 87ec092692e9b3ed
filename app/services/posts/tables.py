"""The tables of Posts.db. `post_words`, the full-text index, is a virtual table that its migration writes by hand."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, MetaData, Table, Text, column, table

metadata = MetaData()

posts = Table(
    "posts",
    metadata,
    Column("number", Integer, primary_key=True),  # the row of the full-text index
    Column("id", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("path", Text, nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("excerpt", Text, nullable=False),
    Column("published_at", Text, nullable=False),
    Column("local_date", Text, nullable=False),
    Column("updated_at", Text, nullable=False),
    Column("reading_minutes", Integer, nullable=False),
    Column("language", Text),
    Column("image_url", Text),
    Column("image_alt", Text, nullable=False),
    Column("image_caption", Text, nullable=False),
    Column("pinned", Boolean, nullable=False),
    Column("comments_open", Boolean, nullable=False),
    Column("slug", Text, nullable=False),
    Column("version", Integer, nullable=False),
)
Index("posts_by_rank", posts.c.kind, posts.c.pinned, posts.c.published_at, posts.c.id)
Index("posts_by_time", posts.c.kind, posts.c.published_at, posts.c.id)
Index("posts_by_date", posts.c.kind, posts.c.local_date, posts.c.published_at, posts.c.id)

# Apart, so that lists don't read bodies.
bodies = Table(
    "bodies",
    metadata,
    Column("post_id", Text, ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True),
    Column("description", Text, nullable=False),
    Column("canonical_url", Text),
    Column("metadata", Text, nullable=False),
    Column("html", Text, nullable=False),
)

tags = Table(
    "tags",
    metadata,
    Column("id", Text, primary_key=True),
    Column("slug", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("internal", Boolean, nullable=False),
)

bylines = Table(
    "bylines",
    metadata,
    Column("id", Text, primary_key=True),
    Column("slug", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("bio", Text, nullable=False),
    Column("url", Text),
    Column("image", Text),
)

# `listed_at` is the `published_at` of a post and null for a page, which no list shows: lists need no sorting.
post_tags = Table(
    "post_tags",
    metadata,
    Column("post_id", Text, ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True),
    Column("tag_id", Text, ForeignKey("tags.id"), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("listed_at", Text),
    sqlite_with_rowid=False,
)
Index("post_tags_by_time", post_tags.c.tag_id, post_tags.c.listed_at, post_tags.c.post_id)

post_bylines = Table(
    "post_bylines",
    metadata,
    Column("post_id", Text, ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True),
    Column("byline_id", Text, ForeignKey("bylines.id"), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("listed_at", Text),
    sqlite_with_rowid=False,
)
Index("post_bylines_by_time", post_bylines.c.byline_id, post_bylines.c.listed_at, post_bylines.c.post_id)

# Two posts may have had the same address; the newer one answers for it.
old_paths = Table(
    "old_paths",
    metadata,
    Column("path", Text, primary_key=True),
    Column("post_id", Text, ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True),
    sqlite_with_rowid=False,
)
Index("old_paths_by_post", old_paths.c.post_id)

# Where items lie that ask for a password; nothing else of them is in this file. A public one comes first at an address.
protected = Table(
    "protected",
    metadata,
    Column("mark", Text, primary_key=True),  # a hash of the path
    Column("draft_id", Text, nullable=False),
    sqlite_with_rowid=False,
)
Index("protected_by_draft", protected.c.draft_id)

# Not among `metadata`: no Core construct makes a virtual table.
post_words = table("post_words", column("rowid"), column("title"), column("body"), column("rank"))
