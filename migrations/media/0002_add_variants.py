"""Add what is made of pictures, what a library needs to know, and objects nothing names."""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
min_reader = 1

MADE = ("image/jpeg", "image/png", "image/gif", "image/webp", "image/avif", "image/tiff", "image/bmp", "image/x-icon")


def upgrade() -> None:
    op.add_column("media", sa.Column("object_id", sa.String(), nullable=False, server_default=""))
    op.add_column("media", sa.Column("state", sa.String(), nullable=False, server_default="kept"))
    op.add_column("media", sa.Column("note", sa.Text(), nullable=False, server_default=""))
    op.add_column("media", sa.Column("decorative", sa.Boolean(), nullable=False, server_default="0"))
    op.add_column("media", sa.Column("focal_x", sa.Integer(), nullable=False, server_default="50"))
    op.add_column("media", sa.Column("focal_y", sa.Integer(), nullable=False, server_default="50"))
    op.add_column("media", sa.Column("uploaded_by", sa.String(), nullable=True))
    op.add_column("media", sa.Column("deleted_at", sa.String(), nullable=True))
    op.add_column("media", sa.Column("searched", sa.Text(), nullable=False, server_default=""))
    op.create_index("media_by_time", "media", ["created_at", "id"])
    op.create_index("media_waiting", "media", ["id"], sqlite_where=sa.text("state = 'waiting'"))
    op.create_index("media_deleted", "media", ["deleted_at"], sqlite_where=sa.text("deleted_at IS NOT NULL"))
    op.create_table(
        "variants",
        sa.Column("media_id", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("object_id", sa.String(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["media_id"], ["media.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("media_id", "purpose", "type", "width"),
    )
    op.create_index("variants_by_object", "variants", ["object_id"], unique=False)
    op.create_table(
        "orphans",
        sa.Column("object_id", sa.String(), nullable=False),
        sa.Column("seen_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("object_id"),
    )
    _fill()


def _fill() -> None:
    """What is there was brought by an import: pictures wait until sizes are made of them."""
    names = ("id", "name", "alt", "type", "object_id", "state", "searched")
    media = sa.table("media", *(sa.column(name) for name in names))
    op.execute(sa.update(media).values(object_id=media.c.id))
    op.execute(sa.update(media).where(media.c.type.in_(MADE)).values(state="waiting"))
    conn = op.get_bind()
    for media_id, name, alt in conn.execute(sa.select(media.c.id, media.c.name, media.c.alt)).all():
        searched = unicodedata.normalize("NFKC", f"{name} {alt}").casefold()
        conn.execute(sa.update(media).where(media.c.id == media_id).values(searched=searched))
