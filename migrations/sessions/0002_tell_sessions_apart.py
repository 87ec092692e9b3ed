"""Tell sessions apart."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
min_reader = 1


def upgrade() -> None:
    op.add_column("sessions", sa.Column("verified_at", sa.String(), nullable=True))
    op.add_column("sessions", sa.Column("user_agent", sa.String(), nullable=True))
