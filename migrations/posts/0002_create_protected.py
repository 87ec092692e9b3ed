"""Create protected: where items lie that ask for a password. Nothing of them is in this file but a hash."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
min_reader = 1


def upgrade() -> None:
    op.create_table(
        "protected",
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("draft_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("mark"),
        sqlite_with_rowid=False,
    )
    op.create_index("protected_by_draft", "protected", ["draft_id"], unique=False)
