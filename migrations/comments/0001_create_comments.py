"""Create comments."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
min_reader = 1

PUBLIC_VIEW = "CREATE VIEW public_comments AS SELECT id, post_id, author_id, created_at FROM comments"


def upgrade() -> None:
    op.create_table(
        "comments",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("post_id", sa.String(), nullable=False),
        sa.Column("parent_id", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("author_name", sa.String(), nullable=False),
        sa.Column("author_url", sa.Text(), nullable=True),
        sa.Column("author_id", sa.String(), nullable=True),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("comments_by_post", "comments", ["post_id", "created_at"], unique=False)
    op.create_index("comments_by_time", "comments", ["created_at"], unique=False)
    op.execute(PUBLIC_VIEW)
