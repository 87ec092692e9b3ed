"""Let lists pass over what is deleted without looking at it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
min_reader = 1


def upgrade() -> None:
    op.drop_index("media_by_time", "media")
    op.create_index("media_listed", "media", ["created_at", "id"], sqlite_where=sa.text("deleted_at IS NULL"))
