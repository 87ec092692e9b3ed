"""Add the keys with which programs read the site."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
min_reader = 1


def upgrade() -> None:
    op.create_table(
        "api_keys",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("key", sa.Text(), nullable=False, unique=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
    )
