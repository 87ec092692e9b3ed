"""The tables of Users.db."""

from sqlalchemy import Boolean, Column, Index, Integer, LargeBinary, MetaData, String, Table, Text

metadata = MetaData()

users = Table(
    "users",
    metadata,
    Column("id", String, primary_key=True),
    Column("slug", String, nullable=False, unique=True),
    Column("name", String, nullable=False),
    Column("email", String(collation="NOCASE"), unique=True),
    Column("role", String, nullable=False),
    Column("bio", Text, nullable=False),
    Column("url", Text),
    Column("image", Text),
    Column("password_hash", Text),
    Column("auth_epoch", Integer, nullable=False),
    Column("created_at", String, nullable=False),
    Column("comment_mail", Boolean, nullable=False, server_default="1"),
)

links = Table(
    "links",
    metadata,
    Column("token_hash", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("user_id", String),
    Column("email", String(collation="NOCASE")),
    Column("role", String),
    Column("made_by", String),
    Column("expires_at", String, nullable=False),
)

factors = Table(
    "factors",
    metadata,
    Column("user_id", String, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("last_step", Integer, nullable=False),
    Column("confirmed_at", String),  # empty: set up, but no code was seen yet
)

recovery_codes = Table(
    "recovery_codes",
    metadata,
    Column("code_hash", String, primary_key=True),
    Column("user_id", String, nullable=False),
)
Index("recovery_codes_by_user", recovery_codes.c.user_id)

passkeys = Table(
    "passkeys",
    metadata,
    Column("id", String, primary_key=True),
    Column("user_id", String, nullable=False),
    Column("public_key", LargeBinary, nullable=False),
    Column("sign_count", Integer, nullable=False),
    Column("name", String, nullable=False),
    Column("created_at", String, nullable=False),
)
Index("passkeys_by_user", passkeys.c.user_id)
