"""Create jobs."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
min_reader = 1


def upgrade() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("run_at", sa.String(), nullable=False),
        sa.Column("claimed_until", sa.String(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("kind", "key"),
    )
    op.create_index("jobs_by_time", "jobs", ["run_at"], unique=False)
