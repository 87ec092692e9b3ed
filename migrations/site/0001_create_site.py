"""Create the site's own data and its redirects."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
min_reader = 1


def upgrade() -> None:
    op.create_table(
        "patterns",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("permanent", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("source"),
    )
    op.create_table(
        "redirects",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("permanent", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("source"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "site",
        sa.Column("only", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("tagline", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("navigation", sa.Text(), nullable=False),
        sa.Column("posts_per_page", sa.Integer(), nullable=False),
        sa.Column("imported_from", sa.Text(), nullable=True),
        sa.CheckConstraint("only = 1"),
        sa.PrimaryKeyConstraint("only"),
    )
