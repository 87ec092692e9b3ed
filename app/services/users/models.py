"""People."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Role = Literal["owner", "admin", "editor", "author", "contributor"]
ROLES: tuple[Role, ...] = ("owner", "admin", "editor", "author", "contributor")
LinkKind = Literal["setup", "reset", "invitation"]


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who writes here. No password means: known as an author, can't sign in."""

    id: str
    slug: str
    name: str
    email: str | None
    role: Role
    bio: str
    url: str | None
    image: str | None
    can_sign_in: bool
    auth_epoch: int  # +1 ends all sessions
    created_at: datetime
    comment_mail: bool = True  # whether they want letters about comments


@dataclass(frozen=True, slots=True)
class ImportedAuthor:
    """Somebody who wrote in an old blog; gets the role "author" and no password."""

    id: str
    slug: str
    name: str
    email: str | None
    bio: str
    url: str | None
    image: str | None


@dataclass(frozen=True, slots=True)
class AuthorOutcome:
    """The user an imported author became: where the slug or e-mail is known already, the one who has it."""

    user: User
    changed: bool


@dataclass(frozen=True, slots=True)
class Link:
    """An address that lets its bearer in once: to set the site up, to choose a new password, to join."""

    kind: LinkKind
    user_id: str | None  # whose password
    email: str | None  # who is invited
    role: Role | None  # as what
    made_by: str | None
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Passkey:
    """A key a device keeps; this is its public half."""

    id: str
    user_id: str
    public_key: bytes
    sign_count: int
    name: str
    created_at: datetime
