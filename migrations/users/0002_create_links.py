"""Create links."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
min_reader = 1


def upgrade() -> None:
    op.create_table(
        "links",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("email", sa.String(collation="NOCASE"), nullable=True),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("made_by", sa.String(), nullable=True),
        sa.Column("expires_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash"),
    )
