"""Add what the site says of comments."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
min_reader = 1


def upgrade() -> None:
    for name in ("comments", "comments_for_new", "comments_known"):
        op.add_column("site", sa.Column(name, sa.Boolean(), nullable=False, server_default="1"))
    op.add_column("site", sa.Column("comments_close_after_days", sa.Integer(), nullable=True))
    op.add_column("site", sa.Column("comments_closed_before", sa.Text(), nullable=True))
