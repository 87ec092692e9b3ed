"""Every SQL statement of Users.db."""

import json
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from app.db import Connection, Query
from app.db.times import datetime_of, text_of
from app.services.users.models import ImportedAuthor, Link, LinkKind, Passkey, Role, User
from app.services.users.tables import factors, links, passkeys, recovery_codes, users

_COLUMNS = (
    users.c.id,
    users.c.slug,
    users.c.name,
    users.c.email,
    users.c.role,
    users.c.bio,
    users.c.url,
    users.c.image,
    users.c.password_hash.is_not(None),
    users.c.auth_epoch,
    users.c.created_at,
    users.c.comment_mail,
)
_BY_ID = Query(select(*_COLUMNS).where(users.c.id == bindparam("id")))
_BY_IDS = Query(
    select(*_COLUMNS).where(users.c.id.in_(select(func.json_each(bindparam("ids")).table_valued("value").c.value)))
)
_BY_SLUG = Query(select(*_COLUMNS).where(users.c.slug == bindparam("slug")))
_BY_EMAIL = Query(select(*_COLUMNS).where(users.c.email == bindparam("email")))
_ALL = Query(select(*_COLUMNS).order_by(users.c.slug))
_HASH = Query(select(users.c.password_hash).where(users.c.email == bindparam("email")))
_OWNERS = Query(
    select(func.count()).select_from(users).where(users.c.role == "owner", users.c.password_hash.is_not(None))
)
_LINK_COLUMNS = (links.c.kind, links.c.user_id, links.c.email, links.c.role, links.c.made_by, links.c.expires_at)
_LINK = Query(
    select(*_LINK_COLUMNS).where(links.c.token_hash == bindparam("token_hash"), links.c.kind == bindparam("kind"))
)
_FACTOR = Query(
    select(factors.c.sealed, factors.c.last_step, factors.c.confirmed_at.is_not(None)).where(
        factors.c.user_id == bindparam("user_id")
    )
)
_CODES_LEFT = Query(
    select(func.count()).select_from(recovery_codes).where(recovery_codes.c.user_id == bindparam("user_id"))
)
_PASSKEY_COLUMNS = (
    passkeys.c.id,
    passkeys.c.user_id,
    passkeys.c.public_key,
    passkeys.c.sign_count,
    passkeys.c.name,
    passkeys.c.created_at,
)
_PASSKEY = Query(select(*_PASSKEY_COLUMNS).where(passkeys.c.id == bindparam("id")))
_PASSKEYS = Query(
    select(*_PASSKEY_COLUMNS).where(passkeys.c.user_id == bindparam("user_id")).order_by(passkeys.c.created_at)
)


def select_user(conn: Connection, user_id: str) -> User | None:
    row = _BY_ID.first(conn, id=user_id)
    return _user(row) if row else None


def select_users(conn: Connection, ids: Collection[str]) -> dict[str, User]:
    return {row[0]: _user(row) for row in _BY_IDS.all(conn, ids=json.dumps(list(ids)))}


def select_by_slug(conn: Connection, slug: str) -> User | None:
    row = _BY_SLUG.first(conn, slug=slug)
    return _user(row) if row else None


def select_by_email(conn: Connection, email: str) -> User | None:
    row = _BY_EMAIL.first(conn, email=email)
    return _user(row) if row else None


def select_all(conn: Connection) -> list[User]:
    return [_user(row) for row in _ALL.all(conn)]


def select_password_hash(conn: Connection, email: str) -> str | None:
    row = _HASH.first(conn, email=email)
    return row[0] if row else None


def count_owners(conn: Connection) -> int:
    """Those who can sign in."""
    row = _OWNERS.first(conn)
    return row[0] if row else 0


def insert_user(
    conn: Connection,
    user_id: str,
    slug: str,
    name: str,
    email: str | None,
    role: Role,
    password_hash: str,
    at: datetime,
) -> User | None:
    """Return None where the e-mail or the slug is taken."""
    statement = insert(users).values(
        id=user_id,
        slug=slug,
        name=name,
        email=email,
        role=role,
        bio="",
        password_hash=password_hash,
        auth_epoch=1,
        created_at=text_of(at),
    )
    row = conn.execute(statement.on_conflict_do_nothing().returning(*_COLUMNS)).first()
    return _user(tuple(row)) if row else None


def insert_author(conn: Connection, author: ImportedAuthor, at: datetime) -> User | None:
    """Return None where the id, the e-mail or the slug is taken."""
    statement = insert(users).values(
        id=author.id,
        slug=author.slug,
        name=author.name,
        email=author.email,
        role="author",
        bio=author.bio,
        url=author.url,
        image=author.image,
        auth_epoch=1,
        created_at=text_of(at),
    )
    row = conn.execute(statement.on_conflict_do_nothing().returning(*_COLUMNS)).first()
    return _user(tuple(row)) if row else None


def update_comment_mail(conn: Connection, user_id: str, wanted: bool) -> None:
    conn.execute(update(users).where(users.c.id == user_id).values(comment_mail=wanted))


def update_password(conn: Connection, user_id: str, password_hash: str) -> User | None:
    """Set the password and end all sessions by raising `auth_epoch`."""
    statement = (
        update(users)
        .where(users.c.id == user_id)
        .values(password_hash=password_hash, auth_epoch=users.c.auth_epoch + 1)
        .returning(*_COLUMNS)
    )
    row = conn.execute(statement).first()
    return _user(tuple(row)) if row else None


def grant(conn: Connection, user_id: str, name: str, role: Role, password_hash: str) -> User | None:
    """Give somebody who was imported a role and a password."""
    statement = (
        update(users)
        .where(users.c.id == user_id, users.c.password_hash.is_(None))
        .values(name=name, role=role, password_hash=password_hash, auth_epoch=users.c.auth_epoch + 1)
        .returning(*_COLUMNS)
    )
    row = conn.execute(statement).first()
    return _user(tuple(row)) if row else None


def update_profile(conn: Connection, user_id: str, name: str, email: str) -> User | None:
    """Return None where somebody else has the e-mail."""
    statement = (
        update(users)
        .prefix_with("OR IGNORE")
        .where(users.c.id == user_id)
        .values(name=name, email=email)
        .returning(*_COLUMNS)
    )
    row = conn.execute(statement).first()
    return _user(tuple(row)) if row else None


def update_role(conn: Connection, user_id: str, role: Role) -> None:
    conn.execute(update(users).where(users.c.id == user_id).values(role=role))


def take_credentials(conn: Connection, user_id: str) -> None:
    """Make somebody who could sign in an author known by name only."""
    statement = update(users).where(users.c.id == user_id)
    conn.execute(statement.values(password_hash=None, role="author", auth_epoch=users.c.auth_epoch + 1))


def select_link(conn: Connection, kind: LinkKind, token_hash: str) -> Link | None:
    row = _LINK.first(conn, kind=kind, token_hash=token_hash)
    return _link(row) if row else None


def insert_link(conn: Connection, token_hash: str, link: Link) -> None:
    conn.execute(
        insert(links).values(
            token_hash=token_hash,
            kind=link.kind,
            user_id=link.user_id,
            email=link.email,
            role=link.role,
            made_by=link.made_by,
            expires_at=text_of(link.expires_at),
        )
    )


def delete_link(conn: Connection, kind: LinkKind, token_hash: str, now: datetime) -> Link | None:
    """Use a link up; None: there is no such, or it is too old."""
    statement = delete(links).where(
        links.c.token_hash == token_hash, links.c.kind == kind, links.c.expires_at > text_of(now)
    )
    row = conn.execute(statement.returning(*_LINK_COLUMNS)).first()
    return _link(tuple(row)) if row else None


def delete_links(conn: Connection, link: Link, now: datetime) -> None:
    """Delete those that `link` replaces, and all that are too old."""
    same = (
        (links.c.kind == link.kind) & links.c.user_id.is_not_distinct_from(link.user_id)
    ) & links.c.email.is_not_distinct_from(link.email)
    conn.execute(delete(links).where(same | (links.c.expires_at <= text_of(now))))


def delete_links_of(conn: Connection, user_id: str) -> None:
    """Delete those that lead to somebody, and those they made."""
    conn.execute(delete(links).where((links.c.user_id == user_id) | (links.c.made_by == user_id)))


def select_factor(conn: Connection, user_id: str) -> tuple[bytes, int, bool] | None:
    """Return the sealed seed, the last step used, and whether it is confirmed."""
    row = _FACTOR.first(conn, user_id=user_id)
    return (bytes(row[0]), row[1], bool(row[2])) if row else None


def insert_factor(conn: Connection, user_id: str, sealed: bytes) -> bool:
    """Begin one, in place of one that was never confirmed; tell if there was none that was."""
    statement = insert(factors).values(user_id=user_id, sealed=sealed, last_step=0)
    replaced = statement.on_conflict_do_update(
        index_elements=[factors.c.user_id], set_={"sealed": sealed}, where=factors.c.confirmed_at.is_(None)
    )
    return conn.execute(replaced.returning(factors.c.user_id)).first() is not None


def use_step(conn: Connection, user_id: str, step: int, at: datetime) -> bool:
    """Note that a code was seen; tell if it was the first time."""
    statement = update(factors).where(factors.c.user_id == user_id, factors.c.last_step < step)
    values = {"last_step": step, "confirmed_at": func.coalesce(factors.c.confirmed_at, text_of(at))}
    return conn.execute(statement.values(values).returning(factors.c.user_id)).first() is not None


def delete_factor(conn: Connection, user_id: str) -> None:
    conn.execute(delete(factors).where(factors.c.user_id == user_id))
    conn.execute(delete(recovery_codes).where(recovery_codes.c.user_id == user_id))


def replace_codes(conn: Connection, user_id: str, hashes: Iterable[str]) -> None:
    conn.execute(delete(recovery_codes).where(recovery_codes.c.user_id == user_id))
    conn.execute(insert(recovery_codes), [{"code_hash": known, "user_id": user_id} for known in hashes])


def delete_code(conn: Connection, user_id: str, code_hash: str) -> bool:
    """Use a recovery code up; tell if it was one."""
    statement = delete(recovery_codes).where(
        recovery_codes.c.code_hash == code_hash, recovery_codes.c.user_id == user_id
    )
    return conn.execute(statement.returning(recovery_codes.c.user_id)).first() is not None


def count_codes(conn: Connection, user_id: str) -> int:
    row = _CODES_LEFT.first(conn, user_id=user_id)
    return row[0] if row else 0


def select_passkey(conn: Connection, passkey_id: str) -> Passkey | None:
    row = _PASSKEY.first(conn, id=passkey_id)
    return _passkey(row) if row else None


def select_passkeys(conn: Connection, user_id: str) -> list[Passkey]:
    return [_passkey(row) for row in _PASSKEYS.all(conn, user_id=user_id)]


def insert_passkey(conn: Connection, passkey: Passkey) -> bool:
    """Tell if it was not known yet."""
    statement = insert(passkeys).values(
        id=passkey.id,
        user_id=passkey.user_id,
        public_key=passkey.public_key,
        sign_count=passkey.sign_count,
        name=passkey.name,
        created_at=text_of(passkey.created_at),
    )
    return conn.execute(statement.on_conflict_do_nothing().returning(passkeys.c.id)).first() is not None


def update_sign_count(conn: Connection, passkey_id: str, sign_count: int) -> None:
    conn.execute(update(passkeys).where(passkeys.c.id == passkey_id).values(sign_count=sign_count))


def delete_passkey(conn: Connection, user_id: str, passkey_id: str) -> bool:
    """Tell if there was one."""
    statement = delete(passkeys).where(passkeys.c.id == passkey_id, passkeys.c.user_id == user_id)
    return conn.execute(statement.returning(passkeys.c.id)).first() is not None


def delete_passkeys_of(conn: Connection, user_id: str) -> None:
    conn.execute(delete(passkeys).where(passkeys.c.user_id == user_id))


def _passkey(row: tuple[Any, ...]) -> Passkey:
    passkey_id, user_id, public_key, sign_count, name, created_at = row
    return Passkey(passkey_id, user_id, bytes(public_key), sign_count, name, datetime_of(created_at))


def _link(row: tuple[Any, ...]) -> Link:
    kind, user_id, email, role, made_by, expires_at = row
    return Link(kind, user_id, email, role, made_by, datetime_of(expires_at))


def _user(row: tuple[Any, ...]) -> User:
    user_id, slug, name, email, role, bio, url, image, has_password, auth_epoch, created_at, comment_mail = row
    at = datetime_of(created_at)
    can_sign_in, mail = bool(has_password), bool(comment_mail)
    return User(user_id, slug, name, email, role, bio, url, image, can_sign_in, auth_epoch, at, mail)
