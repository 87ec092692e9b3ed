"""Remember what an item was before it was put into the trash."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
min_reader = 1


def upgrade() -> None:
    op.add_column("drafts", sa.Column("status_before", sa.Text(), nullable=True))
