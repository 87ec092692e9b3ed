"""Hash the passwords of items, which imports brought in clear text; and let Posts.db know where they lie."""

import sqlalchemy as sa
from alembic import op
from argon2 import PasswordHasher

revision = "0006"
down_revision = "0005"
min_reader = 1

ENQUEUE = """
INSERT INTO _outbox (kind, key, generation, attempts, due_at, enqueued_at, last_error)
SELECT 'posts.follow', id, 1, 0, now, now, ''
FROM drafts, (SELECT strftime('%Y-%m-%dT%H:%M:%f000Z', 'now') AS now) WHERE status = 'protected'
ON CONFLICT DO NOTHING
"""


def upgrade() -> None:
    hasher = PasswordHasher(time_cost=1, memory_cost=46 * 1024, parallelism=1)
    drafts = sa.table("drafts", sa.column("id"), sa.column("password"))
    conn = op.get_bind()
    clear = sa.select(drafts).where(drafts.c.password.is_not(None), ~drafts.c.password.startswith("$argon2id$"))
    for draft_id, password in conn.execute(clear).all():
        conn.execute(sa.update(drafts).where(drafts.c.id == draft_id).values(password=hasher.hash(password)))
    op.execute(ENQUEUE)
