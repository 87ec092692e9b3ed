"""Keep why a job failed, and that it was given up."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
min_reader = 1


def upgrade() -> None:
    op.add_column("jobs", sa.Column("generation", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("jobs", sa.Column("last_error", sa.Text(), nullable=False, server_default=""))
    op.add_column("jobs", sa.Column("given_up_at", sa.String(), nullable=True))
