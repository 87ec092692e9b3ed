"""Judge submissions: what is known of how something was sent, who is trusted, what is blocked."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
min_reader = 1


def added() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("is_typed", sa.Boolean(), nullable=False, server_default="0"),
        sa.Column("browser", sa.String(), nullable=True),
        sa.Column("network", sa.String(), nullable=True),
        sa.Column("fingerprint", sa.String(), nullable=True),
        sa.Column("reasons", sa.String(), nullable=False, server_default=""),
        sa.Column("decided_at", sa.String(), nullable=True),
    )


INDEXES = {
    "submissions_by_time": ["created_at"],
    "submissions_by_post": ["post_id", "created_at"],
    "submissions_by_network": ["network", "created_at"],
    "submissions_by_fingerprint": ["fingerprint", "created_at"],
    "submissions_by_browser": ["browser"],
}


def upgrade() -> None:
    for column in added():
        op.add_column("submissions", column)
    for name, columns in INDEXES.items():
        op.create_index(name, "submissions", columns, unique=False)
    op.create_table(
        "trusted",
        sa.Column("browser", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("browser", "email"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "blocked",
        sa.Column("line", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("line"),
        sqlite_with_rowid=False,
    )
