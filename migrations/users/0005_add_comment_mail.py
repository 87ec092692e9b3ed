"""Add whether somebody wants letters about comments."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
min_reader = 1


def upgrade() -> None:
    op.add_column("users", sa.Column("comment_mail", sa.Boolean(), nullable=False, server_default="1"))
