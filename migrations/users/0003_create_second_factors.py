"""Create second factors."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
min_reader = 1


def upgrade() -> None:
    op.create_table(
        "factors",
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("user_id"),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("code_hash"),
    )
    op.create_index("recovery_codes_by_user", "recovery_codes", ["user_id"], unique=False)
