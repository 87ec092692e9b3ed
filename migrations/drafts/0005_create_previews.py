"""Create previews: the links by which somebody outside may see what is not public."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
min_reader = 1


def upgrade() -> None:
    op.create_table(
        "previews",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("draft_id", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("previews_by_draft", "previews", ["draft_id"], unique=False)
