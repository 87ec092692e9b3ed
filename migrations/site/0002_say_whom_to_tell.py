"""Add who hears of security problems, and the hub that is told of new posts."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
min_reader = 1


def upgrade() -> None:
    op.add_column("site", sa.Column("security_contact", sa.Text(), nullable=False, server_default=""))
    op.add_column("site", sa.Column("websub_hub", sa.Text(), nullable=False, server_default=""))
