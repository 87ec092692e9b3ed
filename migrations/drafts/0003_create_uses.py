"""Create uses: which of the site's files each draft names."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
min_reader = 1

MARKS = re.compile(r"/media/([0-9a-f]{20})[0-9a-f]{0,44}/")


def upgrade() -> None:
    op.create_table(
        "uses",
        sa.Column("draft_id", sa.Text(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("draft_id", "mark"),
    )
    op.create_index("uses_by_mark", "uses", ["mark"], unique=False)
    names = ("id", "html", "source", "image", "metadata")
    drafts = sa.table("drafts", *(sa.column(name) for name in names))
    uses = sa.table("uses", sa.column("draft_id"), sa.column("mark"))
    conn = op.get_bind()
    rows = conn.execution_options(yield_per=100).execute(sa.select(*(drafts.c[name] for name in names)))
    for draft_id, *texts in rows.all():
        marks = {mark for text in texts if text for mark in MARKS.findall(text)}
        if marks:
            conn.execute(sa.insert(uses), [{"draft_id": draft_id, "mark": mark} for mark in marks])
