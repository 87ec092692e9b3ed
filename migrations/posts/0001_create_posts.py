"""Create posts, what belongs to them, and the full-text index."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
min_reader = 1

WORDS = """
CREATE VIRTUAL TABLE post_words USING fts5 (title, body, tokenize = "unicode61 remove_diacritics 2")
"""
PUBLIC_VIEWS = (
    "CREATE VIEW public_posts AS SELECT id, title, path, published_at FROM posts",
    "CREATE VIEW public_post_authors AS SELECT post_id, byline_id AS user_id FROM post_bylines",
)


def upgrade() -> None:
    op.create_table(
        "bylines",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("bio", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("image", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("slug"),
    )
    op.create_table(
        "posts",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("excerpt", sa.Text(), nullable=False),
        sa.Column("published_at", sa.Text(), nullable=False),
        sa.Column("local_date", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.Text(), nullable=False),
        sa.Column("reading_minutes", sa.Integer(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("image_url", sa.Text(), nullable=True),
        sa.Column("image_alt", sa.Text(), nullable=False),
        sa.Column("image_caption", sa.Text(), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("comments_open", sa.Boolean(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("id"),
        sa.UniqueConstraint("path"),
    )
    op.create_index("posts_by_date", "posts", ["kind", "local_date", "published_at", "id"], unique=False)
    op.create_index("posts_by_rank", "posts", ["kind", "pinned", "published_at", "id"], unique=False)
    op.create_index("posts_by_time", "posts", ["kind", "published_at", "id"], unique=False)
    op.create_table(
        "tags",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("internal", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("slug"),
    )
    op.create_table(
        "bodies",
        sa.Column("post_id", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("canonical_url", sa.Text(), nullable=True),
        sa.Column("metadata", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("post_id"),
    )
    op.create_table(
        "old_paths",
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("post_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("path", "post_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("old_paths_by_post", "old_paths", ["post_id"], unique=False)
    op.create_table(
        "post_bylines",
        sa.Column("post_id", sa.Text(), nullable=False),
        sa.Column("byline_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("listed_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["byline_id"], ["bylines.id"]),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("post_id", "byline_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("post_bylines_by_time", "post_bylines", ["byline_id", "listed_at", "post_id"], unique=False)
    op.create_table(
        "post_tags",
        sa.Column("post_id", sa.Text(), nullable=False),
        sa.Column("tag_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("listed_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["tag_id"], ["tags.id"]),
        sa.PrimaryKeyConstraint("post_id", "tag_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("post_tags_by_time", "post_tags", ["tag_id", "listed_at", "post_id"], unique=False)
    op.execute(WORDS)
    op.execute("INSERT INTO post_words (post_words, rank) VALUES ('rank', 'bm25(10.0, 1.0)')")
    for view in PUBLIC_VIEWS:
        op.execute(view)
