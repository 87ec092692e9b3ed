"""Create tag_changes: what is to become of a tag in every item that has it, until it has."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
min_reader = 1


def upgrade() -> None:
    op.create_table(
        "tag_changes",
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("slug"),
    )
