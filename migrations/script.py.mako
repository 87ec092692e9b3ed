"""${message[:1].upper()}${message[1:]}."""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
min_reader = ${int(up_revision)}  # the oldest code that can read this; lower it where tables were only added to


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}
