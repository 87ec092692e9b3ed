"""The rules about people: unique names, roles, credentials."""

import hashlib
import re
import secrets
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from app.content import slugify
from app.db import Connection, Database
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.services.users import factors, queries
from app.services.users.models import AuthorOutcome, ImportedAuthor, Link, LinkKind, Passkey, Role, User
from app.services.users.passwords import Passwords, refuse_weak
from app.settings.sealing import seal, unseal

_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,255}")
LASTS: dict[LinkKind, timedelta] = {
    "setup": timedelta(hours=24),
    "reset": timedelta(hours=1),
    "invitation": timedelta(days=7),
}
USED_UP = "This address has been used already, or is too old; ask for a new one"
LAST_OWNER = "This is the last owner; make somebody else an owner first"


class UserService:
    def __init__(self, db: Database, passwords: Passwords | None = None) -> None:
        self._db = db
        self._passwords = passwords or Passwords()

    def create(self, *, name: str, email: str, role: Role, password: str) -> User:
        """Add somebody who may sign in; an imported author with that e-mail becomes that person.

        Raises: Invalid: an empty name, not an e-mail address, a bad password. Conflict: the e-mail is taken.
        """
        name, email = _clean(name, email)
        hashed = self._hash(password, name, email)
        return self._db.write(lambda conn: _create(conn, name, email, role, hashed))

    def import_authors(self, authors: Sequence[ImportedAuthor]) -> list[AuthorOutcome]:
        """Know authors of an old blog by name; somebody with the same e-mail or slug is taken to be the same."""
        with self._db.read() as conn:
            known = [user for author in authors if (user := _find_author(conn, author))]
        if len(known) == len(authors):
            return [AuthorOutcome(user, changed=False) for user in known]
        return self._db.write(lambda conn: [_import(conn, author) for author in authors])

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
        """Set it, end all sessions by a new `auth_epoch`. Raises: Invalid: a bad password. NotFound."""
        known = self.find_by_id(user_id)
        hashed = self._hash(password, *([known.name, known.email or ""] if known else []))
        user = self._db.write(lambda conn: queries.update_password(conn, user_id, hashed))
        if user is None:
            raise NotFound(f"there is no user {user_id}")
        return user

    def _hash(self, password: str, *about: str) -> str:
        refuse_weak(password, about)
        return self._passwords.hash(password)

    def update_profile(self, user_id: str, name: str, email: str) -> User:
        """Raises: Invalid: an empty name, not an e-mail address. Conflict: somebody else has the e-mail."""
        name, email = _clean(name, email)
        user = self._db.write(lambda conn: queries.update_profile(conn, user_id, name, email))
        if user is None:
            raise Conflict(f"{email} is taken; choose another address")
        return user

    def set_comment_mail(self, user_id: str, *, wanted: bool) -> None:
        """Whether somebody gets letters about comments; of nobody it changes nothing."""
        self._db.write(lambda conn: queries.update_comment_mail(conn, user_id, wanted))

    # Links that let somebody in once

    def renew_setup(self) -> str | None:
        """Make the token of the setup address anew; None: an owner can sign in, and there is nothing to set up."""
        return self._new_link(_link("setup"), unless=lambda conn: queries.count_owners(conn) > 0)

    def new_reset(self, user_id: str, made_by: str | None = None) -> str:
        """Make a token that sets somebody's password once; an older one is of no use any more."""
        token = self._new_link(replace(_link("reset"), user_id=user_id, made_by=made_by))
        assert token is not None
        return token

    def invite(self, by: User, email: str, role: Role) -> str:
        """Raises: Invalid: not an e-mail address. Conflict: they can sign in already. Forbidden: `by` may not."""
        email = _clean("-", email)[1]
        _refuse_rank(by, role)
        link = replace(_link("invitation"), email=email, role=role, made_by=by.id)
        token = self._new_link(link, unless=lambda conn: _can_sign_in(queries.select_by_email(conn, email)))
        if token is None:
            raise Conflict(f"{email} can sign in already; change the role in the list")
        return token

    def _new_link(self, link: Link, unless: Callable[[Connection], bool] = lambda _conn: False) -> str | None:
        token = secrets.token_urlsafe(32)

        def job(conn: Connection) -> bool:
            if unless(conn):
                return False
            queries.delete_links(conn, link, datetime.now(UTC))
            queries.insert_link(conn, _digest(token), link)
            return True

        return token if self._db.write(job) else None

    def get_link(self, kind: LinkKind, token: str) -> Link:
        """Look at a link without using it. Raises: NotFound: unknown, used, too old, or set up already."""
        with self._db.read() as conn:
            link = queries.select_link(conn, kind, _digest(token))
            closed = kind == "setup" and queries.count_owners(conn) > 0
        if link is None or closed or link.expires_at <= datetime.now(UTC):
            raise NotFound(USED_UP)
        return link

    def set_up(self, token: str, *, name: str, email: str, password: str) -> User:
        """Make the first owner. Raises: NotFound: the token is of no use. Invalid, Conflict: as `create`."""
        self.get_link("setup", token)
        name, email = _clean(name, email)
        hashed = self._hash(password, name, email)

        def job(conn: Connection) -> User:
            _use(conn, "setup", token)
            if queries.count_owners(conn):
                raise NotFound(USED_UP)
            return _create(conn, name, email, "owner", hashed)

        return self._db.write(job)

    def join(self, token: str, *, name: str, password: str) -> User:
        """Accept an invitation. Raises: NotFound: the token is of no use. Invalid, Conflict: as `create`."""
        name, email = _clean(name, self.get_link("invitation", token).email or "")
        hashed = self._hash(password, name, email)

        def job(conn: Connection) -> User:
            link = _use(conn, "invitation", token)
            return _create(conn, name, email, link.role or "contributor", hashed)

        return self._db.write(job)

    def reset_password(self, token: str, password: str) -> User:
        """Raises: NotFound: the token is of no use. Invalid: a bad password."""
        known = self.find_by_id(self.get_link("reset", token).user_id or "")
        if known is None:
            raise NotFound(USED_UP)
        hashed = self._hash(password, known.name, known.email or "")

        def job(conn: Connection) -> User:
            _use(conn, "reset", token)
            user = queries.update_password(conn, known.id, hashed)
            if user is None:
                raise NotFound(USED_UP)
            return user

        return self._db.write(job)

    # The second factor. `keys`: what seeds are sealed with, the newest first

    def has_factor(self, user_id: str) -> bool:
        with self._db.read() as conn:
            found = queries.select_factor(conn, user_id)
        return found is not None and found[2]

    def codes_left(self, user_id: str) -> int:
        with self._db.read() as conn:
            return queries.count_codes(conn, user_id)

    def start_factor(self, user_id: str, keys: Sequence[bytes]) -> None:
        """Make a seed, which counts once a code of it was seen. Raises: Conflict: there is one that counts."""
        sealed = seal(keys, factors.new_seed(), user_id)
        if not self._db.write(lambda conn: queries.insert_factor(conn, user_id, sealed)):
            raise Conflict("there is an authenticator app already; remove it first")

    def pending_factor(self, user: User, keys: Sequence[bytes], site: str) -> tuple[str, str] | None:
        """Return the seed that waits for its first code, and its otpauth: address."""
        with self._db.read() as conn:
            found = queries.select_factor(conn, user.id)
        seed = unseal(keys, found[0], user.id) if found and not found[2] else None
        return (seed, factors.address_of(seed, site, user.email or user.name)) if seed else None

    def confirm_factor(self, user_id: str, keys: Sequence[bytes], code: str) -> list[str]:
        """Let the seed count, and return the recovery codes. Raises: Invalid: the code is wrong."""
        if self.has_factor(user_id) or not self._use_app_code(user_id, keys, code):
            raise Invalid("this code is not the one the app shows now; wait for the next one, and look at its clock")
        return self.renew_codes(user_id)

    def renew_codes(self, user_id: str) -> list[str]:
        """Make ten recovery codes, which are kept as hashes only; older ones are of no use any more."""
        codes = factors.new_codes()
        hashes = [factors.code_hash(user_id, code) for code in codes]
        self._db.write(lambda conn: queries.replace_codes(conn, user_id, hashes))
        return codes

    def remove_factor(self, user_id: str) -> None:
        self._db.write(lambda conn: queries.delete_factor(conn, user_id))

    def check_factor(self, user_id: str, keys: Sequence[bytes], code: str) -> bool:
        """Tell if it is the app's code or a recovery code; either is good once."""
        if self._use_app_code(user_id, keys, code):
            return True
        hashed = factors.code_hash(user_id, code)
        return self._db.write(lambda conn: queries.delete_code(conn, user_id, hashed))

    def _use_app_code(self, user_id: str, keys: Sequence[bytes], code: str) -> bool:
        with self._db.read() as conn:
            found = queries.select_factor(conn, user_id)
        seed = unseal(keys, found[0], user_id) if found else None
        step = factors.step_of(seed, code, found[1]) if found and seed else None
        if step is None:
            return False
        return self._db.write(lambda conn: queries.use_step(conn, user_id, step, datetime.now(UTC)))

    # Passkeys

    def passkeys_of(self, user_id: str) -> list[Passkey]:
        with self._db.read() as conn:
            return queries.select_passkeys(conn, user_id)

    def find_passkey(self, passkey_id: str) -> Passkey | None:
        with self._db.read() as conn:
            return queries.select_passkey(conn, passkey_id)

    def add_passkey(self, passkey: Passkey) -> None:
        """Raises: Conflict: it is known already."""
        if not self._db.write(lambda conn: queries.insert_passkey(conn, passkey)):
            raise Conflict("this passkey is known already")

    def note_passkey(self, passkey_id: str, sign_count: int) -> None:
        self._db.write(lambda conn: queries.update_sign_count(conn, passkey_id, sign_count))

    def remove_passkey(self, user_id: str, passkey_id: str) -> None:
        """Raises: NotFound."""
        if not self._db.write(lambda conn: queries.delete_passkey(conn, user_id, passkey_id)):
            raise NotFound("There is no such passkey")

    # Who may do what

    def get_changeable(self, by: User, user_id: str) -> User:
        """Raises: NotFound. Forbidden: only owners change owners."""
        with self._db.read() as conn:
            return _get_lower(conn, by, user_id)

    def change_role(self, by: User, user_id: str, role: Role) -> User:
        """Raises: NotFound. Forbidden: only owners make owners, or change them. Conflict: the last owner."""

        def job(conn: Connection) -> User:
            user = _get_lower(conn, by, user_id)
            _refuse_rank(by, role)
            queries.update_role(conn, user_id, role)
            if user.role == "owner" and not queries.count_owners(conn):
                raise Conflict(LAST_OWNER)
            return replace(user, role=role)

        return self._db.write(job)

    def remove(self, by: User, user_id: str) -> User:
        """Take the way in; what they wrote keeps their name. Raises: NotFound. Forbidden. Conflict: the last owner."""

        def job(conn: Connection) -> User:
            user = _get_lower(conn, by, user_id)
            queries.take_credentials(conn, user_id)
            queries.delete_links_of(conn, user_id)
            queries.delete_factor(conn, user_id)
            queries.delete_passkeys_of(conn, user_id)
            if user.role == "owner" and not queries.count_owners(conn):
                raise Conflict(LAST_OWNER)
            return user

        return self._db.write(job)


def _clean(name: str, email: str) -> tuple[str, str]:
    name, email = " ".join(name.split()), email.strip()
    if not name:
        raise Invalid("the name is empty; give the name readers see")
    if not _EMAIL.fullmatch(email):
        raise Invalid(f"{email!r} is not an e-mail address; it needs an @")
    return name, email


def _link(kind: LinkKind) -> Link:
    return Link(kind, None, None, None, None, datetime.now(UTC) + LASTS[kind])


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _use(conn: Connection, kind: LinkKind, token: str) -> Link:
    link = queries.delete_link(conn, kind, _digest(token), datetime.now(UTC))
    if link is None:
        raise NotFound(USED_UP)
    return link


def _can_sign_in(user: User | None) -> bool:
    return user is not None and user.can_sign_in


def _get_lower(conn: Connection, by: User, user_id: str) -> User:
    """Return somebody whom `by` may change."""
    user = queries.select_user(conn, user_id)
    if user is None:
        raise NotFound("There is no such person")
    _refuse_rank(by, user.role)
    return user


def _refuse_rank(by: User, role: Role) -> None:
    if by.role not in ("owner", "admin") or (role == "owner" and by.role != "owner"):
        raise Forbidden("Only owners make somebody an owner, or change one; ask an owner")


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
