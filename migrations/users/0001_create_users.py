"""Create users."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
min_reader = 1

PUBLIC_VIEW = "CREATE VIEW public_users AS SELECT id, slug, name FROM users"


def upgrade() -> None:
    op.create_table(
        "users",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(collation="NOCASE"), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("bio", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("image", sa.Text(), nullable=True),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("auth_epoch", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("slug"),
        sa.UniqueConstraint("email"),
    )
    op.execute(PUBLIC_VIEW)
