"""The rules about people: unique names, roles, credentials."""

import re
import secrets
from collections.abc import Collection
from datetime import UTC, datetime

from app.content import slugify
from app.db import Connection, Database
from app.errors import Conflict, Invalid, NotFound
from app.services.users import queries
from app.services.users.models import AuthorOutcome, ImportedAuthor, Role, User
from app.services.users.passwords import Passwords

_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,255}")


class UserService:
    def __init__(self, db: Database, passwords: Passwords | None = None) -> None:
        self._db = db
        self._passwords = passwords or Passwords()

    def create(self, *, name: str, email: str, role: Role, password: str) -> User:
        """Add somebody who may sign in; an imported author with that e-mail becomes that person.

        Raises: Invalid: an empty name, not an e-mail address, a bad password. Conflict: the e-mail is taken.
        """
        name, email = " ".join(name.split()), email.strip()
        if not name:
            raise Invalid("the name is empty; give the name readers see")
        if not _EMAIL.fullmatch(email):
            raise Invalid(f"{email!r} is not an e-mail address; it needs an @")
        hashed = self._passwords.hash(password)
        return self._db.write(lambda conn: _create(conn, name, email, role, hashed))

    def import_author(self, author: ImportedAuthor) -> AuthorOutcome:
        """Know an author of an old blog by name; somebody with the same e-mail or slug is taken to be the same."""
        known = self._known(author)
        if known:
            return AuthorOutcome(known, changed=False)
        return self._db.write(lambda conn: _import(conn, author))

    def _known(self, author: ImportedAuthor) -> User | None:
        with self._db.read() as conn:
            return _find_author(conn, author)

    def find_by_id(self, user_id: str) -> User | None:
        with self._db.read() as conn:
            return queries.select_user(conn, user_id)

    def find_by_slug(self, slug: str) -> User | None:
        with self._db.read() as conn:
            return queries.select_by_slug(conn, slug)

    def find_by_email(self, email: str) -> User | None:
        with self._db.read() as conn:
            return queries.select_by_email(conn, email.strip())

    def get_by_email(self, email: str) -> User:
        """Raises: NotFound."""
        user = self.find_by_email(email)
        if user is None:
            raise NotFound(f"nobody has the e-mail address {email}; see `waypost user list`")
        return user

    def users_by_id(self, ids: Collection[str]) -> dict[str, User]:
        with self._db.read() as conn:
            return queries.select_users(conn, ids)

    def list_users(self) -> list[User]:
        with self._db.read() as conn:
            return queries.select_all(conn)

    def count_owners(self) -> int:
        """The owners who can sign in."""
        with self._db.read() as conn:
            return queries.count_owners(conn)

    def verify(self, email: str, password: str) -> User | None:
        """Return whose e-mail and password these are; takes as long for an unknown e-mail."""
        with self._db.read() as conn:
            kept = queries.select_password_hash(conn, email.strip())
            user = queries.select_by_email(conn, email.strip())
        return user if self._passwords.verify(kept, password) else None

    def set_password(self, user_id: str, password: str) -> User:
        """Raises: Invalid: a bad password. NotFound."""
        hashed = self._passwords.hash(password)
        user = self._db.write(lambda conn: queries.update_password(conn, user_id, hashed))
        if user is None:
            raise NotFound(f"there is no user {user_id}")
        return user


def _create(conn: Connection, name: str, email: str, role: Role, hashed: str) -> User:
    known = queries.select_by_email(conn, email)
    if known:
        granted = queries.grant(conn, known.id, name, role, hashed)
        if granted is None:
            raise Conflict(f"{email} is taken; `waypost user password {email}` sets a new password")
        return granted
    user_id, now = secrets.token_hex(12), datetime.now(UTC)
    stem = slugify(name) or "user"
    for number in range(1, 1000):
        slug = stem if number == 1 else f"{stem}-{number}"
        user = queries.insert_user(conn, user_id, slug, name, email, role, hashed, now)
        if user:
            return user
    raise Conflict(f"a thousand people are called {name}; choose another name")


def _import(conn: Connection, author: ImportedAuthor) -> AuthorOutcome:
    user = queries.insert_author(conn, author, datetime.now(UTC))
    if user:
        return AuthorOutcome(user, changed=True)
    known = _find_author(conn, author)
    assert known is not None  # the insert met one of the three
    return AuthorOutcome(known, changed=False)


def _find_author(conn: Connection, author: ImportedAuthor) -> User | None:
    return (
        queries.select_user(conn, author.id)
        or (queries.select_by_email(conn, author.email) if author.email else None)
        or queries.select_by_slug(conn, author.slug)
    )
